//! The frame of the pages for people who are not signed in: log-in, invitations, what went wrong.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::menu::{LanguageSwitch, ThemeSwitch};
use super::{Mark, forget_echo_on_leaving};
use crate::boot::{Surface, boot};
use crate::page::window_title;
use crate::texts;

/// A centred card with the brand. Stands inside the router. Sets the window's title.
#[component]
pub fn PublicFrame(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    children: Children,
) -> impl IntoView {
    let words = texts::texts();
    let boot = boot();
    forget_echo_on_leaving(use_location().pathname);
    let place = match boot.surface {
        Surface::Landlord if boot.place.is_empty() => words.landlord.to_owned(),
        _ => boot.place.clone(),
    };
    let window_title = window_title(&title, &place);
    view! {
        <Title text=window_title />
        <div class="public">
            <main class="public-card" id="main">
                <div class="brand"><Mark /><span class="brand-words"><span class="brand-name">"kvitok"</span><span class="brand-place">{place}</span></span></div>
                <h1>{title}</h1>
                {text.map(|text| view! { <p class="public-text">{text}</p> })}
                {children()}
            </main>
            <footer class="public-foot"><LanguageSwitch /><ThemeSwitch /></footer>
        </div>
    }
    .into_any()
}
