//! A tenant has just been created: its address, and the invitation link that is told once.

use domain::tenants::Created;
use leptos::html;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;
use wasm_bindgen::JsCast;

use super::{bare, seconds};
use crate::texts;

/// What came of the creation.
#[component]
pub(super) fn CreatedPanel(created: Created) -> impl IntoView {
    let words = texts::texts();
    let time = seconds(boot().language, created.created_in_ms);
    let text = fill(words.created_text, &[("name", &created.name), ("seconds", &time)]);
    let letters = texts::letters::texts();
    let mailed = fill(letters.mailed, &[("email", &created.invited)]);
    let address = bare(&created.url).to_owned();
    view! {
        <Alert tone=Tone::Good title=words.created_title>
            <p>{text}</p>
        </Alert>
        <Card>
            <DefinitionList>
                <Fact label=words.address><a href=created.url rel="external">{address}</a></Fact>
            </DefinitionList>
            <OneTimeLink link=created.invitation />
            <p class="text-sm text-muted">{mailed} " " <a class="link" href="/letters">{letters.to_letters}</a></p>
            <div class="form-actions">
                <ButtonLink href=format!("/tenants/{}", created.id) label=words.open_card kind=ButtonKind::Primary />
                // The page is asked for anew, so that its form is empty.
                <ButtonLink href="/tenants/new" label=words.create_more kind=ButtonKind::Secondary external=true />
            </div>
        </Card>
    }
    .into_any()
}

/// A link in a field that can be selected, with a button that copies it where the browser half is there.
#[component]
fn OneTimeLink(link: String) -> impl IntoView {
    let words = texts::texts();
    let input = NodeRef::<html::Input>::new();
    let live = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let copy = move |_| {
        let Some(input) = input.get_untracked() else { return };
        input.select();
        // The way that works on plain http too; where it does not, the link stays selected for Ctrl+C.
        let done = document()
            .dyn_into::<web_sys::HtmlDocument>()
            .is_ok_and(|page| page.exec_command("copy").unwrap_or(false));
        copied.set(done);
    };
    let icon = move || {
        if copied.get() {
            view! { <Glyph icon=Icon::Check /> }
        } else {
            view! { <Glyph icon=Icon::Copy /> }
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for="invitation">{words.invitation}</label>
            <div class="input-group">
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    id="invitation"
                    readonly
                    value=link
                    aria-describedby="invitation-hint"
                    on:focus=move |_| {
                        if let Some(input) = input.get_untracked() {
                            input.select();
                        }
                    }
                />
                <button type="button" class="input-button" hidden=move || !live.get() aria-label=words.copy title=words.copy on:click=copy>
                    {icon}
                </button>
            </div>
            <p class="field-hint" id="invitation-hint">{words.invitation_hint}</p>
            <p class="field-hint" role="status">{move || copied.get().then_some(words.copied)}</p>
        </div>
    }
    .into_any()
}
