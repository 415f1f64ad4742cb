//! Tenants as the landlord's people see them: the list with the trash, creation, the card, changes, the end.

mod api;
mod card_page;
mod created;
mod danger;
mod duplicate_page;
mod edit_page;
mod fields;
mod figures;
mod list_page;
mod new_page;
mod terms_page;

pub(crate) use api::show_tenant;
pub use card_page::CardPage;
pub use duplicate_page::DuplicatePage;
pub use edit_page::EditPage;
pub use list_page::ListPage;
pub use new_page::NewPage;
pub use terms_page::TermsPage;

use domain::Language;
use domain::tenants::Status;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use rust_decimal::Decimal;
use ui::prelude::*;

use crate::texts;

/// The id in the page's address; zero, which is nobody's, where it is no number.
pub(crate) fn id_in_address() -> impl Fn() -> i64 + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.with(|params| params.get("id").and_then(|id| id.parse().ok()).unwrap_or(0))
}

/// Where a tenant stands, in a word and a colour.
#[component]
fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Creating => Tone::Accent,
        Status::Active => Tone::Good,
        Status::Suspended | Status::Trashed => Tone::Warning,
        Status::Purging => Tone::Danger,
    };
    view! { <Badge tone>{texts::texts().status(status)}</Badge> }.into_any()
}

/// Milliseconds as seconds with one place: `0,4`. What took less than a tenth took a tenth.
fn seconds(language: Language, ms: i32) -> String {
    let seconds = Decimal::new(i64::from(ms), 3).round_dp(1).max(Decimal::new(1, 1));
    format::number(language, seconds)
}

/// An address without its scheme, as people say it.
fn bare(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creation_times_have_one_place() {
        for (ms, ru, en) in [
            (0, "0,1", "0.1"),
            (380, "0,4", "0.4"),
            (1000, "1", "1"),
            (2349, "2,3", "2.3"),
        ] {
            assert_eq!(
                (seconds(Language::Ru, ms).as_str(), seconds(Language::En, ms).as_str()),
                (ru, en)
            );
        }
    }

    #[test]
    fn addresses_are_said_without_their_scheme() {
        assert_eq!(bare("http://daisy.localhost:3000"), "daisy.localhost:3000");
        assert_eq!(bare("daisy"), "daisy");
    }
}
