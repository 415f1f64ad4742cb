//! Puts the focus where the hand goes on, after the browser half has changed the page. Without it `autofocus` does.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlElement, HtmlInputElement};

/// Gives the focus to an element and marks what stands in it, unless the person is somewhere already.
#[component]
pub fn Focus(
    /// The element's id.
    #[prop(into)]
    on: String,
) -> impl IntoView {
    Effect::new(move || {
        let id = on.clone();
        request_animation_frame(move || {
            let page = document();
            let free = page
                .active_element()
                .is_none_or(|element| element.tag_name() == "BODY" || element.id() == "main");
            let Some(element) = page.get_element_by_id(&id).filter(|element| free || element.id() == id) else {
                return;
            };
            if let Some(field) = element.dyn_ref::<HtmlElement>() {
                // An element that can't take the focus leaves it where it was.
                let _left = field.focus();
            }
            if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
                field.select();
            }
        });
    });
}

/// The browser's only: the next slip that opens is that of a payment just taken. The address says so too, but it is
/// tidied before the slip is there.
static RECEIPT_EXPECTED: AtomicBool = AtomicBool::new(false);

/// Notes whether a payment is on its way; gives what was noted before.
pub fn expect_receipt(expected: bool) -> bool {
    RECEIPT_EXPECTED.swap(expected, Ordering::Relaxed)
}
