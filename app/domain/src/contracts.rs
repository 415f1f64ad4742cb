//! Contracts with subscribers: number, parties, dates, the services that they cover, the signed scan.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Fields;
use crate::files::{FileLine, Kind};
use crate::links::LinkLine;
use crate::{Failure, Reason, subscribers, typed};

/// The kinds of files that a scan may be.
pub const SCANS: [Kind; 4] = [Kind::Pdf, Kind::Png, Kind::Jpeg, Kind::Webp];

/// A contract, as typed; an empty `id` makes a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContractForm {
    /// The contract's id, or nothing.
    pub id: String,
    /// The version that was opened; somebody else's change in between is a conflict.
    pub version: String,
    /// The subscriber's account; a known contract keeps its own.
    pub account: String,
    /// The number, as on paper.
    pub number: String,
    /// The other party, as on paper.
    pub party: String,
    /// What it is about.
    pub subject: String,
    /// When it was signed.
    pub signed_on: String,
    /// The first day.
    pub valid_from: String,
    /// The last day, or nothing.
    pub valid_to: String,
    /// A note of the staff.
    pub note: String,
    /// The service links that it covers: ticked boxes under [`link_key`]s.
    pub links: BTreeMap<String, String>,
}

/// The name of a link's box. It begins with a letter, since a form takes bare numbers for places in a row.
#[must_use]
pub fn link_key(id: i64) -> String {
    format!("l{id}")
}

/// A contract that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Which one is changed with the version that was opened, or whose account gets a new one.
    pub about: About,
    /// What is written in it.
    pub terms: Terms,
    /// The links that it covers.
    pub links: Vec<i64>,
}

/// Which contract a form is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A new one of the subscriber with this account.
    New {
        /// The account.
        account: String,
    },
    /// A known one.
    Known {
        /// The id.
        id: i64,
        /// The version that was opened.
        version: i32,
    },
}

/// What is written in a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The number.
    pub number: String,
    /// The other party.
    pub party: String,
    /// What it is about.
    pub subject: String,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day; open if nothing.
    pub valid_to: Option<NaiveDate>,
    /// A note of the staff.
    pub note: Option<String>,
}

