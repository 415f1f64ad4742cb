//! The forms of a service's card and the fields that it shares with the page of a new one.

use chrono::NaiveDate;
use domain::services::ServiceLine;
use domain::{Month, tariffs as tariff};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    ComboField, Confirm, FieldRow, Form, FormActions, HiddenField, Icon, Submit, TextField, boot, fill, format,
};

use super::api::{ArchiveService, RemovePrice, RestoreService, SaveService, SetPrice};
use crate::tariffs::TariffFields;
use crate::texts::money::{self, tariffs};

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

/// Changes the name, the unit and the place among services.
#[component]
pub fn RenameForm(service: ServiceLine, action: ServerAction<SaveService>) -> impl IntoView {
    let words = money::texts();
    view! {
        <Form action key=("id", service.id.to_string())>
            <NameAndUnit name=service.name unit=service.unit />
            <Priority value=service.priority.to_string() />
            <p class="text-sm text-(--muted)">{words.service_rename_text}</p>
            <FormActions>
                <Submit label=ui::texts::texts().save kind=ButtonKind::Secondary />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// The place among services of which payments are spread.
#[component]
pub fn Priority(#[prop(optional, into)] value: String) -> impl IntoView {
    let words = tariffs::texts();
    view! { <TextField name="priority" label=words.priority value inputmode="numeric" hint=words.priority_hint /> }
        .into_any()
}

/// Sets a tariff from a day; the first day of the next month is offered.
#[must_use]
pub fn price_form(service: &ServiceLine, action: ServerAction<SetPrice>) -> AnyView {
    let words = money::texts();
    let from = Month::of(boot().today).next().first_day().to_string();
    let (unit, kind) = (service.unit.clone(), service.kind.unwrap_or(tariff::Kind::Fixed));
    view! {
        <Form action reset_on_ok=true key=("service_id", service.id.to_string())>
            <TariffFields price=words.price from unit kind />
            <p class="text-sm text-(--muted)">{words.price_new_text}</p>
            <FormActions>
                <Submit label=words.price_set />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// Takes away a tariff that lies ahead, after a question.
#[must_use]
pub fn remove_price_form(service_id: i64, from: NaiveDate, action: ServerAction<RemovePrice>) -> AnyView {
    let words = tariffs::texts();
    let day = format::date(boot().language, from);
    let title = fill(words.version_remove_title, &[("day", &day)]);
    view! {
        <Form action key=("from", from.to_string())>
            <HiddenField name="service_id" value=service_id.to_string() />
            <Confirm
                label=words.version_remove
                title
                text=words.version_remove_text
                confirm=words.version_remove
                icon=Icon::Trash
            />
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
