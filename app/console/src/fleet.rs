//! All organisations' databases together: schema versions, servers, runs that bring the schemas up to date.

mod api;
mod fleet_page;
mod run_page;
mod tables;

pub use fleet_page::FleetPage;
pub use run_page::RunPage;

use domain::fleet::RunStatus;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::fleet as texts;

/// Where a run stands, in a word and a colour.
#[component]
fn RunBadge(status: RunStatus) -> impl IntoView {
    let words = texts::texts();
    let (tone, word) = match status {
        RunStatus::Running => (Tone::Accent, words.running),
        RunStatus::Stopped => (Tone::Warning, words.stopped),
        RunStatus::Done => (Tone::Good, words.done),
    };
    view! { <Badge tone>{word}</Badge> }.into_any()
}

/// `14 → 15`, or the one version where nothing has changed.
fn versions(from: i32, to: i32) -> String {
    if from == to {
        to.to_string()
    } else {
        format!("{from} → {to}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_versions_is_an_arrow() {
        assert_eq!(versions(14, 15), "14 → 15");
        assert_eq!(versions(15, 15), "15");
    }
}
