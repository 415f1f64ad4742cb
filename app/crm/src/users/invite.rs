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
                    <RoleField value=Role::Operator />
                    <FormActions>
                        <Submit label=text.invite_submit />
                    </FormActions>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

/// A choice of a role, with what each of them may do.
#[component]
pub(super) fn RoleField(value: Role) -> impl IntoView {
    let text = own();
    let words = words();
    let options = Role::ALL
        .map(|role| (role.code().to_owned(), words.role(role).to_owned()))
        .to_vec();
    let about = [Role::Operator, Role::Manager, Role::Admin].map(|role| {
        let may = match role {
            Role::Admin => text.admin_about,
            Role::Manager => text.manager_about,
            Role::Operator => text.operator_about,
        };
        view! { <li>{words.role(role)} " — " {may}</li> }
    });
    view! {
        <div class="flex flex-col gap-2">
            <SelectField name="role" label=text.role options value=value.code() required=true />
            <ul class="flex flex-col gap-0.5 text-[0.8125rem] text-muted">{about.into_iter().collect_view()}</ul>
        </div>
    }
    .into_any()
}
