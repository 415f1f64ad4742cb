//! The movement on the account: charges and payments, the newest first, with the balance after each.

use domain::subscribers::{Move, MoveKind};
use leptos::prelude::*;
use ui::prelude::*;

use super::Balance;
use crate::texts::people::subscribers::texts as own;

/// The movement.
#[component]
pub(super) fn Moves(moves: Vec<Move>) -> impl IntoView {
    let text = own();
    if moves.is_empty() {
        return view! {
            <Card title=text.moves>
                <p class="text-sm text-muted">{text.moves_empty}</p>
            </Card>
        }
        .into_any();
    }
    let head = vec![
        Column::text(text.move_what),
        Column::text(text.day),
        Column::number(text.move_charged),
        Column::number(text.move_paid),
        Column::number(text.move_balance),
    ];
    let rows = moves.into_iter().map(|step| view! { <Line step /> }).collect_view();
    view! {
        <Card title=text.moves flush=true>
            <Table head caption=text.moves>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

#[component]
fn Line(step: Move) -> impl IntoView {
    let text = own();
    let is_charge = step.amount.is_positive();
    // An opening debt is kept as an invoice, an opening advance as a payment; what went back has a slip of its own.
    let href = match step.kind {
        MoveKind::Reversal | MoveKind::Refund => format!("/returns/{}", step.document_id),
        _ if is_charge => format!("/invoices/{}", step.document_id),
        _ => format!("/payments/{}", step.document_id),
    };
    let what = match (step.kind, step.number) {
        (MoveKind::Opening, _) => text.move_opening.to_owned(),
        (MoveKind::Invoice, number) => fill(text.move_invoice, &[("number", &number.unwrap_or_default())]),
        (MoveKind::Payment, _) => text.move_payment.to_owned(),
        (MoveKind::Void, number) => fill(text.move_void, &[("number", &number.unwrap_or_default())]),
        (MoveKind::Adjustment, _) => text.move_adjustment.to_owned(),
        (MoveKind::Reversal, _) => text.move_reversal.to_owned(),
        (MoveKind::Refund, _) => text.move_refund.to_owned(),
        (MoveKind::Penalty, number) => fill(text.move_penalty, &[("number", &number.unwrap_or_default())]),
        (MoveKind::Writeoff, _) => text.move_writeoff.to_owned(),
    };
    let charged = is_charge.then(|| view! { <Sum of=step.amount /> });
    let paid = (!is_charge).then(|| view! { <Sum of=step.amount.abs() /> });
    view! {
        <Row>
            <Cell link=href>
                <span class="whitespace-nowrap">{what}</span>
            </Cell>
            <Cell label=text.day>
                <span class="tabular-nums">{format::date(language(), step.day)}</span>
            </Cell>
            <Cell label=text.move_charged align=Align::End>
                {charged}
            </Cell>
            <Cell label=text.move_paid align=Align::End>
                {paid}
            </Cell>
            <Cell label=text.move_balance align=Align::End>
                <Balance of=step.balance />
            </Cell>
        </Row>
    }
    .into_any()
}
