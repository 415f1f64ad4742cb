//! The staff in a table, with one form beside it: an invitation, or what can be done with the colleague whom `?user=`
//! of the address chooses.

use domain::users::UserLine;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::{InviteUser, list_users};
use super::invite::Invite;
use super::person::Person;
use crate::texts::people::users::texts as own;

/// The list with its forms.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let deeds = deeds();
    let invite = ServerAction::<InviteUser>::new();
    let handed = outcome(invite);
    // Somebody new is in the list once a link has been handed out; a refusal leaves the list as it is.
    let invited = Memo::new(move |_| {
        handed.with(|handed| {
            handed
                .as_ref()
                .and_then(|handed| handed.as_ref().ok())
                .map(|link| link.path.clone())
        })
    });
    let users = Resource::new(move || (deeds.get(), invited.get()), |_| list_users());
    let address = use_query_map();
    let chosen = Memo::new(move |_| address.with(|address| address.get("user")?.parse::<i64>().ok()));
    let aside = move || match chosen.get() {
        None => view! { <Invite invite handed /> }.into_any(),
        Some(id) => view! {
            <Loaded resource=users skeleton=SkeletonShape::Lines let:users>
                {users.into_iter().find(|user| user.id == id).map(|user| view! { <Person user /> })}
            </Loaded>
        }
        .into_any(),
    };
    view! {
        <Page title=text.title subtitle=text.subtitle>
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
                <div class="min-w-0 lg:col-span-2">
                    <Card flush=true>
                        <Loaded resource=users let:users>
                            <List users />
                        </Loaded>
                    </Card>
                </div>
                <div class="min-w-0 scroll-mt-4" id="person">
                    {aside}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn List(users: Vec<UserLine>) -> impl IntoView {
    let text = own();
    let head = vec![
        Column::text(text.name),
        Column::text(text.role),
        Column::text(text.state),
    ];
    let rows = users.into_iter().map(|user| view! { <Line user /> }).collect_view();
    view! {
        <Table head caption=text.table>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn Line(user: UserLine) -> impl IntoView {
    let text = own();
    let words = words();
    let language = language();
    let (tone, state) = if user.is_disabled {
        (Tone::Danger, text.disabled)
    } else if user.is_invited {
        (Tone::Warning, text.invited)
    } else {
        (Tone::Good, text.active)
    };
    let me = user.is_me.then(|| view! { <Badge tone=Tone::Accent>{text.me}</Badge> });
    let last = user.last_log_in_at.map(|at| {
        let text = fill(text.last_log_in, &[("day", &format::date(language, at.date_naive()))]);
        view! { <span class="text-[0.8125rem] text-muted">{text}</span> }
    });
    view! {
        <Row faded=user.is_disabled>
            <Cell link=format!("/users?user={}#person", user.id)>
                <span class="flex flex-col py-1">
                    <span class="flex flex-wrap items-center gap-x-2">{user.name} {me}</span>
                    <span class="text-[0.8125rem] font-normal text-muted wrap-anywhere">{user.email}</span>
                </span>
            </Cell>
            <Cell label=text.role>{words.role(user.role)}</Cell>
            <Cell label=text.state>
                <span class="flex flex-col items-end gap-0.5 py-1 sm:items-start">
                    <Badge tone>{state}</Badge>
                    {last}
                </span>
            </Cell>
        </Row>
    }
    .into_any()
}
