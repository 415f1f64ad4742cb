//! Reading one row of an import: what its cells mean, why it is refused.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Column;
use crate::failure::Fields;
use crate::{Money, Reason, premises, requisites, subscribers, typed};

/// One row that makes sense. Whether the account is free and the services exist is for the database to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The personal account.
    pub account: String,
    /// The payer's name.
    pub name: String,
    /// Who the payer is.
    pub kind: subscribers::Kind,
    /// The INN.
    pub inn: Option<String>,
    /// The telephone.
    pub phone: Option<String>,
    /// The e-mail.
    pub email: Option<String>,
    /// Where: locality, street, house; all three or none.
    pub house: Option<[String; 3]>,
    /// The number of the premises within the house.
    pub flat: String,
    /// The kind of the premises.
    pub premises_kind: premises::Kind,
    /// The district.
    pub district: Option<String>,
    /// The route.
    pub route: Option<String>,
    /// The area.
    pub area: Option<Decimal>,
    /// The residents.
    pub residents: Option<i32>,
    /// The services by name, with a quantity where one stands there.
    pub services: Vec<(String, Option<Decimal>)>,
    /// From which day they run.
    pub services_from: NaiveDate,
    /// The opening balance.
    pub balance: Money,
}

/// Reads one row. `default_from` is the day from which services run where the row does not say.
///
/// # Errors
/// The refused fields by [`Column`] in `snake_case`.
pub fn parse_row(columns: &[(usize, Column)], cells: &[String], default_from: NaiveDate) -> Result<Row, Fields> {
    let cell = |wanted: Column| {
        columns
            .iter()
            .find(|(_, column)| *column == wanted)
            .and_then(|(at, _)| cells.get(*at))
            .map_or("", |text| text.trim())
    };
    let mut fields = Fields::default();
    let account = fields.keep("account", subscribers::account_number(cell(Column::Account)));
    let name = fields.keep("name", typed::text(cell(Column::Name), 160));
    let kind = fields.keep("kind", subscriber_kind(cell(Column::Kind)));
    let inn = fields.keep("inn", requisites::inn(cell(Column::Inn)));
    let phone = fields.keep("phone", typed::optional_phone(cell(Column::Phone)));
    let email = fields.keep("email", typed::optional_email(cell(Column::Email)));
    let house = house(
        &mut fields,
        cell(Column::Locality),
        cell(Column::Street),
        cell(Column::House),
    );
    let flat = fields
        .keep("flat", typed::optional_text(cell(Column::Flat), 20))
        .map(Option::unwrap_or_default);
    let district = fields.keep("district", typed::optional_text(cell(Column::District), 80));
    let route = fields.keep("route", typed::optional_text(cell(Column::Route), 40));
    let area = fields.keep(
        "area",
        optional(cell(Column::Area), |text| {
            typed::quantity(text, 2, Decimal::from(1_000_000))
        }),
    );
    let residents = fields.keep(
        "residents",
        optional(cell(Column::Residents), |text| {
            typed::quantity(text, 0, Decimal::ONE_THOUSAND)
        }),
    );
    let services = fields.keep("services", services(cell(Column::Services)));
    let services_from = match cell(Column::ServicesFrom) {
        "" => Some(default_from),
        text => fields.keep("services_from", typed::date(text)),
    };
    let balance = match cell(Column::Balance) {
        "" => Some(Money::ZERO),
        text => fields.keep("balance", text.parse::<Money>()),
    };
    let premises_kind = if flat.as_deref() == Some("") {
        premises::Kind::House
    } else {
        premises::Kind::Flat
    };
    match (
        account, name, kind, inn, phone, email, flat, district, route, area, residents, services,
    ) {
        (
            Some(account),
            Some(name),
            Some(kind),
            Some(inn),
            Some(phone),
            Some(email),
            Some(flat),
            Some(district),
            Some(route),
            Some(area),
            Some(residents),
            Some(services),
        ) if fields.is_empty() => {
            let residents = residents.and_then(|people| i32::try_from(people).ok());
            let (services_from, balance) = (services_from.unwrap_or(default_from), balance.unwrap_or_default());
            Ok(Row {
                account,
                name,
                kind,
                inn,
                phone,
                email,
                house: house.flatten(),
                flat,
                premises_kind,
                district,
                route,
                area,
                residents,
                services,
                services_from,
                balance,
            })
        }
        _ => Err(fields),
    }
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, Reason>) -> Result<Option<T>, Reason> {
    if text.is_empty() {
        Ok(None)
    } else {
        parse(text).map(Some)
    }
}

fn house(fields: &mut Fields, locality: &str, street: &str, number: &str) -> Option<Option<[String; 3]>> {
    if locality.is_empty() && street.is_empty() && number.is_empty() {
        return Some(None);
    }
    let locality = fields.keep("locality", typed::text(locality, 80));
    let street = fields.keep("street", typed::text(street, 120));
    let number = fields.keep("house", typed::text(number, 20));
    Some(Some([locality?, street?, number?]))
}

fn subscriber_kind(text: &str) -> Result<subscribers::Kind, Reason> {
    match text.to_lowercase().as_str() {
        "" | "физ" | "физлицо" | "физ. лицо" | "физическое лицо" | "person" => {
            Ok(subscribers::Kind::Person)
        }
        "юр" | "юрлицо" | "юр. лицо" | "юридическое лицо" | "организация" | "organisation" | "organization" => {
            Ok(subscribers::Kind::Organisation)
        }
        _ => Err(Reason::NotAChoice),
    }
}

/// Reads «Охрана | Вывоз мусора * 2».
fn services(text: &str) -> Result<Vec<(String, Option<Decimal>)>, Reason> {
    let mut found: Vec<(String, Option<Decimal>)> = Vec::new();
    for part in text.split('|').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, quantity) = match part.rsplit_once('*') {
            Some((name, quantity)) => (name, Some(typed::quantity(quantity, 3, Decimal::from(1_000_000))?)),
            None => (part, None),
        };
        if quantity.is_some_and(|quantity| quantity.is_zero()) {
            return Err(Reason::NotPositive);
        }
        let name = typed::text(name, 120)?;
        if found
            .iter()
            .any(|(known, _)| known.to_lowercase() == name.to_lowercase())
        {
            return Err(Reason::Overlaps);
        }
        found.push((name, quantity));
    }
    Ok(found)
}
