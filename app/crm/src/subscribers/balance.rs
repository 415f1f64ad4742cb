//! A balance in words: nobody has to know whether a minus is a debt or an advance.

use domain::Money;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::people::subscribers::texts as own;

/// «долг 1 200,00 ₽», «аванс 300,00 ₽», «нет долга». More than nothing is owed, as everywhere in the ledger.
#[component]
pub fn Balance(of: Money) -> impl IntoView {
    let text = own();
    let (word, class) = if of.is_positive() {
        (text.owes, "sum is-danger")
    } else if of.is_negative() {
        (text.ahead, "sum is-good")
    } else {
        return view! { <span class="text-muted">{text.even}</span> }.into_any();
    };
    view! {
        <span class=class>
            <span class="mr-1 text-[0.8125rem]">{word}</span>
            <Sum of=of.abs() />
        </span>
    }
    .into_any()
}
