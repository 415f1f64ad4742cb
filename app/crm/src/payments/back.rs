//! What takes money back, as forms on a payment's page and at the desk; and the badge of what has become of a payment.

use domain::Permission;
use domain::payments::returns::{Return, State};
use domain::payments::{Method, PaymentCard};
use leptos::prelude::*;
use ui::prelude::{
    Align, Badge, ButtonKind, Card, Cell, Column, Confirm, FieldRow, Form, FormActions, HiddenField, MoneyField, Row,
    SelectField, Sum, Table, TextField, Tone, boot, fill, format,
};
use uuid::Uuid;

use super::api::{RefundPayment, ReversePayment};
use crate::texts::money;

/// What has become of a payment; nothing where it stands. A credit that is no money is marked.
#[component]
pub fn StateBadge(state: State, method: Method) -> impl IntoView {
    let own = money::desk::texts();
    let tone = match state {
        State::Stands | State::RefundedPartly => Tone::Warning,
        State::Reversed | State::Refunded => Tone::Danger,
    };
    let became = (state != State::Stands).then(|| view! { <Badge tone>{own.state(state)}</Badge> });
    let no_money = (!method.is_money()).then(|| view! { <Badge tone=Tone::Neutral>{own.no_money}</Badge> });
    view! { <span class="inline-flex flex-wrap gap-1">{became}{no_money}</span> }.into_any()
}

/// Takes a payment back, after a question and for a reason.
#[component]
pub fn ReverseForm(
    id: i64,
    key: Uuid,
    action: ServerAction<ReversePayment>,
    /// The opener says what of; without it there is room for one word only.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let own = money::desk::texts();
    let title = fill(own.reverse_title, &[("number", &id.to_string())]);
    let label = if whole { own.reverse_payment } else { own.reverse };
    let opener = if whole {
        ButtonKind::Secondary
    } else {
        ButtonKind::Ghost
    };
    view! {
        <Form action key=("payment", id.to_string())>
            <HiddenField name="key" value=key.to_string() />
            <Confirm label title text=own.reverse_text confirm=own.reverse_payment opener>
                <TextField name="reason" label=own.reason value=own.reverse_usual required=true maxlength=200 autocomplete="off" />
            </Confirm>
        </Form>
    }
    .into_any()
}

/// Pays the free advance of a payment back.
#[component]
pub fn RefundSection(card: PaymentCard) -> impl IntoView {
    let own = money::desk::texts();
    let receipt = card.receipt;
    let fits = receipt.advance.is_positive() && receipt.method != Method::Writeoff;
    if !fits || !boot().may(Permission::RefundPayment) {
        return ().into_any();
    }
    let (words, boot) = (money::texts(), boot());
    let action = ServerAction::<RefundPayment>::new();
    let sum = format::money_with_sign(boot.language, boot.currency, receipt.advance);
    let methods = Method::OFFERED
        .map(|method| (method.code().to_owned(), words.method(method).to_owned()))
        .to_vec();
    let method = if receipt.method.is_money() {
        receipt.method
    } else {
        Method::Cash
    };
    view! {
        <Card title=own.refund>
            <p class="text-sm text-(--muted)">{fill(own.refund_text, &[("sum", &sum)])}</p>
            <Form action key=("payment", receipt.id.to_string())>
                <HiddenField name="key" value=card.key.to_string() />
                <FieldRow>
                    <MoneyField name="amount" label=words.sum required=true />
                    <SelectField name="method" label=words.payment_method options=methods value=method.code() />
                </FieldRow>
                <TextField name="reason" label=own.reason required=true maxlength=200 autocomplete="off" />
                <FormActions>
                    <Confirm label=own.refund_do title=own.refund_title text=own.refund_confirm_text confirm=own.refund_do />
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}

/// What went back of a payment.
#[component]
pub fn Returns(returns: Vec<Return>) -> impl IntoView {
    if returns.is_empty() {
        return ().into_any();
    }
    let (words, own) = (money::texts(), money::desk::texts());
    let language = boot().language;
    let head = vec![
        Column::text(own.return_open),
        Column::text(own.day),
        Column::text(own.reason),
        Column::text(own.who),
        Column::number(words.sum),
    ];
    let rows = returns
        .into_iter()
        .map(|back| {
            let day = format::date(language, back.returned_on);
            view! {
                <Row>
                    <Cell link=format!("/returns/{}", back.id)>{own.return_kind(back.kind)}</Cell>
                    <Cell label=own.day><span class="tabular-nums">{day}</span></Cell>
                    <Cell label=own.reason>{back.reason}</Cell>
                    <Cell label=own.who>{back.recorded_by}</Cell>
                    <Cell label=words.sum align=Align::End><Sum of=back.amount /></Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Card title=own.returns flush=true>
            <Table head caption=own.returns>{rows}</Table>
        </Card>
    }
    .into_any()
}
