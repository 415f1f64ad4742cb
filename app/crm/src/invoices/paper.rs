//! A document as it comes out of the printer, and the button that prints it.

use leptos::prelude::*;
use ui::prelude::{Glyph, Icon};

use crate::texts::money;

/// The document on the page. On paper it stands alone: no frame, no shadow, black on white.
#[component]
pub fn Paper(
    /// As narrow as a slip.
    #[prop(optional)]
    slip: bool,
    children: Children,
) -> impl IntoView {
    let class = if slip {
        "panel mx-auto w-full max-w-md print:mx-0 print:border-0 print:bg-white print:text-black print:shadow-none"
    } else {
        "panel mx-auto w-full max-w-3xl print:max-w-none print:border-0 print:bg-white print:text-black print:shadow-none"
    };
    let inside = if slip {
        "flex flex-col gap-5 p-5 sm:p-7 print:p-0"
    } else {
        "flex flex-col gap-7 p-5 sm:p-10 print:p-0"
    };
    view! {
        <article class=class>
            <div class=inside>{children()}</div>
        </article>
    }
    .into_any()
}

/// Prints the page. A comfort of the browser half: without it the button is not there, and the browser's menu prints.
#[component]
pub fn PrintButton() -> impl IntoView {
    let words = money::texts();
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let print = move |_| {
        // A browser that can't print says so itself.
        let _unprinted = window().print();
    };
    view! {
        <button type="button" class="button" hidden=move || !live.get() on:click=print>
            <Glyph icon=Icon::Print />
            <span>{words.print}</span>
        </button>
    }
    .into_any()
}
