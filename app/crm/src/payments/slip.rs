//! The lines of slips, on the page and on paper alike.

use domain::Language;
use domain::organisation::Issuer;
use leptos::prelude::*;
use ui::prelude::{Sum, boot, fill};

use crate::texts::{money, organisation};

/// What stands below the organisation's name: INN and address, as far as they are filled in.
#[must_use]
pub fn issuer_lines(language: Language, issuer: &Issuer) -> Vec<String> {
    let inn = issuer
        .inn
        .as_ref()
        .map(|inn| fill(organisation::of(language).receipt_inn, &[("inn", inn)]));
    inn.into_iter().chain(issuer.address.clone()).collect()
}

/// The head of a slip: the organisation, what it is, the sum.
pub fn heading(issuer: &Issuer, title: String, day: String, accepted: &'static str, sum: domain::Money) -> AnyView {
    let place = issuer.name.clone().unwrap_or_else(|| boot().place.clone());
    let lines = issuer_lines(boot().language, issuer)
        .into_iter()
        .map(|line| view! { <p class="text-xs text-(--muted)">{line}</p> })
        .collect_view();
    view! {
        <header class="border-b border-dashed border-(--control-line) pb-5 text-center">
            <p class="text-sm text-(--muted)">{place}</p>
            {lines}
            <p class="mt-1 font-semibold">{title}</p>
            <p class="text-sm text-(--muted)">{day}</p>
            <p class="mt-4 text-sm text-(--muted)">{accepted}</p>
            <p class="text-3xl font-semibold tracking-tight tabular-nums"><Sum of=sum /></p>
        </header>
    }
    .into_any()
}

/// A line of the slip: the label at the left, the value at the right.
pub fn line(label: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="flex items-baseline justify-between gap-6 py-1">
            <dt class="shrink-0 text-sm text-(--muted)">{label}</dt>
            <dd class="min-w-0 text-right wrap-anywhere">{value}</dd>
        </div>
    }
    .into_any()
}

/// The sum in words, where the page speaks Russian: a receipt of the trade has it.
pub fn in_words(sum: domain::Money) -> Option<AnyView> {
    let boot = boot();
    (boot.language == Language::Ru).then(|| line(money::desk::texts().in_words, sum.in_words(boot.currency)))
}

/// Where whoever took or gave the money signs; on paper only.
pub fn signature(who: &str) -> AnyView {
    view! {
        <p class="hidden items-end justify-between gap-6 pt-6 text-sm print:flex">
            <span>{money::desk::texts().signature}</span>
            <span class="grow border-b border-black"></span>
            <span>{who.to_owned()}</span>
        </p>
    }
    .into_any()
}
