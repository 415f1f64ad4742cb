//! The people in a table, with one form beside it: an invitation, or what can be done with the one whom `?person=` of
//! the address chooses.

use domain::people::ColleagueLine;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::{InviteColleague, list_colleagues};
use super::invite::Invite;
use super::person::Person;
use crate::texts::people::texts as own;

/// The list with its forms.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let deeds = deeds();
    let invite = ServerAction::<InviteColleague>::new();
    let handed = outcome(invite);
    let people = Resource::new(move || deeds.get(), |_| list_colleagues());
    let address = use_query_map();
    let chosen = Memo::new(move |_| address.with(|address| address.get("person")?.parse::<i64>().ok()));
    let aside = move || match chosen.get() {
        None => view! { <Invite invite handed /> }.into_any(),
        Some(id) => view! {
            <Loaded resource=people skeleton=SkeletonShape::Lines let:people>
                {people.into_iter().find(|person| person.id == id).map(|person| view! { <Person person /> })}
            </Loaded>
        }
        .into_any(),
    };
    view! {
        <Page title=text.title subtitle=text.subtitle>
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
                <div class="min-w-0 lg:col-span-2">
                    <Card flush=true>
                        <Loaded resource=people let:people>
                            <List people />
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
fn List(people: Vec<ColleagueLine>) -> impl IntoView {
    let text = own();
    let head = vec![
        Column::text(text.name),
        Column::text(text.role),
        Column::text(text.state),
    ];
    let rows = people
        .into_iter()
        .map(|person| view! { <Line person /> })
        .collect_view();
    view! { <Table head caption=text.title>{rows}</Table> }.into_any()
}

#[component]
fn Line(person: ColleagueLine) -> impl IntoView {
    let text = own();
    let (tone, state) = if person.is_disabled {
        (Tone::Danger, text.disabled)
    } else if person.is_invited {
        (Tone::Warning, text.invited)
    } else {
        (Tone::Good, text.active)
    };
    let me = person
        .is_me
        .then(|| view! { <Badge tone=Tone::Accent>{text.me}</Badge> });
    let last = person.last_log_in_at.map(|at| {
        let text = fill(text.last_log_in, &[("day", &format::date(language(), at.date_naive()))]);
        view! { <span class="text-[0.8125rem] text-muted">{text}</span> }
    });
    view! {
        <Row faded=person.is_disabled>
            <Cell link=format!("/people?person={}#person", person.id)>
                <span class="flex flex-col py-1">
                    <span class="flex flex-wrap items-center gap-x-2">{person.name} {me}</span>
                    <span class="text-[0.8125rem] font-normal text-muted wrap-anywhere">{person.email}</span>
                </span>
            </Cell>
            <Cell label=text.role>{text.role_name(person.role)}</Cell>
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
