//! The section of the subscriber's card: what was promised, how it stands, and the forms that take a promise or a plan.

use domain::Permission;
use domain::promises::{Due, PromiseCard, State, SubscriberPromises};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::promises_of_subscriber;
use super::forms::{CancelForm, PlanForm, TakeForm};
use super::list_page::StateBadge;
use crate::texts::promises::texts as own;

/// The promises of a subscriber.
#[component]
pub fn PromiseSection(subscriber_id: i64) -> impl IntoView {
    let deeds = deeds();
    let found = Resource::new(move || deeds.get(), move |_| promises_of_subscriber(subscriber_id));
    view! {
        <Loaded resource=found skeleton=SkeletonShape::Lines let:found>
            <View found />
        </Loaded>
    }
    .into_any()
}

#[component]
fn View(found: SubscriberPromises) -> impl IntoView {
    let text = own();
    let may = boot().may(Permission::TakePromises);
    let forms = (may && found.may_promise).then(|| {
        let (id, key) = (found.subscriber_id, found.key.to_string());
        let (debt, today) = (found.debt, found.today);
        view! {
            <div class="flex flex-col gap-4 border-t border-base-300 px-5 py-4">
                <TakeForm subscriber_id=id key_of_next=key.clone() debt />
                <PlanForm subscriber_id=id key_of_next=key debt today />
                <p class="text-sm text-muted">{text.penalties_note}</p>
            </div>
        }
    });
    let list = if found.promises.is_empty() {
        view! { <p class="px-5 py-4 text-muted">{text.section_none}</p> }.into_any()
    } else {
        found
            .promises
            .iter()
            .map(|card| shown(card, may))
            .collect_view()
            .into_any()
    };
    view! {
        <Card title=text.section flush=true>
            {list}
            {forms}
        </Card>
    }
    .into_any()
}

fn shown(card: &PromiseCard, may: bool) -> AnyView {
    let text = own();
    let boot = boot();
    let language = boot.language;
    let money = |sum| format::money_with_sign(language, boot.currency, sum);
    let line = &card.line;
    let given = fill(
        text.given,
        &[
            ("kind", text.kind_of(line.kind)),
            ("day", &format::date(language, line.made_on)),
            ("name", &line.made_by),
        ],
    );
    let paid = (line.state == State::Open)
        .then(|| view! { <p class="text-sm text-muted">{fill(text.paid_since, &[("sum", &money(card.paid))])}</p> });
    let cancel = (may && line.state == State::Open).then(|| view! { <CancelForm id=line.id /> });
    let part = |part: &Due| {
        let day = fill(text.part_due, &[("day", &format::date(language, part.due_on))]);
        view! {
            <li class="flex justify-between gap-4 tabular-nums"><span>{day}</span><Sum of=part.amount /></li>
        }
    };
    let parts = card.parts.iter().map(part).collect_view();
    view! {
        <div class="flex flex-col gap-2 border-t border-base-300 px-5 py-4 first:border-t-0">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <span>{given}</span>
                <StateBadge state=line.state />
            </div>
            <ul class="flex flex-col gap-1">{parts}</ul>
            {card.note.clone().map(|note| view! { <p>{note}</p> })}
            {paid}
            {cancel}
        </div>
    }
    .into_any()
}
