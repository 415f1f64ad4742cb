//! Spreading a payment anew, and the history of it.

use domain::payments::PaymentCard;
use domain::payments::returns::Reallocation;
use domain::payments::spread::Rule;
use domain::{Money, Permission};
use leptos::prelude::*;
use ui::prelude::{
    ButtonKind, Card, Cell, Column, Form, FormActions, HiddenField, MoneyField, Row, SelectField, Submit, Table,
    TextField, boot, fill, format,
};

use super::api::ReallocatePayment;
use crate::texts::money;

/// The form: a field for each invoice that the payment may pay.
#[component]
pub fn ReallocateSection(card: PaymentCard) -> impl IntoView {
    if card.open.is_empty() || !boot().may(Permission::ReallocatePayment) {
        return ().into_any();
    }
    let own = money::desk::texts();
    let boot = boot();
    let (id, key) = (card.receipt.id.to_string(), card.key.to_string());
    let action = ServerAction::<ReallocatePayment>::new();
    let fields = card
        .open
        .into_iter()
        .map(|(id, number, month, room)| {
            let month = format::month(boot.language, month);
            let room = format::money_with_sign(boot.language, boot.currency, room);
            let label = fill(own.part_of, &[("number", &number), ("month", &month), ("sum", &room)]);
            view! { <MoneyField name=format!("parts[{id}]") label /> }
        })
        .collect_view();
    let rules = [Rule::Oldest, Rule::Current, Rule::Service]
        .map(|rule| (rule.code().to_owned(), own.rule(rule).to_owned()))
        .to_vec();
    view! {
        <Card title=own.reallocate>
            <details>
                <summary class="link cursor-pointer">{own.reallocate}</summary>
                <div class="mt-4 flex flex-col gap-4">
                    <p class="text-sm text-(--muted)">{own.reallocate_text}</p>
                    <Form action key=("payment", id)>
                        <HiddenField name="key" value=key />
                        {fields}
                        <SelectField name="rule" label=own.reallocate_rule options=rules blank=own.reallocate_own />
                        <TextField name="reason" label=own.reason required=true maxlength=200 autocomplete="off" />
                        <FormActions>
                            <Submit label=own.reallocate kind=ButtonKind::Secondary />
                        </FormActions>
                    </Form>
                </div>
            </details>
        </Card>
    }
    .into_any()
}

/// How the payment was spread before: who, when, from what to what.
#[component]
pub fn History(steps: Vec<Reallocation>) -> impl IntoView {
    if steps.is_empty() {
        return ().into_any();
    }
    let own = money::desk::texts();
    let boot = boot();
    let head = vec![
        Column::text(own.time),
        Column::text(own.who),
        Column::text(own.history_from),
        Column::text(own.history_to),
        Column::text(own.reason),
    ];
    let rows = steps
        .into_iter()
        .map(|step| {
            let at = format::instant(&boot, step.made_at);
            view! {
                <Row>
                    <Cell><span class="tabular-nums">{at}</span></Cell>
                    <Cell label=own.who>{step.made_by}</Cell>
                    <Cell label=own.history_from>{spread(step.was)}</Cell>
                    <Cell label=own.history_to>{spread(step.became)}</Cell>
                    <Cell label=own.reason>{step.reason}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Card title=own.history flush=true>
            <Table head caption=own.history>{rows}</Table>
        </Card>
    }
    .into_any()
}

fn spread(parts: Vec<(String, Money)>) -> AnyView {
    let language = boot().language;
    if parts.is_empty() {
        return money::desk::texts().history_nothing.into_any();
    }
    let lines = parts
        .into_iter()
        .map(|(number, part)| {
            view! { <span class="block tabular-nums">{format!("№ {number}: {}", format::money(language, part))}</span> }
        })
        .collect_view();
    lines.into_any()
}
