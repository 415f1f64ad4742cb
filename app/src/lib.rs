//! The shell around both applications, and their two roots; nothing else.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use ui::boot::{Boot, Surface, provide_boot};

/// Where the browser finds the built files; read by the server once, at its start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The script that loads the wasm.
    pub js: String,
    /// The wasm.
    pub wasm: String,
    /// The styles.
    pub css: String,
    /// Reload the page when the server comes back: for those who develop.
    pub reloads: bool,
}

/// The document around a page. Runs on the server only.
#[must_use]
pub fn shell(assets: &Assets, boot: &Boot, nonce: &str) -> impl IntoView + use<> {
    let surface = match boot.surface {
        Surface::Tenant => "tenant",
        Surface::Landlord => "landlord",
    };
    let start = format!(
        "import init, {{ hydrate }} from '{}'; init({{ module_or_path: '{}' }}).then(() => hydrate());",
        assets.js, assets.wasm
    );
    let reload = assets.reloads.then(|| {
        let wait = "const alive = () => fetch('/dev/alive').then(() => location.reload(), () => setTimeout(alive, 300)); \
                    const source = new EventSource('/dev/alive?wait'); source.onerror = () => { source.close(); alive(); };";
        view! { <script nonce=nonce.to_owned()>{wait}</script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=boot.language.tag() data-surface=surface data-theme=boot.theme.attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href=assets.css.clone()/>
                <link rel="modulepreload" href=assets.js.clone() nonce=nonce.to_owned()/>
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=nonce.to_owned()>{start}</script>
                {reload}
                <MetaTags/>
            </head>
            <body>
                {match boot.surface {
                    Surface::Tenant => TenantApp().into_any(),
                    Surface::Landlord => LandlordApp().into_any(),
                }}
            </body>
        </html>
    }
}

/// The application of a tenant's host.
#[component]
pub fn TenantApp() -> impl IntoView {
    provide_meta_context();
    provide_boot();
    view! { <crm::Root/> }
}

/// The application of the landlord's host.
#[component]
pub fn LandlordApp() -> impl IntoView {
    provide_meta_context();
    provide_boot();
    view! { <console::Root/> }
}
