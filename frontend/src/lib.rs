//! The browser half: takes over the page that the server rendered.

use app::{LandlordApp, TenantApp};
use leptos::mount::hydrate_body;
use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the application that the document names.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let surface = document()
        .document_element()
        .and_then(|html| html.get_attribute("data-surface"));
    if surface.as_deref() == Some("landlord") {
        hydrate_body(LandlordApp);
    } else {
        hydrate_body(TenantApp);
    }
}
