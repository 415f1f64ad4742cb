//! A new service with its first tariff.

use domain::{Month, Permission};
use leptos::prelude::*;
use ui::prelude::{Card, FailureView, Form, FormActions, Page, Submit, boot};

use super::api::SaveService;
use super::forms::{NameAndUnit, Priority};
use crate::tariffs::TariffFields;
use crate::texts::money;

/// The form of a new service.
#[component]
pub fn NewPage() -> impl IntoView {
    let words = money::texts();
    let boot = boot();
    if !boot.may(Permission::EditServices) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let save = ServerAction::<SaveService>::new();
    let from = Month::of(boot.today).first_day().to_string();
    let back = ("/services".to_owned(), words.services.to_owned());
    view! {
        <Page title=words.service_new subtitle=words.service_new_text back narrow=true>
            <Card>
                <Form action=save>
                    <NameAndUnit autofocus=true />
                    <TariffFields price=words.price_first from from_hint=words.price_first_from_hint />
                    <Priority />
                    <FormActions>
                        <Submit label=words.service_add hotkey=true />
                    </FormActions>
                </Form>
            </Card>
        </Page>
    }
    .into_any()
}
