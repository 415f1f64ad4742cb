//! Parts of the pages of runs: the form that asks for a rehearsal, and those that were.

use domain::Month;
use domain::rehearsals::{RehearsalLine, Status};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    Align, Badge, Card, Cell, Column, Form, FormActions, Icon, Loaded, Row, SelectField, Submit, Sum, Table, Tone,
    boot, format,
};

use super::api::{AskRehearsal, list_rehearsals};
use crate::invoices::month_options;
use crate::texts::money::rehearsals::texts;

/// Where a rehearsal stands.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Asked => Tone::Neutral,
        Status::Running => Tone::Accent,
        Status::Done => Tone::Good,
        Status::Failed => Tone::Danger,
    };
    view! { <Badge tone>{texts().status_of(status)}</Badge> }.into_any()
}

/// Asks for a rehearsal. A copy rehearses by being one: there the form is not.
#[component]
pub fn AskSection() -> impl IntoView {
    let words = texts();
    let boot = boot();
    if boot.copy_until.is_some() {
        return ().into_any();
    }
    let ask = ServerAction::<AskRehearsal>::new();
    let month = Month::of(boot.today).to_string();
    let options = month_options(boot.language, boot.today, 1, 3, &month);
    view! {
        <Card title=words.title>
            <p class="mb-4 text-sm text-(--muted)">{words.about}</p>
            <Form action=ask>
                <SelectField name="month" label=words.month options value=month />
                <FormActions>
                    <Submit label=words.ask icon=Icon::Copy kind=ButtonKind::Secondary />
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}

/// The latest rehearsals.
#[component]
pub fn RehearsalList() -> impl IntoView {
    let words = texts();
    let rehearsals = Resource::new(|| (), |()| list_rehearsals(String::new()));
    view! {
        <Card title=words.list flush=true>
            <Loaded resource=rehearsals let:page>{table(page.items)}</Loaded>
        </Card>
    }
    .into_any()
}

fn table(rehearsals: Vec<RehearsalLine>) -> AnyView {
    let words = texts();
    if rehearsals.is_empty() {
        return view! { <p class="p-5 text-(--muted)">{words.none}</p> }.into_any();
    }
    let head = vec![
        Column::text(words.month_of),
        Column::text(words.status),
        Column::number(words.invoices),
        Column::number(words.sum),
        Column::text(words.asked),
        Column::text(words.asked_by),
    ];
    let rows = rehearsals.into_iter().map(line).collect_view();
    view! { <Table head caption=words.list>{rows}</Table> }.into_any()
}

fn line(rehearsal: RehearsalLine) -> AnyView {
    let words = texts();
    let boot = boot();
    let language = boot.language;
    let invoices = rehearsal
        .accounts
        .map(|count| format::whole(language, u64::try_from(count).unwrap_or_default()));
    let total = rehearsal.total.map(|sum| view! { <Sum of=sum /> });
    view! {
        <Row>
            <Cell link=format!("/rehearsals/{}", rehearsal.id)>{format::month(language, rehearsal.month)}</Cell>
            <Cell label=words.status><StatusBadge status=rehearsal.status /></Cell>
            <Cell label=words.invoices align=Align::End>{invoices}</Cell>
            <Cell label=words.sum align=Align::End>{total}</Cell>
            <Cell label=words.asked><span class="tabular-nums">{format::instant(&boot, rehearsal.created_at)}</span></Cell>
            <Cell label=words.asked_by>{rehearsal.asked_by}</Cell>
        </Row>
    }
    .into_any()
}
