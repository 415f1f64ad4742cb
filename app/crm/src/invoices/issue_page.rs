//! The run over a month: what it would do, the button, what it did.

use domain::invoices::{IssueForm, RunPreview};
use domain::{Month, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{
    Alert, Confirm, FailureView, Form, Glyph, Icon, Loaded, Page, SelectField, SkeletonShape, Stat, Stats, Tone, boot,
    fill, format, outcome,
};

use super::api::{IssueInvoices, preview_invoices};
use super::run::run_done;
use super::{GetForm, month_options};
use crate::texts::money;

/// Chooses the month, shows what would be charged, issues.
#[component]
pub fn IssuePage() -> impl IntoView {
    let words = money::texts();
    let boot = boot();
    if !boot.may(Permission::IssueInvoices) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let current = Month::of(boot.today).to_string();
    let month = Memo::new(move |_| {
        address
            .with(|address| address.get("month"))
            .filter(|month| !month.is_empty())
            .unwrap_or_else(|| current.clone())
    });
    let issue = ServerAction::<IssueInvoices>::new();
    let answers = issue.version();
    let preview = Resource::new(
        move || (month.get(), answers.get()),
        |(month, _)| preview_invoices(IssueForm { month }),
    );
    let done = outcome(issue);
    // What was done for a month is not shown over another.
    let done = move || match done.get() {
        Some(Ok(summary)) if summary.month.to_string() == month.get() => Some(run_done(&summary)),
        _ => None,
    };
    let back = ("/invoices".to_owned(), words.invoices.to_owned());
    view! {
        <Page title=words.issue_title subtitle=words.issue_subtitle back>
            {move || view! { <MonthChooser month=month.get() /> }}
            <div role="status" class="empty:hidden">{done}</div>
            <Loaded resource=preview skeleton=SkeletonShape::Figures let:preview>{show(&preview, issue)}</Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn MonthChooser(month: String) -> impl IntoView {
    let words = money::texts();
    let boot = boot();
    let options = month_options(boot.language, boot.today, 1, 12, &month);
    view! {
        <GetForm action="/invoices/issue" field="month" class="flex items-end gap-3">
            <div class="min-w-0 flex-1 sm:max-w-60">
                <SelectField name="month" label=words.issue_month options value=month />
            </div>
            <button type="submit" class="button"><Glyph icon=Icon::Calendar /><span>{words.issue_show}</span></button>
        </GetForm>
    }
    .into_any()
}

fn show(preview: &RunPreview, issue: ServerAction<IssueInvoices>) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let language = boot.language;
    let count = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let sum = format::money_with_sign(language, boot.currency, preview.total);
    let without_price = u64::try_from(preview.without_price).unwrap_or_default();
    let without_price = (without_price > 0).then(|| {
        let links = format::counted(language, without_price, words.links_count);
        view! {
            <Alert tone=Tone::Warning title=fill(words.issue_without_price, &[("count", &links)])>
                <p>{words.issue_without_price_text} " " <a href="/services">{words.issue_to_services}</a></p>
            </Alert>
        }
    });
    let (subscribers, links, issued) = (count(preview.subscribers), count(preview.links), count(preview.issued));
    let (difference, settled, button) = (difference(preview), settled(preview), button(preview, issue));
    let invoices = format!("/invoices?month={}", preview.month);
    view! {
        <div class="flex flex-col gap-6">
            <Stats>
                <Stat label=words.issue_subscribers value=subscribers note=words.issue_subscribers_note />
                <Stat label=words.issue_links value=links note=words.issue_links_note />
                <Stat label=words.issue_total value=sum note=difference tone=Tone::Accent />
                <Stat label=words.issue_issued value=issued note=words.issue_issued_note href=invoices />
            </Stats>
            {without_price}
            {settled}
            {button}
        </div>
    }
    .into_any()
}

/// How the month compares with the one before.
fn difference(preview: &RunPreview) -> String {
    let words = money::texts();
    let boot = boot();
    if preview.previous_total.is_zero() {
        return words.issue_first.to_owned();
    }
    let difference = preview.total - preview.previous_total;
    let sum = format::money_with_sign(boot.language, boot.currency, difference.abs());
    if preview.subscribers == 0 && preview.issued > 0 {
        // Nothing is left to charge: a difference would read as a loss.
        String::new()
    } else if difference.is_zero() {
        words.issue_same.to_owned()
    } else if difference.is_positive() {
        fill(words.issue_more, &[("sum", &sum)])
    } else {
        fill(words.issue_less, &[("sum", &sum)])
    }
}

/// Says plainly where there is nothing to do.
fn settled(preview: &RunPreview) -> Option<AnyView> {
    let words = money::texts();
    let language = boot().language;
    let month = format::month(language, preview.month);
    let issued = u64::try_from(preview.issued).unwrap_or_default();
    match (preview.subscribers, issued) {
        (1.., _) => None,
        (_, 0) => Some(
            view! {
                <Alert title=fill(words.issue_nothing, &[("month", &month)])>
                    <p>{words.issue_nothing_text}</p>
                </Alert>
            }
            .into_any(),
        ),
        (_, issued) => {
            let count = format::counted(language, issued, words.invoices_count);
            Some(
                view! {
                    <Alert tone=Tone::Good title=fill(words.issue_all_done, &[("month", &month), ("count", &count)])>
                        <p>{words.issue_all_done_text}</p>
                    </Alert>
                }
                .into_any(),
            )
        }
    }
}

fn button(preview: &RunPreview, issue: ServerAction<IssueInvoices>) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let language = boot.language;
    let month = format::month(language, preview.month);
    let nothing_new = preview.subscribers == 0;
    let (label, title, text) = if nothing_new {
        (
            words.issue_again,
            words.issue_again_title,
            words.issue_all_done_text.to_owned(),
        )
    } else {
        let count = format::counted(
            language,
            u64::try_from(preview.subscribers).unwrap_or_default(),
            words.invoices_count,
        );
        let sum = format::money_with_sign(language, boot.currency, preview.total);
        (
            words.invoice_issue,
            words.issue_confirm_title,
            fill(words.issue_confirm_text, &[("count", &count), ("sum", &sum)]),
        )
    };
    let label = if nothing_new && preview.issued == 0 {
        words.invoice_issue
    } else {
        label
    };
    let title = fill(title, &[("month", &month)]);
    let opener = if nothing_new {
        ButtonKind::Secondary
    } else {
        ButtonKind::Primary
    };
    view! {
        <Form action=issue key=("month", preview.month.to_string())>
            <Confirm label title text confirm=words.invoice_issue kind=ButtonKind::Primary opener icon=Icon::Invoice />
        </Form>
    }
    .into_any()
}