impl ContractForm {
    /// # Errors
    /// `NotFound` for an id or version that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Contract, Failure> {
        let mut fields = Fields::default();
        let about = if self.id.trim().is_empty() {
            fields
                .keep("account", subscribers::account_number(&self.account))
                .map(|account| About::New { account })
        } else {
            let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
            let version = self.version.trim().parse().map_err(|_| Failure::NotFound)?;
            Some(About::Known { id, version })
        };
        let number = fields.keep("number", typed::text(&self.number, 40));
        let party = fields.keep("party", typed::text(&self.party, 200));
        let subject = fields.keep("subject", typed::text(&self.subject, 300));
        let signed_on = fields.keep("signed_on", typed::date(&self.signed_on));
        let valid_from = fields.keep("valid_from", typed::date(&self.valid_from));
        let valid_to = fields.keep("valid_to", typed::optional_date(&self.valid_to));
        if let (Some(from), Some(Some(to))) = (valid_from, valid_to)
            && to < from
        {
            fields.refuse("valid_to", Reason::EndsBeforeItBegins);
        }
        let note = fields.keep("note", typed::note(&self.note, 2000));
        let ticked = self.links.iter().filter(|(_, value)| typed::ticked(value));
        let links = ticked
            .map(|(key, _)| typed::id(key.strip_prefix('l').unwrap_or_default()))
            .collect::<Result<Vec<i64>, _>>();
        let links = links.map_err(|_| Failure::NotFound)?;
        if !fields.is_empty() {
            return Err(fields.into_failure());
        }
        match (about, number, party, subject, signed_on, valid_from, valid_to, note) {
            (
                Some(about),
                Some(number),
                Some(party),
                Some(subject),
                Some(signed_on),
                Some(valid_from),
                Some(valid_to),
                Some(note),
            ) => Ok(Contract {
                about,
                terms: Terms {
                    number,
                    party,
                    subject,
                    signed_on,
                    valid_from,
                    valid_to,
                    note,
                },
                links,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Ends a contract before its time, or corrects such an end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndContractForm {
    /// The contract's id.
    pub id: String,
    /// The version that was opened.
    pub version: String,
    /// Its last day.
    pub ended_on: String,
    /// Why.
    pub reason: String,
}

/// An early end that makes sense by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The contract's id.
    pub id: i64,
    /// The version that was opened.
    pub version: i32,
    /// Its last day.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: String,
}

impl EndContractForm {
    /// # Errors
    /// `NotFound` for an id or version that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<End, Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let version = self.version.trim().parse().map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let ended_on = fields.keep("ended_on", typed::date(&self.ended_on));
        let reason = fields.keep("reason", typed::text(&self.reason, 500));
        match (ended_on, reason) {
            (Some(ended_on), Some(reason)) => Ok(End {
                id,
                version,
                ended_on,
                reason,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// An early end must lie within the contract's own days.
///
/// # Errors
/// `EndsBeforeItBegins`, `AfterTheEnd`.
pub fn may_end(from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate) -> Result<(), Reason> {
    if on < from {
        Err(Reason::EndsBeforeItBegins)
    } else if to.is_some_and(|to| on > to) {
        Err(Reason::AfterTheEnd)
    } else {
        Ok(())
    }
}

/// Attaches a file that the organisation keeps as the signed scan; no file takes the scan away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScanForm {
    /// The contract's id.
    pub id: String,
    /// The file, or nothing.
    pub file_id: String,
}

impl ScanForm {
    /// The contract and the file.
    ///
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` at `file_id`.
    pub fn parse(&self) -> Result<(i64, Option<Uuid>), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let file = match self.file_id.trim() {
            "" => None,
            typed => Some(
                typed
                    .parse()
                    .map_err(|_| Failure::field("file_id", Reason::NotAChoice))?,
            ),
        };
        Ok((id, file))
    }
}

/// How a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its first day is yet to come.
    Upcoming,
    /// In force.
    Active,
    /// In force, with its last day within ninety days.
    Expiring {
        /// Days left after today.
        days: u16,
    },
    /// Its last day is over.
    Expired,
    /// It was ended before its time.
    Ended,
}

impl State {
    /// How a contract of these days stands on a day. `ended` says that `last` was set before its time.
    #[must_use]
    pub fn decide(from: NaiveDate, last: Option<NaiveDate>, ended: bool, today: NaiveDate) -> Self {
        match last {
            Some(last) if last < today => {
                if ended {
                    Self::Ended
                } else {
                    Self::Expired
                }
            }
            _ if from > today => Self::Upcoming,
            Some(last) => match u16::try_from((last - today).num_days()) {
                Ok(days) if days <= 90 => Self::Expiring { days },
                _ => Self::Active,
            },
            None => Self::Active,
        }
    }
}

/// Which contracts a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Those whose last day is not over.
    Active,
    /// Those whose last day comes within so many days, the soonest first.
    Within(u16),
    /// Those whose last day is over, the latest first.
    Expired,
    /// All.
    All,
}

impl Show {
    /// Every choice, in the order of the tabs.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Within(30),
        Self::Within(60),
        Self::Within(90),
        Self::Expired,
        Self::All,
    ];

    /// The word in the address; nothing for the first.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "",
            Self::Within(0..=30) => "30",
            Self::Within(31..=60) => "60",
            Self::Within(_) => "90",
            Self::Expired => "expired",
            Self::All => "all",
        }
    }

    /// The choice of a word; the first for any other.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let code = code.trim();
        Self::ALL
            .into_iter()
            .find(|show| show.code() == code)
            .unwrap_or(Self::Active)
    }
}

/// The day so many days later, as far as there is one.
#[must_use]
pub fn days_after(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

/// Which contracts a list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContractQuery {
    /// [`Show::code`].
    pub show: String,
    /// A number, an account or a name.
    pub q: String,
    /// The position of the page.
    pub after: String,
}

/// A contract in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractLine {
    /// The id.
    pub id: i64,
    /// The number.
    pub number: String,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The subscriber's account.
    pub account: String,
    /// The other party.
    pub party: String,
    /// What it is about.
    pub subject: String,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, be it of the term or of an early end; open if nothing.
    pub last_day: Option<NaiveDate>,
    /// How it stands today.
    pub state: State,
    /// The signed scan is among the files.
    pub has_scan: bool,
}

/// A contract's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractCard {
    /// The id.
    pub id: i64,
    /// Counts the changes; the forms carry it.
    pub version: i32,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The subscriber's account.
    pub account: String,
    /// The subscriber's name now.
    pub name: String,
    /// What is written in it.
    pub terms: Terms,
    /// How it stands today.
    pub state: State,
    /// When it was ended before its time, and why.
    pub ended: Option<(NaiveDate, String)>,
    /// The links that it covers.
    pub links: Vec<LinkLine>,
    /// The signed scan.
    pub scan: Option<FileLine>,
    /// The largest file that is taken, mebibytes.
    pub max_mb: u32,
    /// Who entered it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What the form of a contract begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The values.
    pub form: ContractForm,
    /// The subscriber whom it is with: id and name; nothing while no account is known.
    pub subscriber: Option<(i64, String)>,
    /// The subscriber's links to choose from.
    pub links: Vec<LinkLine>,
}

#[cfg(test)]
mod tests;
