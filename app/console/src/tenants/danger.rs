//! What hurts a tenant: suspended for a reason, deleted by typing its slug.

use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{PurgeTenant, SuspendTenant};
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

/// Suspends; the reason is what the staff will read.
#[component]
pub(super) fn Suspend(id: i64, name: String, suspend: ServerAction<SuspendTenant>) -> impl IntoView {
    let words = texts::texts();
    view! {
        <Form action=suspend class="contents">
            <HiddenField name="id" value=id.to_string() />
            <Confirm
                label=words.suspend
                title=fill(words.suspend_ask, &[("name", &name)])
                text=words.suspend_text
                confirm=words.suspend
            >
                <TextField name="reason" label=words.suspend_reason placeholder=words.suspend_example maxlength=300 required=true />
            </Confirm>
        </Form>
    }
    .into_any()
}
