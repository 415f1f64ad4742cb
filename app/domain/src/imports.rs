//! Bringing subscribers in from a table: which column is what, what a row means, why a row is refused.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Money, Reason, premises, subscribers, typed};

/// A table as read from a file: headings and rows of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The first row.
    pub headings: Vec<String>,
    /// The others; the first stands in line 2 of the file.
    pub rows: Vec<Vec<String>>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The personal account.
    Account,
    /// The payer's name.
    Name,
    /// Person or organisation.
    Kind,
    /// The INN.
    Inn,
    /// The telephone.
    Phone,
    /// The e-mail.
    Email,
    /// Town or village.
    Locality,
    /// The street.
    Street,
    /// The house's number.
    House,
    /// The flat's number.
    Flat,
    /// The district.
    District,
    /// The route.
    Route,
    /// The area.
    Area,
    /// The residents.
    Residents,
    /// The services, separated by `|`, each perhaps with `* quantity`.
    Services,
    /// From which day the services run.
    ServicesFrom,
    /// The opening balance: a debt above zero, an advance below.
    Balance,
}

impl Column {
    /// Every column with its heading in a file that we write, and the other headings under which it is recognised.
    pub const ALL: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (
            Self::Account,
            "Лицевой счёт",
            &[
                "лицевой счет",
                "л/с",
                "лс",
                "счет",
                "номер счета",
                "account",
                "personal account",
                "№ л/с",
            ],
        ),
        (
            Self::Name,
            "Абонент",
            &[
                "фио",
                "ф.и.о.",
                "наименование",
                "имя",
                "плательщик",
                "name",
                "subscriber",
            ],
        ),
        (Self::Kind, "Тип", &["вид", "тип абонента", "kind", "type"]),
        (Self::Inn, "ИНН", &["inn", "tax id"]),
        (Self::Phone, "Телефон", &["тел", "тел.", "phone"]),
        (
            Self::Email,
            "E-mail",
            &["email", "почта", "эл. почта", "электронная почта"],
        ),
        (
            Self::Locality,
            "Населённый пункт",
            &["населенный пункт", "город", "нас. пункт", "locality", "city", "town"],
        ),
        (Self::Street, "Улица", &["street"]),
        (Self::House, "Дом", &["номер дома", "house", "building"]),
        (
            Self::Flat,
            "Квартира",
            &["кв", "кв.", "помещение", "участок", "гараж", "flat", "premises"],
        ),
        (Self::District, "Район", &["участок обслуживания", "district"]),
        (Self::Route, "Маршрут", &["route"]),
        (
            Self::Area,
            "Площадь",
            &["площадь, м2", "площадь, м²", "общая площадь", "area"],
        ),
        (
            Self::Residents,
            "Проживает",
            &["жильцов", "прописано", "зарегистрировано", "человек", "residents"],
        ),
        (Self::Services, "Услуги", &["услуга", "services", "service"]),
        (
            Self::ServicesFrom,
            "Услуги с",
            &["дата подключения", "начало", "services from", "from"],
        ),
        (
            Self::Balance,
            "Сальдо",
            &[
                "начальное сальдо",
                "входящее сальдо",
                "долг",
                "задолженность",
                "balance",
                "opening balance",
            ],
        ),
    ];

    /// The heading in a file that we write.
    #[must_use]
    pub fn heading(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(column, ..)| *column == self)
            .map_or("", |(_, heading, _)| heading)
    }

    /// The column of a heading, whatever its case, spaces and `ё`.
    #[must_use]
    pub fn from_heading(heading: &str) -> Option<Self> {
        let plain = |text: &str| {
            text.trim()
                .trim_start_matches('\u{feff}')
                .to_lowercase()
                .replace('ё', "е")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let wanted = plain(heading);
        Self::ALL
            .iter()
            .find(|(_, own, others)| plain(own) == wanted || others.iter().any(|other| plain(other) == wanted))
            .map(|(column, ..)| *column)
    }
}

