//! The frame around every page: side bar on a desk, top and bottom bars on a phone. Knows no feature: the sections
//! come from the application.

mod menu;
mod public;

pub use public::PublicFrame;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::boot::{EchoIsFresh, Surface, boot};
use crate::format;
use crate::icons::{Glyph, Icon};
use crate::page::{Alert, Tone};
use crate::texts::{self, fill};
use menu::PersonMenu;

/// A section of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Its picture.
    pub icon: Icon,
    /// The person may see it.
    pub visible: bool,
}

/// How many sections the phone's bottom bar holds besides "more".
const BAR: usize = 4;

/// The frame of the pages for people who are signed in. Stands inside the router.
#[component]
pub fn AppFrame(nav: Vec<NavItem>, children: Children) -> impl IntoView {
    let words = texts::texts();
    let boot = boot();
    let path = use_location().pathname;
    let more = NodeRef::<html::Details>::new();
    let person = NodeRef::<html::Details>::new();
    forget_echo_on_leaving(path);
    Effect::new(move || {
        path.track();
        for menu in [more, person] {
            if let Some(menu) = menu.get_untracked() {
                menu.set_open(false);
            }
        }
    });
    let nav: Vec<NavItem> = nav.into_iter().filter(|item| item.visible).collect();
    let link = move |item: &NavItem| {
        let href = item.href;
        let current = move || path.with(|path| is_current(href, path)).then_some("page");
        view! {
            <a class="nav-link" href=href aria-current=current><Glyph icon=item.icon /><span>{item.label}</span></a>
        }
        .into_any()
    };
    let side = nav.iter().map(link).collect_view();
    // A "more" of one section would be silly: five fit.
    let (first, rest) = if nav.len() > BAR + 1 {
        nav.split_at(BAR)
    } else {
        (nav.as_slice(), [].as_slice())
    };
    let bar = first.iter().map(link).collect_view();
    let hidden: Vec<&'static str> = rest.iter().map(|item| item.href).collect();
    let more = (!rest.is_empty()).then(|| {
        let within = move || path.with(|path| hidden.iter().any(|href| is_current(href, path)));
        let sheet = rest.iter().map(link).collect_view();
        view! {
            <details class="bar-more" class:is-current=within node_ref=more>
                <summary class="nav-link"><Glyph icon=Icon::More /><span>{words.more}</span></summary>
                <div class="bar-sheet">{sheet}</div>
            </details>
        }
    });
    let place = match boot.surface {
        Surface::Landlord if boot.place.is_empty() => words.landlord.to_owned(),
        _ => boot.place.clone(),
    };
    let copy = boot.copy_until.map(|until| {
        let text = fill(words.copy_text, &[("until", &format::date(boot.language, until))]);
        view! { <Alert tone=Tone::Danger title=words.copy_title><p>{text}</p></Alert> }
    });
    let class = match boot.surface {
        Surface::Tenant => "frame",
        Surface::Landlord => "frame is-landlord",
    };
    view! {
        <a class="skip-link" href="#main" rel="external">{words.to_content}</a>
        <div class=class>
            <aside class="side">
                <a class="brand" href="/"><Mark /><span class="brand-words"><span class="brand-name">"kvitok"</span><span class="brand-place">{place}</span></span></a>
                <nav class="side-nav" aria-label=words.navigation>{side}</nav>
                <PersonMenu node=person />
            </aside>
            <main class="main" id="main" tabindex="-1">{copy}{children()}</main>
            <nav class="bar" aria-label=words.navigation>{bar}{more}</nav>
        </div>
    }
    .into_any()
}

/// The brand's mark: a receipt with a torn edge.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="mark-ground" width="32" height="32" rx="8" />
            <path class="mark-sheet" d="M9 6.5h14a1 1 0 0 1 1 1V25l-2.7-1.9L18.7 25 16 23.1 13.3 25l-2.6-1.9L8 25V7.5a1 1 0 0 1 1-1z" />
            <path class="mark-lines" d="M12.2 10.6v8.4M19.6 10.6l-5 4.2 5.2 4.2" />
        </svg>
    }
}

/// The page of a section or one below it.
fn is_current(href: &str, path: &str) -> bool {
    match href {
        "/" => path == "/",
        _ => path
            .strip_prefix(href)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

/// What was typed belongs to the page that it came with: once the browser half goes elsewhere, it is gone.
fn forget_echo_on_leaving(path: Memo<String>) {
    let fresh = use_context::<EchoIsFresh>();
    let first = path.get_untracked();
    Effect::new(move || {
        if path.with(|path| *path != first)
            && let Some(fresh) = fresh
        {
            fresh.0.set_value(false);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::is_current;

    #[test]
    fn a_section_holds_the_pages_below_it() {
        assert!(is_current("/", "/") && !is_current("/", "/payments"));
        assert!(is_current("/payments", "/payments") && is_current("/payments", "/payments/new"));
        assert!(!is_current("/pay", "/payments"));
    }
}
