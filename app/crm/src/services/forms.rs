//! The forms of a service's card and the fields that it shares with the page of a new one.

use domain::Month;
use domain::services::ServiceLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    ComboField, Confirm, FieldRow, Form, FormActions, Icon, Kind, MoneyField, Submit, TextField, boot, fill,
};

use super::api::{ArchiveService, RestoreService, SaveService, SetPrice};
use crate::texts::money;

/// The name and the unit, with the units of the trade offered.
#[component]
pub fn NameAndUnit(
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] unit: String,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let words = money::texts();
    let units = [
        words.unit_month,
        words.unit_area,
        words.unit_volume,
        words.unit_person,
        words.unit_plot,
        words.unit_power,
        words.unit_heat,
    ];
    let units = units
        .into_iter()
        .map(|unit| (unit.to_owned(), String::new()))
        .collect::<Vec<_>>();
    view! {
        <FieldRow>
            <TextField name="name" label=words.service_name value=name hint=words.service_name_hint required=true autofocus maxlength=120 />
            <ComboField name="unit" label=words.service_unit value=unit options=units hint=words.service_unit_hint required=true />
        </FieldRow>
    }
    .into_any()
}

/// Changes the name and the unit.
#[component]
pub fn RenameForm(service: ServiceLine, action: ServerAction<SaveService>) -> impl IntoView {
    let words = money::texts();
    view! {
        <Form action key=("id", service.id.to_string())>
            <NameAndUnit name=service.name unit=service.unit />
            <p class="text-sm text-(--muted)">{words.service_rename_text}</p>
            <FormActions>
                <Submit label=ui::texts::texts().save kind=ButtonKind::Secondary />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// Sets a price from a day; the first day of the next month is offered.
#[must_use]
pub fn price_form(id: i64, unit: &str, action: ServerAction<SetPrice>) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let from = Month::of(boot.today).next().first_day().to_string();
    let unit = format!("{}/{unit}", boot.currency.sign());
    view! {
        <Form action reset_on_ok=true key=("service_id", id.to_string())>
            <FieldRow>
                <MoneyField name="price" label=words.price unit hint=words.price_hint required=true />
                <TextField name="from" label=words.price_from kind=Kind::Date value=from required=true />
            </FieldRow>
            <p class="text-sm text-(--muted)">{words.price_new_text}</p>
            <FormActions>
                <Submit label=words.price_set />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// Puts the service into the archive, after a question.
#[must_use]
pub fn archive_form(service: &ServiceLine, action: ServerAction<ArchiveService>) -> AnyView {
    let words = money::texts();
    let title = fill(words.service_archive_title, &[("name", &service.name)]);
    view! {
        <Form action key=("id", service.id.to_string())>
            <Confirm
                label=words.service_archive
                title
                text=words.service_archive_text
                confirm=words.service_archive
                icon=Icon::Archive
            />
        </Form>
    }
    .into_any()
}

/// Takes the service out of the archive.
#[component]
pub fn RestoreForm(id: i64, action: ServerAction<RestoreService>) -> impl IntoView {
    let words = money::texts();
    view! {
        <Form action key=("id", id.to_string())>
            <Submit label=words.service_restore icon=Icon::Restore kind=ButtonKind::Secondary />
        </Form>
    }
    .into_any()
}
