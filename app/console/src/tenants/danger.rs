//! The end of a tenant: a form that wants its slug typed.

use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::PurgeTenant;
use crate::texts;

/// Deletes for good. Only for what lies in the trash.
#[component]
pub(super) fn DangerZone(id: i64, slug: String, purge: ServerAction<PurgeTenant>) -> impl IntoView {
    let words = texts::texts();
    view! {
        <Card title=words.danger>
            <p>{words.danger_text}</p>
            <Form action=purge>
                <HiddenField name="id" value=id.to_string() />
                <TextField
                    name="slug"
                    label=words.purge_slug
                    hint=fill(words.purge_hint, &[("slug", &slug)])
                    autocomplete="off"
                    required=true
                />
                <FormActions>
                    <Submit label=words.purge kind=ButtonKind::Danger icon=Icon::Trash />
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}
