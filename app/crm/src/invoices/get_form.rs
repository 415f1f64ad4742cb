//! A form that asks for a page of its own by one field: the choice stands in the address.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::FormData;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::loading::encode;

/// A GET form; the browser half goes there without loading anew.
#[component]
pub fn GetForm(
    /// The page's path.
    action: &'static str,
    /// The field that goes into the address.
    field: &'static str,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let data = form
            .get_untracked()
            .and_then(|form| FormData::new_with_form(&form).ok());
        let typed = data.and_then(|data| data.get(field).as_string()).unwrap_or_default();
        navigate(
            &format!("{action}?{field}={}", encode(typed.trim())),
            NavigateOptions::default(),
        );
    };
    view! {
        <form node_ref=form class=class method="get" action=action on:submit=submit>
            {children()}
        </form>
    }
    .into_any()
}
