//! What stands around a list: search and filters, pages, the empty and the waiting state.

use std::time::Duration;

use domain::Count;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use wasm_bindgen::JsCast;

use crate::boot::language;
use crate::format;
use crate::icons::{Glyph, Icon};
use crate::loading::encode;
use crate::page::{ButtonKind, ButtonLink, To};
use crate::texts;

/// The way to the next page of a list; the rest of the address stays as it is.
#[component]
pub fn Pager(
    /// Where the next page begins.
    next: Option<String>,
    /// How many rows the whole list has.
    count: Count,
    /// The parameter that carries the position.
    #[prop(default = "after")]
    param: &'static str,
) -> impl IntoView {
    let language = language();
    let words = texts::of(language);
    let query = use_query_map();
    let number = match count {
        Count::Exactly(n) | Count::MoreThan(n) => n,
    };
    let total = format!(
        "{} {}",
        format::count(language, count),
        language.plural(number, words.records)
    );
    let href = move |position: Option<&str>| {
        let kept = query.with(|query| {
            query
                .into_iter()
                .filter(|(name, _)| *name != param && *name != "done")
                .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
                .collect::<Vec<_>>()
        });
        let position = position.map(|position| format!("{param}={}", encode(position)));
        format!("?{}", kept.into_iter().chain(position).collect::<Vec<_>>().join("&"))
    };
    let later = move || query.with(|query| query.get(param).is_some());
    let first = move || later().then(|| view! { <a class="button is-ghost" href=href(None)>{words.to_beginning}</a> });
    let next = next.map(|position| {
        view! {
            <a class="button" rel="next" href=move || href(Some(&position))>{words.next}<Glyph icon=Icon::Next /></a>
        }
    });
    view! {
        <nav class="pager">
            <span class="pager-count">{total}</span>
            {first}
            {next}
        </nav>
    }
    .into_any()
}

/// The search above a list: a GET form of the page's own address. The browser half sends it by itself while one types.
/// Put it outside of `Loaded`. Children are more filters, see [`FilterSelect`].
#[component]
pub fn SearchBar(
    #[prop(default = "q")] name: &'static str,
    /// What is sought now; the address's own if not given.
    #[prop(optional, into)]
    value: Option<String>,
    #[prop(into)] placeholder: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = texts::texts();
    let location = use_location();
    let query = use_query_map();
    let navigate = use_navigate();
    let value = value
        .or_else(|| query.with_untracked(|query| query.get(name)))
        .unwrap_or_default();
    let form = NodeRef::<html::Form>::new();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let path = location.pathname;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(address) = form
            .get_untracked()
            .and_then(|form| address(&form, &path.get_untracked()))
        else {
            return;
        };
        navigate(
            &address,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    };
    // The page may have been left while the timer ran: then there is no form any more.
    let send = move || {
        if let Some(form) = form.try_get_untracked().flatten() {
            let _sent = form.request_submit();
        }
    };
    // Another way to the same list (a menu's link) changes the address under the form: the fields follow, but never
    // while one types in them.
    Effect::new(move |before: Option<Vec<(String, String)>>| {
        let now: Vec<(String, String)> = query.with(|query| {
            query
                .into_iter()
                .map(|(name, value)| (name.to_string(), value.to_owned()))
                .collect()
        });
        if before.is_some_and(|before| before != now)
            && let Some(form) = form.try_get_untracked().flatten()
        {
            follow(&form, &now);
        }
        now
    });
    let typing = move |_| {
        if let Some(earlier) = timer.get_value() {
            earlier.clear();
        }
        timer.set_value(set_timeout_with_handle(send, Duration::from_millis(300)).ok());
    };
    view! {
        <form node_ref=form class="search-bar" method="get" action=path.get_untracked() role="search" on:submit=submit>
            <label class="search-input">
                <Glyph icon=Icon::Search />
                <span class="sr-only">{placeholder.clone()}</span>
                <input type="search" name=name value=value placeholder=placeholder autocomplete="off" enterkeyhint="search" on:input=typing />
            </label>
            <div class="search-filters" on:change=move |_| send()>{children.map(|children| children())}</div>
            <button type="submit" class="button search-send">{words.search}</button>
        </form>
    }
    .into_any()
}

/// Puts into a form's fields what an address says, except where the cursor stands.
fn follow(form: &web_sys::HtmlFormElement, query: &[(String, String)]) {
    let said = |name: &str| {
        query
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let focused = document().active_element();
    for at in 0..u32::try_from(form.length()).unwrap_or_default() {
        let Some(field) = form.get_with_index(at) else { continue };
        if focused.as_ref() == Some(&field) {
            continue;
        }
        if let Some(input) = field.dyn_ref::<web_sys::HtmlInputElement>() {
            input.set_value(said(&input.name()));
        } else if let Some(select) = field.dyn_ref::<web_sys::HtmlSelectElement>() {
            select.set_value(said(&select.name()));
        }
    }
}

/// The address that a GET form leads to; empty fields stay out of it.
fn address(form: &web_sys::HtmlFormElement, path: &str) -> Option<String> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let mut query = Vec::new();
    for entry in data.entries().into_iter().flatten() {
        let pair = js_sys::Array::from(&entry);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string())
            && !value.trim().is_empty()
        {
            query.push(format!("{}={}", encode(&name), encode(value.trim())));
        }
    }
    Some(if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    })
}

/// A filter inside a [`SearchBar`]: pairs of value and label; the value now comes from the address.
#[component]
pub fn FilterSelect(name: &'static str, #[prop(into)] label: String, options: Vec<(String, String)>) -> impl IntoView {
    let query = use_query_map();
    let value = query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let options = options
        .into_iter()
        .map(|(option, label)| view! { <option value=option.clone() selected=option == value>{label}</option> })
        .collect_view();
    view! {
        <div class="select-box is-filter">
            <select class="input is-select" name=name aria-label=label>{options}</select>
            <Glyph icon=Icon::Down />
        </div>
    }
    .into_any()
}

/// Nothing to show, and what to do about it.
#[component]
pub fn EmptyState(
    #[prop(default = Icon::Inbox)] icon: Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// Address and label of what to do.
    #[prop(optional, into)]
    action: Option<To>,
) -> impl IntoView {
    let action = action.map(|To { href, label }| view! { <ButtonLink href label kind=ButtonKind::Primary /> });
    view! {
        <div class="empty">
            <span class="empty-icon"><Glyph icon /></span>
            <h2>{title}</h2>
            {text.map(|text| view! { <p>{text}</p> })}
            {action}
        </div>
    }
    .into_any()
}

/// What a skeleton imitates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Rows of a table.
    #[default]
    Table,
    /// Lines of text.
    Lines,
    /// Figures in a row, and lines.
    Figures,
}

/// Stands where content will be.
#[component]
pub fn Skeleton(#[prop(optional)] shape: SkeletonShape) -> impl IntoView {
    let (class, pieces) = match shape {
        SkeletonShape::Table => ("bones is-table", 8),
        SkeletonShape::Lines => ("bones is-lines", 4),
        SkeletonShape::Figures => ("bones is-figures", 4),
    };
    let words = texts::texts();
    let pieces = (0..pieces).map(|_| view! { <span class="bone"></span> }).collect_view();
    view! {
        <div class=class role="status">
            <span class="sr-only">{words.loading}</span>
            {pieces}
        </div>
    }
    .into_any()
}
