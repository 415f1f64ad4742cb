//! Where a run begins: the month, and what will happen.

use domain::{Failure, Month, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{ButtonLink, Card, FailureView, Form, FormActions, Icon, Page, SelectField, Submit, boot};

use super::api::DraftRun;
use crate::invoices::month_options;
use crate::rehearsals::AskSection;
use crate::texts::money;
use crate::texts::money::runs::texts;

/// Chooses the month of a draft.
#[component]
pub fn BeginPage() -> impl IntoView {
    let words = texts();
    let boot = boot();
    if !boot.may(Permission::IssueInvoices) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let asked = use_query_map().with_untracked(|address| address.get("month").unwrap_or_default());
    let month = asked
        .parse::<Month>()
        .unwrap_or_else(|_| Month::of(boot.today))
        .to_string();
    let options = month_options(boot.language, boot.today, 1, 12, &month);
    let draft = ServerAction::<DraftRun>::new();
    let back = ("/invoices".to_owned(), money::texts().invoices.to_owned());
    let runs = move || {
        view! { <ButtonLink href="/runs" label=words.to_runs icon=Icon::Calendar kind=ButtonKind::Secondary /> }
    };
    view! {
        <Page title=words.begin_title subtitle=words.begin_subtitle back actions=runs narrow=true>
            <Card>
                <Form action=draft>
                    <SelectField name="month" label=words.begin_month options value=month hint=words.begin_again />
                    <FormActions>
                        <Submit label=words.begin icon=Icon::Invoice />
                    </FormActions>
                </Form>
            </Card>
            <Card title=words.begin_how>
                <ol class="flex list-decimal flex-col gap-2 pl-5">
                    <li>{words.begin_one}</li>
                    <li>{words.begin_two}</li>
                    <li>{words.begin_three}</li>
                    <li>{words.begin_four}</li>
                </ol>
            </Card>
            <AskSection />
        </Page>
    }
    .into_any()
}
