//! What a run over a month did.

use domain::invoices::RunSummary;
use leptos::prelude::*;
use ui::prelude::{Alert, Tone, boot, fill, format};

use crate::texts::money;

/// The result of a run; one that changed nothing says so.
#[must_use]
pub fn run_done(summary: &RunSummary) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let language = boot.language;
    let month = format::month(language, summary.month);
    let number = |n: i64| u64::try_from(n).unwrap_or_default();
    let invoices = |n: i64| format::counted(language, number(n), words.invoices_count);
    let money = |sum| format::money_with_sign(language, boot.currency, sum);
    let all = invoices(summary.all);
    let (tone, title, text) = match (summary.issued, summary.all) {
        (1.., _) => {
            let (count, sum) = (invoices(summary.issued), money(summary.total));
            let title = fill(words.run_done, &[("month", &month), ("count", &count), ("sum", &sum)]);
            (Tone::Good, title, fill(words.run_all, &[("count", &all)]))
        }
        (_, 0) => (
            Tone::Warning,
            words.run_nothing.to_owned(),
            fill(words.run_nobody_text, &[("month", &month)]),
        ),
        _ => {
            let text = fill(words.run_nothing_text, &[("month", &month), ("count", &all)]);
            (Tone::Neutral, words.run_nothing.to_owned(), text)
        }
    };
    let advances = summary
        .from_advances
        .is_positive()
        .then(|| view! { <p>{fill(words.run_from_advances, &[("sum", &money(summary.from_advances))])}</p> });
    let without_price = (summary.without_price > 0).then(|| {
        let links = format::counted(language, number(summary.without_price), words.links_count);
        view! {
            <p>
                {fill(words.run_without_price, &[("count", &links)])} " " <a href="/services">{words.issue_to_services}</a>
            </p>
        }
    });
    let open = (summary.all > 0).then(|| {
        let href = format!("/invoices?month={}", summary.month);
        view! { <p><a href=href>{fill(words.run_open, &[("month", &month)])}</a></p> }
    });
    view! {
        <Alert tone title>
            <p>{text}</p>
            {advances}
            {without_price}
            {open}
        </Alert>
    }
    .into_any()
}
