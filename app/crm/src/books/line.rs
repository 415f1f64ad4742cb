//! The first page's line about the books.

use domain::Permission;
use domain::ledger::proof::LastProof;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::books::texts as own;

/// «Книги сходятся: проверено сегодня в 03:40», or in red that they do not.
#[component]
pub fn BooksLine(last: Option<LastProof>) -> impl IntoView {
    let text = own();
    let boot = boot();
    let look = boot
        .may(Permission::ProveBooks)
        .then(|| view! { <a class="link" href="/books">{text.look}</a> });
    let Some(last) = last else {
        // Whoever can't have them proved need not know that nobody did.
        return look
            .map(|look| view! { <p class="flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted">{text.line_none} {look}</p> })
            .into_any();
    };
    let local = boot.offsets.local(last.at);
    let time = local.format("%H:%M").to_string();
    let day = local.date();
    let when = if day == boot.today {
        fill(text.today_at, &[("time", &time)])
    } else if Some(day) == boot.today.pred_opt() {
        fill(text.yesterday_at, &[("time", &time)])
    } else {
        fill(
            text.day_at,
            &[("day", &format::date(boot.language, day)), ("time", &time)],
        )
    };
    if last.holds {
        let said = fill(text.line_good, &[("when", &when)]);
        return view! {
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
                <span class="inline-flex items-center gap-2"><Glyph icon=Icon::Success class="text-success" />{said}</span>
                {look}
            </p>
        }
        .into_any();
    }
    let found = u64::try_from(last.findings).unwrap_or_default();
    let said = fill(
        text.line_bad_text,
        &[
            ("when", &when),
            ("found", &format::counted(boot.language, found, text.disagreements)),
        ],
    );
    view! {
        <Alert tone=Tone::Danger title=text.line_bad>
            <p>{said} " " {look}</p>
        </Alert>
    }
    .into_any()
}
