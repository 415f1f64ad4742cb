//! The card of a subscriber: who, where, what is owed, and everything around the account.

use domain::Permission;
use domain::subscribers::SubscriberCard;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{ArchiveSubscriber, RestoreSubscriber, show_subscriber};
use super::documents::{Invoices, Payments};
use super::facts::{Contacts, Figures, Premises};
use super::moves::Moves;
use super::timeline::TimelineSection;
use crate::contracts::ContractSection;
use crate::corrections::AdjustmentSection;
use crate::frame::path_id;
use crate::links::LinkSection;
use crate::promises::PromiseSection;
use crate::texts::people::subscribers::texts as own;

/// The card.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let deeds = deeds();
    let card = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_subscriber(id));
    view! {
        <Loaded resource=card skeleton=SkeletonShape::Lines let:card>
            <View card />
        </Loaded>
    }
    .into_any()
}

#[component]
fn View(card: SubscriberCard) -> impl IntoView {
    let text = own();
    let language = language();
    let archived = card.archived_at.map(|at| format::date(language, at.date_naive()));
    let is_archived = archived.is_some();
    let mut subtitle = fill(text.account_no, &[("account", &card.account)]);
    if let Some(premises) = &card.premises {
        subtitle = format!("{subtitle} · {}", premises.address);
    }
    let (id, account) = (card.id, card.account.clone());
    let sought = ui::loading::encode(&card.account);
    let actions = move || view! { <Actions id account is_archived /> };
    let banner = archived.map(|day| {
        view! {
            <Alert tone=Tone::Warning title=fill(text.archived_title, &[("day", &day)])>
                <p>{text.archived_text}</p>
            </Alert>
        }
    });
    view! {
        <Page title=card.name.clone() subtitle back=("/subscribers".to_owned(), text.title.to_owned()) actions>
            {banner}
            <Figures card=card.clone() />
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
                <div class="flex min-w-0 flex-col gap-6 lg:order-last">
                    <Contacts card=card.clone() />
                    <Premises id=card.id premises=card.premises is_archived />
                </div>
                <div class="flex min-w-0 flex-col gap-6 lg:col-span-2">
                    <LinkSection subscriber_id=card.id links=card.links archived=is_archived />
                    <TimelineSection id=card.id />
                    <Moves moves=card.moves />
                    <AdjustmentSection subscriber_id=card.id archived=is_archived />
                    <PromiseSection subscriber_id=card.id />
                    <ContractSection subscriber_id=card.id account=card.account archived=is_archived />
                </div>
            </div>
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
                <div class="min-w-0 lg:col-span-2">
                    <Invoices all=format!("/invoices?q={sought}") invoices=card.invoices />
                </div>
                <Payments all=format!("/payments?q={sought}") payments=card.payments />
            </div>
        </Page>
    }
    .into_any()
}

/// What can be done with the account, by role and state.
#[component]
fn Actions(id: i64, account: String, is_archived: bool) -> impl IntoView {
    let text = own();
    let words = words();
    let boot = boot();
    let archive = ServerAction::<ArchiveSubscriber>::new();
    let restore = ServerAction::<RestoreSubscriber>::new();
    let pay = (!is_archived && boot.may(Permission::RecordPayment)).then(|| {
        let href = format!("/payments/new?account={}", ui::loading::encode(&account));
        view! { <ButtonLink href label=text.record_payment icon=Icon::Payment /> }
    });
    let may_edit = boot.may(Permission::EditSubscribers);
    let edit = (may_edit && !is_archived).then(|| {
        view! {
            <ButtonLink
                href=format!("/subscribers/{id}/edit")
                label=words.change
                kind=ButtonKind::Secondary
                icon=Icon::Edit
            />
        }
    });
    let move_away = may_edit.then(|| {
        if is_archived {
            view! {
                <Form action=restore class="min-w-0" key=("id", id.to_string())>
                    <Submit label=text.restore icon=Icon::Restore />
                </Form>
            }
            .into_any()
        } else {
            view! {
                <Form action=archive class="min-w-0 max-w-md" key=("id", id.to_string())>
                    <Confirm
                        label=words.archive
                        icon=Icon::Archive
                        title=text.archive_title
                        text=fill(text.archive_text, &[("account", &account)])
                        confirm=text.archive_confirm
                    />
                </Form>
            }
            .into_any()
        }
    });
    let penalties = view! {
        <ButtonLink
            href=format!("/subscribers/{id}/penalties")
            label=crate::texts::penalties::texts().schedule
            kind=ButtonKind::Secondary
            icon=Icon::Coins
        />
    };
    view! {
        {pay}
        {penalties}
        {edit}
        {move_away}
    }
    .into_any()
}
