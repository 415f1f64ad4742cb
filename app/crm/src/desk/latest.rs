//! What the person has taken today: the last few, with the slip of each and the way to take it back.

use domain::payments::Entry;
use domain::payments::returns::State;
use leptos::prelude::*;
use ui::prelude::{Align, Card, Cell, Column, Row, Sum, Table, boot, format};

use crate::payments::{ReverseForm, ReversePayment, StateBadge};
use crate::texts::money;

/// The last entries of this person today.
#[component]
pub fn Latest(entries: Vec<Entry>, reverse: ServerAction<ReversePayment>) -> impl IntoView {
    let (words, own) = (money::texts(), money::desk::texts());
    if entries.is_empty() {
        return view! {
            <Card title=own.latest>
                <p class="text-sm text-(--muted)">{own.latest_none}</p>
            </Card>
        }
        .into_any();
    }
    let head = vec![
        Column::text(own.time),
        Column::text(words.account),
        Column::text(words.subscriber),
        Column::number(words.sum),
        Column::text(own.actions),
    ];
    let rows = entries
        .into_iter()
        .map(|entry| {
            let line = entry.line;
            let undo = (line.state == State::Stands)
                .then(|| view! { <ReverseForm id=line.id key=entry.undo action=reverse /> });
            view! {
                <Row>
                    <Cell><span class="tabular-nums">{format::instant(&boot(), entry.recorded_at)}</span></Cell>
                    <Cell label=words.account><span class="tabular-nums">{line.account}</span></Cell>
                    <Cell label=words.subscriber>{line.name}</Cell>
                    <Cell label=words.sum align=Align::End><Sum of=line.amount /></Cell>
                    <Cell label=own.actions>
                        <span class="flex flex-wrap items-center gap-2">
                            <StateBadge state=line.state method=line.method />
                            <a class="link" href=format!("/payments/{}", line.id)>{own.slip}</a>
                            {undo}
                        </span>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Card title=own.latest flush=true>
            <Table head caption=own.latest>{rows}</Table>
        </Card>
    }
    .into_any()
}
