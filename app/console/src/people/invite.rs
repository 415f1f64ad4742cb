//! The invitation: who, in which role; then the link, once.

use domain::Failure;
use domain::landlords::Role;
use domain::people::ColleagueLink;
use leptos::prelude::*;
use ui::prelude::*;

use super::Handed;
use super::api::InviteColleague;
use crate::texts::people::texts as own;

/// The form; above it the link that it has just made.
#[component]
pub(super) fn Invite(
    invite: ServerAction<InviteColleague>,
    handed: Signal<Option<Result<ColleagueLink, Failure>>>,
) -> impl IntoView {
    let text = own();
    let link = move || handed.get().and_then(Result::ok).map(|link| view! { <Handed link /> });
    view! {
        <div class="flex flex-col gap-6">
            {link}
            <Card title=text.invite>
                <p class="text-sm text-muted">{text.invite_text}</p>
                <Form action=invite reset_on_ok=true>
                    <TextField name="name" label=text.name autocomplete="off" maxlength=120 required=true />
                    <TextField name="email" label=text.email kind=Kind::Email autocomplete="off" required=true />
                    <RoleField value=Role::Support />
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
    let options = Role::ALL
        .map(|role| (role.code().to_owned(), text.role_name(role).to_owned()))
        .to_vec();
    let about = Role::ALL.map(|role| view! { <li>{text.role_name(role)} " — " {text.role_about(role)}</li> });
    view! {
        <div class="flex flex-col gap-2">
            <SelectField name="role" label=text.role options value=value.code() required=true />
            <ul class="flex flex-col gap-0.5 text-[0.8125rem] text-muted">{about.into_iter().collect_view()}</ul>
        </div>
    }
    .into_any()
}
