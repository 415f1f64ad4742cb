//! Bringing subscribers in from a table: which column is what, what a row means, why a row is refused.

mod row;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::jobs::JobLine;
use crate::{Failure, Money, Reason};

pub use row::{Row, parse_row};

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

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read and checked; nothing of it stands in the books.
    Previewed,
    /// Its good rows are being registered in the background.
    Posting,
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
            "posting" => Some(Self::Posting),
            "posted" => Some(Self::Posted),
            "discarded" => Some(Self::Discarded),
            _ => None,
        }
    }

    /// The database's word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Previewed => "previewed",
            Self::Posting => "posting",
            Self::Posted => "posted",
            Self::Discarded => "discarded",
        }
    }
}

/// So many good rows at most are registered while one waits; more of them become a job, for which nobody has to wait.
pub const AT_ONCE: i64 = 200;

/// What the job of a batch is known by.
#[must_use]
pub fn job_key(batch: i64) -> String {
    format!("import {batch}")
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
    /// The job that registers the good rows, where there is one: not yet in the first moments after it was asked for.
    pub job: Option<JobLine>,
}

impl BatchCard {
    /// Its job waits or runs, or is about to be asked for.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.batch.status == Status::Posting && self.job.as_ref().is_none_or(|job| !job.status.is_over())
    }
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
mod tests;
