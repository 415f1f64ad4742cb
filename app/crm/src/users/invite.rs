//! The invitation: who, in which role; then the link, once.

use domain::users::HandedLink;
use domain::{Failure, Role};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::InviteUser;
use super::handed::Handed;
use crate::texts::people::users::texts as own;

/// The form; above it the link that it has just made.
#[component]
pub(super) fn Invite(
    invite: ServerAction<InviteUser>,
    handed: Signal<Option<Result<HandedLink, Failure>>>,
) -> impl IntoView {
    let text = own();
    let link = move || handed.get().and_then(Result::ok).map(|link| view! { <Handed link /> });
    view! {
        <div class="flex flex-col gap-6">
            {link}
            <Card title=text.invite>
                <p class="text-sm text-muted">{text.invite_text}</p>
                <Form action=invite reset_on_ok=true>
                    <TextField name="name" label=text.name autocomplete="off" maxlength=120u32 required=true />
                    <TextField
                        name="email"
                        label=text.email
                        kind=Kind::Email
                        inputmode="email"
                        autocomplete="off"
                        required=true
                    />
                    <SelectField
                        name="role"
                        label=text.role
                        options=roles()
                        value=Role::Operator.code()
                        required=true
                    />
                    <FormActions>
                        <Submit label=text.invite_submit />
                    </FormActions>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

/// The roles with what each may do.
pub(super) fn roles() -> Vec<(String, String)> {
    let text = own();
    let about = |role| match role {
        Role::Admin => text.admin_about,
        Role::Manager => text.manager_about,
        Role::Operator => text.operator_about,
    };
    Role::ALL.map(|role| (role.code().to_owned(), about(role).to_owned())).to_vec()
}