/// Which column of the file is what: position by meaning.
///
/// # Errors
/// `ColumnMissing` for a column without which nobody can be registered.
pub fn columns(headings: &[String]) -> Result<Vec<(usize, Column)>, Reason> {
    let mut found: Vec<(usize, Column)> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        if let Some(column) = Column::from_heading(heading)
            && !found.iter().any(|(_, known)| *known == column)
        {
            found.push((at, column));
        }
    }
    for needed in [Column::Account, Column::Name] {
        if !found.iter().any(|(_, known)| *known == needed) {
            return Err(Reason::ColumnMissing {
                column: needed.heading().to_owned(),
            });
        }
    }
    Ok(found)
}

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
    /// The services by name with quantities.
    pub services: Vec<(String, Decimal)>,
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
    let inn = fields.keep("inn", subscribers::inn(cell(Column::Inn)));
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
fn services(text: &str) -> Result<Vec<(String, Decimal)>, Reason> {
    let mut found: Vec<(String, Decimal)> = Vec::new();
    for part in text.split('|').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, quantity) = match part.rsplit_once('*') {
            Some((name, quantity)) => (name, typed::quantity(quantity, 3, Decimal::from(1_000_000))?),
            None => (part, Decimal::ONE),
        };
        if quantity.is_zero() {
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

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read and checked; nothing of it stands in the books.
    Previewed,
    /// Its good rows have been registered.
    Posted,
    /// Thrown away.
    Discarded,
}

impl Status {
    /// The status of the database's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "previewed" => Some(Self::Previewed),
            "posted" => Some(Self::Posted),
            "discarded" => Some(Self::Discarded),
            _ => None,
        }
    }
}

/// Names one batch: to post or to discard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchRefForm {
    /// The batch.
    pub id: String,
}

/// A batch in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchLine {
    /// The id.
    pub id: i64,
    /// The file's name.
    pub file_name: String,
    /// Where it stands.
    pub status: Status,
    /// Rows that can be registered, or were.
    pub good: i64,
    /// Rows that are refused.
    pub refused: i64,
    /// The opening debts of the good rows.
    pub debt: Money,
    /// The opening advances of the good rows.
    pub advance: Money,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A row of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// The line of the file, the headings being line 1.
    pub line: i32,
    /// What was read, if the row is good.
    pub row: Option<Row>,
    /// The account and the name as they stand in the file.
    pub label: String,
    /// Why it is refused: column and reason.
    pub errors: Vec<(String, Reason)>,
}

/// A batch with the first of its rows: refused ones first, since they are what one has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCard {
    /// The batch.
    pub batch: BatchLine,
    /// Headings of the file that mean nothing to the program.
    pub unknown_headings: Vec<String>,
    /// Refused rows, at most a hundred.
    pub refused: Vec<PreviewRow>,
    /// Good rows, at most twenty.
    pub sample: Vec<PreviewRow>,
}

