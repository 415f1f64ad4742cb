//! Giving up: the form, and what was given up before.

use domain::Money;
use domain::invoices::Kind;
use domain::penalties::{OpenDocument, WriteOffKind, WrittenOff};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::WriteOff;
use crate::texts::penalties::{Penalties, texts as own};

const fn kind(text: &'static Penalties, kind: WriteOffKind) -> &'static str {
    match kind {
        WriteOffKind::Penalty => text.write_off_penalty,
        WriteOffKind::Debt => text.write_off_debt,
        WriteOffKind::Rounding => text.write_off_rounding,
    }
}

/// The section; without the right only what was given up.
#[component]
pub(super) fn WriteOffSection(
    open: Vec<OpenDocument>,
    written_off: Vec<WrittenOff>,
    limit: Money,
    key_of_next: String,
    may: bool,
) -> impl IntoView {
    let text = own();
    let may = may && !open.is_empty();
    if !may && written_off.is_empty() {
        return ().into_any();
    }
    let form = may.then(|| form(open, limit, key_of_next));
    let table = (!written_off.is_empty()).then(|| table(written_off));
    view! {
        <Card title=text.write_off_title flush=true>
            {form.map(|form| view! { <div class="px-5 py-4">{form}</div> })}
            {table}
        </Card>
    }
    .into_any()
}

fn form(open: Vec<OpenDocument>, limit: Money, key: String) -> AnyView {
    let text = own();
    let boot = boot();
    let money = |sum| format::money_with_sign(boot.language, boot.currency, sum);
    let write_off = ServerAction::<WriteOff>::new();
    let option = |row: OpenDocument| {
        let what = match row.kind {
            Kind::Penalty => text.write_off_penalty.to_lowercase(),
            _ => format!("{} {}", text.kind_invoice, format::month(boot.language, row.month)),
        };
        let values = [
            ("number", row.number.as_str()),
            ("kind", &what),
            ("sum", &money(row.open)),
        ];
        (row.id.to_string(), fill(text.write_off_option, &values))
    };
    let invoices: Vec<_> = open.into_iter().map(option).collect();
    let kinds = WriteOffKind::ALL
        .into_iter()
        .map(|of| (of.code().to_owned(), kind(text, of).to_owned()))
        .collect();
    let hint = fill(text.write_off_sum_hint, &[("limit", &money(limit))]);
    view! {
        <Form action=write_off>
            <HiddenField name="key" value=key />
            <FieldRow>
                <SelectField name="invoice_id" label=text.write_off_invoice options=invoices required=true />
                <SelectField name="kind" label=text.write_off_kind options=kinds required=true />
            </FieldRow>
            <FieldRow>
                <MoneyField name="amount" label=text.sum hint required=true />
                <TextField name="reason" label=text.write_off_reason hint=text.write_off_reason_hint maxlength=200 required=true />
            </FieldRow>
            <FormActions>
                <Submit label=text.write_off kind=ButtonKind::Danger />
            </FormActions>
        </Form>
    }
    .into_any()
}

fn table(rows: Vec<WrittenOff>) -> AnyView {
    let text = own();
    let language = language();
    let head = vec![
        Column::text(text.day),
        Column::text(text.write_off_invoice),
        Column::text(text.write_off_kind),
        Column::text(text.write_off_reason),
        Column::text(text.by),
        Column::number(text.sum),
    ];
    let line = |row: WrittenOff| {
        view! {
            <Row>
                <Cell><span class="tabular-nums">{format::date(language, row.booked_on)}</span></Cell>
                <Cell label=text.write_off_invoice>
                    <a class="link tabular-nums" href=format!("/invoices/{}", row.invoice_id)>{row.number}</a>
                </Cell>
                <Cell label=text.write_off_kind>{kind(text, row.kind)}</Cell>
                <Cell label=text.write_off_reason>{row.reason}</Cell>
                <Cell label=text.by>{row.made_by}</Cell>
                <Cell label=text.sum align=Align::End><Sum of=row.amount /></Cell>
            </Row>
        }
    };
    let rows = rows.into_iter().map(line).collect_view();
    view! { <Table head caption=text.written_off>{rows}</Table> }.into_any()
}
