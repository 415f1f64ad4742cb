//! Small pieces: facts, numbers, badges, sums, tabs.

use domain::Money;
use leptos::prelude::*;

use crate::boot::boot;
use crate::format;
use crate::icons::{Glyph, Icon};

/// What a piece says by its colour. The words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing particular.
    #[default]
    Neutral,
    /// Good: paid, active.
    Good,
    /// Needs a look: overdue soon, archived, draft.
    Warning,
    /// Bad: debt, disabled, failed.
    Danger,
    /// The house's colour: new, current.
    Accent,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "",
            Self::Good => "is-good",
            Self::Warning => "is-warning",
            Self::Danger => "is-danger",
            Self::Accent => "is-accent",
        }
    }
}

/// Pairs of label and value; holds [`Fact`]s.
#[component]
pub fn DefinitionList(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }.into_any()
}

/// A label and its value.
#[component]
pub fn Fact(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="fact"><dt>{label}</dt><dd>{children()}</dd></div> }.into_any()
}

/// Puts [`Stat`]s in a row.
#[component]
pub fn Stats(children: Children) -> impl IntoView {
    view! { <div class="figures">{children()}</div> }.into_any()
}

/// A number that matters, with its label.
#[component]
pub fn Stat(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// A line below the number.
    #[prop(optional, into)]
    note: Option<String>,
    #[prop(optional, into)] href: Option<String>,
    #[prop(optional)] tone: Tone,
) -> impl IntoView {
    let body = view! {
        <span class="figure-label">{label}</span>
        <span class=format!("figure-value {}", tone.class())>{value}</span>
        {note.map(|note| view! { <span class="figure-note">{note}</span> })}
    };
    match href {
        Some(href) => view! { <a class="figure" href=href>{body}<Glyph icon=Icon::Next /></a> }.into_any(),
        None => view! { <div class="figure">{body}</div> }.into_any(),
    }
}

/// A state in one word.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())>{children()}</span> }.into_any()
}

/// A sum in tabular figures. With `balance` a debt (below zero) and an advance (above) have their colours.
#[component]
pub fn Sum(
    of: Money,
    /// Colours by the sign.
    #[prop(optional)]
    balance: bool,
    /// Without the currency's sign, for a column whose heading tells it.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let boot = boot();
    let text = if bare {
        format::money(boot.language, of)
    } else {
        format::money_with_sign(boot.language, boot.currency, of)
    };
    let tone = match (balance, of.is_negative(), of.is_positive()) {
        (true, true, _) => "sum is-danger",
        (true, _, true) => "sum is-good",
        _ => "sum",
    };
    view! { <span class=tone>{text}</span> }.into_any()
}

/// A message that stays on the page.
#[component]
pub fn Alert(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Option<String>,
    children: Children,
) -> impl IntoView {
    let icon = match tone {
        Tone::Good => Icon::Success,
        Tone::Warning => Icon::Warning,
        Tone::Danger => Icon::Error,
        Tone::Neutral | Tone::Accent => Icon::Info,
    };
    view! {
        <div class=format!("alert {}", tone.class()) role="note">
            <Glyph icon />
            <div class="alert-body">{title.map(|title| view! { <p class="alert-title">{title}</p> })}{children()}</div>
        </div>
    }
    .into_any()
}

/// One of [`Tabs`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// It is the one shown.
    pub current: bool,
}

impl Tab {
    /// A tab.
    #[must_use]
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
            current,
        }
    }
}

/// Links between the parts of one thing.
#[component]
pub fn Tabs(tabs: Vec<Tab>) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|tab| view! { <a href=tab.href aria-current=tab.current.then_some("page")>{tab.label}</a> })
        .collect_view();
    view! { <nav class="tabs-row">{tabs}</nav> }.into_any()
}
