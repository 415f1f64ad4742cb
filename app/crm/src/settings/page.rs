//! The page of rules. A section is one line here.

use leptos::prelude::*;
use ui::prelude::Page;

use super::rules::BookRulesSection;
use crate::texts::settings::texts as own;

/// Everybody of the staff sees the rules; administrators change them.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let text = own();
    view! {
        <Page title=text.title subtitle=text.subtitle narrow=true>
            <BookRulesSection />
        </Page>
    }
    .into_any()
}
