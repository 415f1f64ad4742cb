//! A page's frame and the pieces that it is laid out of.

mod pieces;

pub use pieces::{Alert, Badge, DefinitionList, Fact, Stat, Stats, Sum, Tab, Tabs, Tone};

use leptos::prelude::*;
use leptos_meta::Title;

use crate::boot::boot;
use crate::icons::{Glyph, Icon};

/// Where a link leads and what it says. Made of a pair: `("/houses", "Дома")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct To {
    /// The address.
    pub href: String,
    /// The label.
    pub label: String,
}

impl<H: Into<String>, L: Into<String>> From<(H, L)> for To {
    fn from((href, label): (H, L)) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Another thing to do.
    Secondary,
    /// What can't be undone easily.
    Danger,
    /// A small thing by the way.
    Ghost,
}

impl ButtonKind {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button is-primary",
            Self::Secondary => "button",
            Self::Danger => "button is-danger",
            Self::Ghost => "button is-ghost",
        }
    }
}

/// What the window says: the page, then the place.
pub(crate) fn window_title(title: &str, place: &str) -> String {
    if place.is_empty() {
        title.to_owned()
    } else {
        format!("{title} · {place}")
    }
}

/// One page: the heading, what can be done, the content. Sets the window's title.
#[component]
pub fn Page(
    #[prop(into)] title: String,
    #[prop(optional, into)] subtitle: Option<String>,
    /// Buttons at the heading's right: `actions=move || view! { .. }`.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// Where the arrow above the heading leads: address and label.
    #[prop(optional, into)]
    back: Option<To>,
    /// Narrow, for a form.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    let window_title = window_title(&title, &boot().place);
    let back = back.map(|To { href, label }| {
        view! {
            <a class="page-back" href=href><Glyph icon=Icon::Back />{label}</a>
        }
    });
    let subtitle = subtitle.map(|text| view! { <p class="page-subtitle">{text}</p> });
    view! {
        <Title text=window_title />
        <div class=if narrow { "page is-narrow" } else { "page" }>
            <header class="page-head">
                {back}
                <div class="page-heading">
                    <div class="page-titles"><h1>{title}</h1>{subtitle}</div>
                    <div class="page-actions">{actions.run()}</div>
                </div>
            </header>
            {children()}
        </div>
    }
    .into_any()
}

/// A framed part of a page. `flush` lets a table reach the frame.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] actions: ViewFnOnce,
    #[prop(optional)] flush: bool,
    children: Children,
) -> impl IntoView {
    let head = title.map(|title| {
        view! {
            <header class="panel-head"><h2>{title}</h2><div class="panel-actions">{actions.run()}</div></header>
        }
    });
    view! {
        <section class=if flush { "panel is-flush" } else { "panel" }>
            {head}
            <div class="panel-body">{children()}</div>
        </section>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] icon: Option<Icon>,
    /// A file of the server or another site: the browser goes there itself.
    #[prop(optional)]
    external: bool,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href rel=external.then_some("external")>
            {icon.map(|icon| view! { <Glyph icon /> })}
            <span>{label}</span>
        </a>
    }
    .into_any()
}
