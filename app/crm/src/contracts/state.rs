//! How a contract stands and for how long, in words.

use chrono::NaiveDate;
use domain::contracts::State;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::contracts::texts as own;

/// How a contract stands.
#[component]
pub(super) fn StateBadge(state: State) -> impl IntoView {
    let text = own();
    let (tone, said) = match state {
        State::Upcoming => (Tone::Accent, text.state_upcoming.to_owned()),
        State::Active => (Tone::Good, text.state_active.to_owned()),
        State::Expiring { days: 0 } => (Tone::Warning, text.state_last_day.to_owned()),
        State::Expiring { days } => {
            let days = format::counted(language(), u64::from(days), text.days);
            (Tone::Warning, fill(text.state_expiring, &[("days", &days)]))
        }
        State::Expired => (Tone::Neutral, text.state_expired.to_owned()),
        State::Ended => (Tone::Danger, text.state_ended.to_owned()),
    };
    view! { <Badge tone>{said}</Badge> }.into_any()
}

/// From the first day to the last: «10.01.2026 — 31.12.2026», «с 10.01.2026».
pub(super) fn term(from: NaiveDate, to: Option<NaiveDate>) -> String {
    let language = language();
    let from = format::date(language, from);
    match to {
        Some(to) => format!("{from} — {}", format::date(language, to)),
        None => fill(own().from_day, &[("day", &from)]),
    }
}
