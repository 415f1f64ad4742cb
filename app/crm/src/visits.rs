//! A visit of the landlord's people: the banner that says whose name one acts under, on every page.

use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::visits::texts as own;

/// Nothing for the person themselves.
#[component]
pub fn VisitBanner() -> impl IntoView {
    let boot = boot();
    boot.visitor
        .clone()
        .map(|visitor| {
            let text = own();
            let staff = boot
                .person
                .as_ref()
                .map(|person| person.name.clone())
                .unwrap_or_default();
            let until = format::instant(&boot, visitor.ends_at);
            let title = fill(text.title, &[("name", &staff), ("visitor", &visitor.name)]);
            view! {
                <div class="mb-6">
                    <Alert tone=Tone::Warning title>
                        <p>{fill(text.about, &[("until", &until)])}</p>
                        <form action="/logout" method="post" class="mt-2">
                            <button type="submit" class="button">{text.finish}</button>
                        </form>
                    </Alert>
                </div>
            }
        })
        .into_any()
}
