//! Tables of the office that become cards on a phone: every cell carries its column's label.

use leptos::prelude::*;

/// Which side a column keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Words.
    #[default]
    Start,
    /// Numbers.
    End,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    align: Align,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            align: Align::Start,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            align: Align::End,
        }
    }
}

/// A table; holds [`Row`]s of [`Cell`]s.
#[component]
pub fn Table(
    head: Vec<Column>,
    /// What the table is, for those who can't see it.
    #[prop(optional, into)]
    caption: Option<String>,
    children: Children,
) -> impl IntoView {
    let head = head
        .into_iter()
        .map(|column| view! { <th scope="col" class=side(column.align)>{column.label}</th> })
        .collect_view();
    view! {
        <div class="sheet-scroll">
            <table class="sheet">
                {caption.map(|caption| view! { <caption class="sr-only">{caption}</caption> })}
                <thead><tr>{head}</tr></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A row. A `Cell` with a `link` makes the whole of it a link.
#[component]
pub fn Row(
    /// Shown paler: archived, voided.
    #[prop(optional)]
    faded: bool,
    /// The last row, with the totals.
    #[prop(optional)]
    total: bool,
    children: Children,
) -> impl IntoView {
    let class = match (faded, total) {
        (true, _) => Some("is-faded"),
        (_, true) => Some("is-total"),
        _ => None,
    };
    view! { <tr class=class>{children()}</tr> }.into_any()
}

/// A cell. `label` repeats the column's head, for the phone; an empty one makes the cell the card's heading.
#[component]
pub fn Cell(
    #[prop(optional, into)] label: String,
    #[prop(optional)] align: Align,
    /// Where the whole row leads. Give it to one cell of a row.
    #[prop(optional, into)]
    link: Option<String>,
    children: Children,
) -> impl IntoView {
    let body = children();
    let body = match link {
        Some(href) => view! { <a class="row-link" href=href>{body}</a> }.into_any(),
        None => view! { <div class="cell">{body}</div> }.into_any(),
    };
    view! { <td class=side(align) data-label=label>{body}</td> }.into_any()
}

const fn side(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::End => Some("is-end"),
    }
}
