//! A link to be handed over, shown once. The server knows its path; the browser half puts the address of this very
//! page before it, and without the browser half a link says the whole address by itself.

use domain::users::HandedLink;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Function, Reflect};
use ui::prelude::*;

use crate::texts::people::users::texts as own;

/// The link with a button that copies it.
#[component]
pub(super) fn Handed(link: HandedLink) -> impl IntoView {
    let text = own();
    let HandedLink {
        email,
        path,
        expires_at,
    } = link;
    let address = RwSignal::new(path.clone());
    let live = RwSignal::new(false);
    let copied = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    let tail = path.clone();
    Effect::new(move || {
        if let Ok(origin) = window().location().origin() {
            address.set(format!("{origin}{tail}"));
        }
        live.set(true);
    });
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        copied.set(to_clipboard(&address.get_untracked()).is_some());
    };
    let how = fill(text.link_how, &[("until", &format::instant(&boot(), expires_at))]);
    let open = fill(text.link_open, &[("email", &email)]);
    let id = "handed-link";
    view! {
        <Alert tone=Tone::Good title=fill(text.link_for, &[("email", &email)])>
            <p>{how}</p>
            <div class="mt-3 flex flex-wrap gap-2">
                <label class="sr-only" for=id>
                    {text.link_label}
                </label>
                <input node_ref=field class="input min-w-0 flex-1 basis-40" type="text" id=id readonly prop:value=address value=path.clone() />
                <button type="button" class="button" hidden=move || !live.get() on:click=copy>
                    <Glyph icon=Icon::Copy />
                    <span aria-live="polite">{move || if copied.get() { text.copied } else { text.copy }}</span>
                </button>
            </div>
            <p class="mt-2" hidden=move || live.get()>
                {text.link_manual}
                " "
                <a href=path rel="external">
                    {open}
                </a>
            </p>
        </Alert>
    }
    .into_any()
}

/// Puts a text on the clipboard. Nothing where the browser has none for this page (an address without TLS); the text
/// is selected then, ready to be copied by hand.
fn to_clipboard(text: &str) -> Option<()> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok().filter(JsValue::is_object);
    let navigator = get(window().as_ref(), "navigator")?;
    let clipboard = get(&navigator, "clipboard")?;
    let write = Reflect::get(&clipboard, &"writeText".into())
        .ok()?
        .dyn_into::<Function>()
        .ok()?;
    write.call1(&clipboard, &text.into()).ok().map(drop)
}
