//! The landlord's people: who may come in, in which role, and the links that let them in.

mod api;
mod invite;
mod list_page;
mod person;

pub use list_page::ListPage;

use domain::people::ColleagueLink;
use leptos::prelude::*;
use ui::prelude::*;

use crate::one_time_link::OneTimeLink;
use crate::texts::people::texts as own;

/// A link to be handed over, shown once.
#[component]
fn Handed(link: ColleagueLink) -> impl IntoView {
    let text = own();
    let hint = fill(text.link_how, &[("until", &format::instant(&boot(), link.expires_at))]);
    view! {
        <Alert tone=Tone::Good title=fill(text.link_for, &[("email", &link.email)])>
            <OneTimeLink link=link.url label=text.link_label hint />
        </Alert>
    }
    .into_any()
}
