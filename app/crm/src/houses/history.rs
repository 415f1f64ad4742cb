//! The history of premises: what held from which day on. The latest entry can be taken back while nothing has been
//! charged by it.

use domain::Permission;
use domain::premises::{PremisesHistory, PremisesState};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{TakeBackState, show_history};
use super::premises::{area, people};
use crate::texts::people::houses::texts as own;

/// The history of the premises chosen.
#[component]
pub(super) fn History(id: i64) -> impl IntoView {
    let text = own();
    let deeds = deeds();
    let history = Resource::new(move || (id, deeds.get()), |(id, _)| show_history(id));
    view! {
        <Card title=text.history>
            <Loaded resource=history skeleton=SkeletonShape::Lines let:history>{entries(history)}</Loaded>
        </Card>
    }
    .into_any()
}

fn entries(history: PremisesHistory) -> AnyView {
    let text = own();
    let PremisesHistory { id, states, .. } = history;
    if states.is_empty() {
        return view! { <p class="text-sm text-muted">{text.history_empty}</p> }.into_any();
    }
    let today = boot().today;
    let current = states.iter().map(|state| state.from).find(|from| *from <= today);
    let may = boot().may(Permission::EditHouses);
    let last = states
        .first()
        .filter(|latest| may && !latest.is_charged)
        .map(|latest| view! { <TakeBack id from=latest.from.to_string() day=format::date(language(), latest.from) /> });
    let rows = states
        .into_iter()
        .map(|state| {
            let (tone, said) = match Some(state.from) {
                from if from == current => (Tone::Good, text.history_current),
                _ if state.from > today => (Tone::Accent, text.history_ahead),
                _ => (Tone::Neutral, text.history_past),
            };
            entry(&state, tone, said)
        })
        .collect_view();
    view! {
        <ul class="flex flex-col divide-y divide-line">{rows}</ul>
        {last}
    }
    .into_any()
}

fn entry(state: &PremisesState, tone: Tone, said: &'static str) -> AnyView {
    let text = own();
    let language = language();
    let since = fill(text.since, &[("day", &format::date(language, state.from))]);
    let what = [
        state.area.map(|of| area(language, of)),
        state.residents.map(|n| people(language, n)),
    ];
    let what = what.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let what = if what.is_empty() {
        words().nothing.to_owned()
    } else {
        what
    };
    let charged = state
        .is_charged
        .then(|| view! { <p class="text-sm text-muted">{text.history_charged}</p> });
    view! {
        <li class="flex flex-col gap-1 py-2">
            <div class="flex flex-wrap items-baseline justify-between gap-x-3">
                <span class="font-medium tabular-nums">{since}</span>
                <Badge tone>{said}</Badge>
            </div>
            <p>{what}</p>
            {charged}
        </li>
    }
    .into_any()
}

#[component]
fn TakeBack(id: i64, from: String, day: String) -> impl IntoView {
    let text = own();
    let take_back = ServerAction::<TakeBackState>::new();
    view! {
        <Form action=take_back key=("id", id.to_string())>
            <HiddenField name="from" value=from />
            <Confirm
                label=text.history_take_back
                icon=Icon::History
                opener=ButtonKind::Ghost
                title=text.history_take_back_title
                text=fill(text.history_take_back_text, &[("day", &day)])
                confirm=text.history_take_back
            />
        </Form>
    }
    .into_any()
}
