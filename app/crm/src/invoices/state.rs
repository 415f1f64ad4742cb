//! How far an invoice has been paid, in a word.

use domain::invoices::State;
use leptos::prelude::*;
use ui::prelude::{Badge, Tone};

use crate::texts::money;

/// The state of an invoice.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    let words = money::texts();
    let (tone, text) = match state {
        State::Open => (Tone::Neutral, words.state_open),
        State::Partly => (Tone::Accent, words.state_partly),
        State::Paid => (Tone::Good, words.state_paid),
        State::Overdue => (Tone::Danger, words.state_overdue),
        State::Void => (Tone::Neutral, words.state_void),
    };
    view! { <Badge tone>{text}</Badge> }.into_any()
}
