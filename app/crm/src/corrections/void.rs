//! The question before an invoice is voided, and the note on one that is.

use domain::Permission;
use domain::invoices::{InvoiceLine, Kind, State, Voided};
use leptos::prelude::*;
use ui::prelude::{Alert, Confirm, Form, TextField, Tone, boot, fill, format};

use super::api::VoidInvoice;
use crate::texts::corrections::texts as own;

/// «Аннулировать», for those who may and for what can be voided.
#[component]
pub fn VoidButton(invoice: InvoiceLine) -> impl IntoView {
    let text = own();
    let can = matches!(invoice.kind, Kind::Regular | Kind::Additional | Kind::Penalty) && invoice.state != State::Void;
    if !can || !boot().may(Permission::VoidInvoice) {
        return ().into_any();
    }
    let void = ServerAction::<VoidInvoice>::new();
    let InvoiceLine { id, number, .. } = invoice;
    let title = fill(text.void_title, &[("number", &number)]);
    view! {
        <Form action=void class="min-w-0 max-w-md" key=("id", id.to_string())>
            <Confirm label=text.void title text=text.void_text confirm=text.void_confirm>
                <TextField name="reason" label=text.void_reason required=true maxlength=300 autocomplete="off" />
            </Confirm>
        </Form>
    }
    .into_any()
}

/// Since when an invoice is void, by whom and why.
#[component]
pub fn VoidedAlert(voided: Voided) -> impl IntoView {
    let text = own();
    let Voided { on, by, reason } = voided;
    let day = format::date(boot().language, on);
    let about = fill(
        text.voided_text,
        &[("reason", reason.trim_end_matches('.')), ("by", &by)],
    );
    view! {
        <Alert tone=Tone::Warning title=fill(text.voided_title, &[("day", &day)])>
            <p>{about}</p>
        </Alert>
    }
    .into_any()
}