/// A batch that can't even be previewed.
///
/// # Errors
/// `FileEmpty`, `ColumnMissing`.
pub fn check_table(table: &Table) -> Result<Vec<(usize, Column)>, Failure> {
    if table.headings.is_empty() || table.rows.is_empty() {
        return Err(Failure::field("file", Reason::FileEmpty));
    }
    columns(&table.headings).map_err(|reason| Failure::field("file", reason))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn from() -> NaiveDate {
        "2026-01-01".parse().unwrap()
    }

    #[test]
    fn headings_are_recognised_however_written() {
        for (heading, want) in [
            ("\u{feff}ЛИЦЕВОЙ  СЧЕТ", Some(Column::Account)),
            ("Ф.И.О.", Some(Column::Name)),
            ("phone", Some(Column::Phone)),
            ("Сальдо", Some(Column::Balance)),
            ("Цвет", None),
        ] {
            assert_eq!(Column::from_heading(heading), want, "{heading}");
        }
        for (column, heading, _) in Column::ALL {
            assert_eq!(Column::from_heading(heading), Some(*column));
            assert_eq!(column.heading(), *heading);
        }
        assert_eq!(
            columns(&strings(&["ФИО"])),
            Err(Reason::ColumnMissing {
                column: "Лицевой счёт".into()
            })
        );
        assert_eq!(
            columns(&strings(&["Л/С", "ФИО", "Имя", "Цвет"])).unwrap(),
            [(0, Column::Account), (1, Column::Name)]
        );
    }

    #[test]
    fn a_row_is_read_or_refused_by_column() {
        let headings = strings(&[
            "л/с",
            "фио",
            "тип",
            "телефон",
            "город",
            "улица",
            "дом",
            "кв",
            "площадь",
            "проживает",
            "услуги",
            "услуги с",
            "сальдо",
        ]);
        let columns = columns(&headings).unwrap();
        let good = strings(&[
            "1001",
            "Иванов И. И.",
            "",
            "8 916 123-45-67",
            "Калуга",
            "ул. Садовая",
            "12",
            "5",
            "54,3",
            "2",
            "Охрана | Вывоз мусора * 2",
            "01.02.2026",
            "-150,25",
        ]);
        let row = parse_row(&columns, &good, from()).unwrap();
        assert_eq!(
            row.house,
            Some(strings(&["Калуга", "ул. Садовая", "12"]).try_into().unwrap())
        );
        assert_eq!(
            row.services,
            [
                ("Охрана".to_owned(), Decimal::ONE),
                ("Вывоз мусора".to_owned(), Decimal::TWO)
            ]
        );
        assert_eq!(row.balance, Money::from_kopecks(-15_025));
        assert_eq!((row.residents, row.premises_kind), (Some(2), premises::Kind::Flat));

        let short = strings(&["1002", "ООО «Вектор»", "юр. лицо"]);
        let row = parse_row(&columns, &short, from()).unwrap();
        assert_eq!(
            (row.house, row.services_from, row.kind),
            (None, from(), subscribers::Kind::Organisation)
        );

        let bad = strings(&[
            "",
            "",
            "кот",
            "x",
            "Калуга",
            "",
            "",
            "",
            "-1",
            "1,5",
            "Охрана*0",
            "завтра",
            "много",
        ]);
        let fields = parse_row(&columns, &bad, from()).unwrap_err();
        let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            [
                "account",
                "area",
                "balance",
                "house",
                "kind",
                "name",
                "phone",
                "residents",
                "services",
                "services_from",
                "street"
            ]
        );
        let twice = strings(&["1", "A", "", "", "", "", "", "", "", "", "Охрана|охрана"]);
        assert_eq!(
            parse_row(&columns, &twice, from()).unwrap_err().get("services"),
            Some(&Reason::Overlaps)
        );
    }

    #[test]
    fn an_empty_table_is_refused() {
        assert_eq!(
            check_table(&Table::default()).unwrap_err().reason_for("file"),
            Some(&Reason::FileEmpty)
        );
        let table = Table {
            headings: strings(&["a"]),
            rows: vec![strings(&["1"])],
        };
        assert!(matches!(
            check_table(&table).unwrap_err().reason_for("file"),
            Some(Reason::ColumnMissing { .. })
        ));
        for (code, want) in [
            ("previewed", Some(Status::Previewed)),
            ("posted", Some(Status::Posted)),
            ("discarded", Some(Status::Discarded)),
            ("", None),
        ] {
            assert_eq!(Status::from_code(code), want);
        }
    }

    proptest! {
        #[test]
        fn no_row_panics(cells in prop::collection::vec(".{0,30}", 0..20)) {
            let columns: Vec<_> = Column::ALL.iter().enumerate().map(|(at, (column, ..))| (at, *column)).collect();
            let _ = parse_row(&columns, &cells, from());
        }
    }
}
