//! Letters as the landlord's people see them: how they stand, and for the owner what they say.

mod api;
mod card_page;
mod list_page;

pub use card_page::CardPage;
pub use list_page::ListPage;

use domain::mail::Status;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::letters::texts;

/// How a letter stands, in a word and a colour.
#[component]
fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Queued => Tone::Accent,
        Status::Sent => Tone::Good,
        Status::Failed => Tone::Danger,
        Status::Kept => Tone::Warning,
    };
    view! { <Badge tone>{texts().status_of(status)}</Badge> }.into_any()
}
