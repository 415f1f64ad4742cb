//! Pauses of a link: what there are, and the forms to add one, to end one, to take one away.

use domain::links::{LinkLine, PauseLine};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{Confirm, Form, Icon, Kind, Submit, TextField, boot, fill, format};

use super::api::{EndPause, PauseLink, RemovePause};
use super::forms::Unfold;
use crate::texts::money::{self, tariffs};

/// The pauses of a link, each with what can be done about it.
#[must_use]
pub fn pauses(link: &LinkLine, may: bool) -> AnyView {
    let lines = link.pauses.iter().map(|line| pause(line, may)).collect_view();
    view! { <ul class="flex flex-col gap-1 text-sm">{lines}</ul> }.into_any()
}

fn pause(line: &PauseLine, may: bool) -> AnyView {
    let words = tariffs::texts();
    let language = boot().language;
    let from = format::date(language, line.from);
    let period = match line.to {
        None => fill(money::texts().from_day, &[("day", &from)]),
        Some(to) => format!("{from} — {}", format::date(language, to)),
    };
    let said = fill(words.pause_line, &[("period", &period), ("reason", &line.reason)]);
    let end = may.then(|| end_form(line));
    let remove = (may && line.may_go).then(|| remove_form(line));
    view! {
        <li class="flex flex-wrap items-baseline gap-x-3">
            <span class="text-(--muted)" title=line.by.clone()>{said}</span>
            {end}
            {remove}
        </li>
    }
    .into_any()
}

/// Adds a pause.
#[must_use]
pub fn pause_form(link: &LinkLine) -> AnyView {
    let words = tariffs::texts();
    let action = ServerAction::<PauseLink>::new();
    let title = fill(words.pause_of, &[("service", &link.service)]);
    view! {
        <Form action class="flex max-w-60 flex-col items-start gap-2 text-left" key=("link_id", link.id.to_string())>
            <Unfold label=words.pause_add title small=true>
                <div class="flex flex-col items-start gap-3">
                    <TextField name="from" label=words.pause_first kind=Kind::Date required=true />
                    <TextField name="to" label=words.pause_last kind=Kind::Date hint=money::texts().link_last_day_hint />
                    <TextField name="reason" label=words.pause_reason hint=words.pause_reason_hint required=true maxlength=200 />
                    <Submit label=words.pause_add kind=ButtonKind::Secondary />
                </div>
            </Unfold>
        </Form>
    }
    .into_any()
}

fn end_form(line: &PauseLine) -> AnyView {
    let words = tariffs::texts();
    let action = ServerAction::<EndPause>::new();
    let day = line.to.unwrap_or(boot().today).to_string();
    view! {
        <Form action class="flex max-w-60 flex-col items-start gap-2 text-left" key=("id", line.id.to_string())>
            <Unfold label=words.pause_end small=true>
                <div class="flex flex-col items-start gap-3">
                    <TextField name="to" label=words.pause_last kind=Kind::Date value=day required=true />
                    <Submit label=words.pause_end kind=ButtonKind::Secondary />
                </div>
            </Unfold>
        </Form>
    }
    .into_any()
}

fn remove_form(line: &PauseLine) -> AnyView {
    let words = tariffs::texts();
    let action = ServerAction::<RemovePause>::new();
    let (id, reason) = (line.id.to_string(), line.reason.clone());
    view! {
        <Form action class="inline" key=("id", id)>
            <Confirm
                label=words.pause_remove
                title=words.pause_remove
                text=reason
                confirm=words.pause_remove
                icon=Icon::Trash
            />
        </Form>
    }
    .into_any()
}
