//! What the first page says of broken promises.

use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::promises::texts as own;

/// How many broken promises wait for somebody, and the way to them. Nothing where none does.
#[component]
pub fn BrokenNotice(count: i64) -> impl IntoView {
    let text = own();
    let count = u64::try_from(count).unwrap_or_default();
    if count == 0 {
        return ().into_any();
    }
    let title = format::counted(language(), count, text.broken_count);
    view! {
        <Alert tone=Tone::Warning title>
            <p>{text.broken_text} " " <a class="link" href="/promises?show=broken">{text.to_broken}</a></p>
        </Alert>
    }
    .into_any()
}
