//! Subscribers: the person or organisation behind a personal account on premises.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Money, Reason, requisites, typed};

/// Who the payer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A natural person.
    #[default]
    Person,
    /// A legal person.
    Organisation,
}

impl Kind {
    /// Every kind, in the order in which a person is offered them.
    pub const ALL: [Self; 2] = [Self::Person, Self::Organisation];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The number of a personal account: 1 to 20 letters, digits and inner `-` or `/`, unique within the tenant.
///
/// # Errors
/// `Required`, `TooLong`, `BadCharacters`.
pub fn account_number(typed: &str) -> Result<String, Reason> {
    let number = typed::text(typed, 20)?.to_uppercase();
    let good = |c: char| c.is_alphanumeric() || c == '-' || c == '/';
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if number.chars().all(good) && ends(number.chars().next()) && ends(number.chars().last()) {
        Ok(number)
    } else {
        Err(Reason::BadCharacters)
    }
}

/// A subscriber, as typed; an empty `id` registers a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriberForm {
    /// The subscriber's id, or nothing.
    pub id: String,
    /// The version that was opened for editing; somebody else's change in between is a conflict.
    pub version: String,
    /// The number of the personal account; nothing lets the program give the next one.
    pub account: String,
    /// The kind's word.
    pub kind: String,
    /// Surname, name, patronymic, or the organisation's name.
    pub name: String,
    /// The INN, of organisations mostly.
    pub inn: String,
    /// The house, or nothing.
    pub house_id: String,
    /// The number of the premises within the house; premises not known yet are registered with the subscriber.
    pub flat: String,
    /// The telephone.
    pub phone: String,
    /// The e-mail.
    pub email: String,
    /// A note of the staff.
    pub note: String,
}

/// A subscriber that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber {
    /// Which one is changed, and the version that was opened; a new one if nothing.
    pub known: Option<(i64, i32)>,
    /// The number of the personal account, if the staff chose one.
    pub account: Option<String>,
    /// Who the payer is.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// The INN.
    pub inn: Option<String>,
    /// The house and the number of the premises within it (empty where the house is the premises).
    pub place: Option<(i64, String)>,
    /// The telephone as `+79161234567`.
    pub phone: Option<String>,
    /// The e-mail.
    pub email: Option<String>,
    /// A note of the staff.
    pub note: Option<String>,
}

impl SubscriberForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Subscriber, Failure> {
        let known = if self.id.trim().is_empty() {
            None
        } else {
            let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
            let version = self.version.trim().parse::<i32>().map_err(|_| Failure::NotFound)?;
            Some((id, version))
        };
        let mut fields = Fields::default();
        let account = match self.account.trim() {
            "" if known.is_none() => Some(None),
            typed => fields.keep("account", account_number(typed)).map(Some),
        };
        let kind = fields.keep("kind", Kind::from_code(&self.kind).ok_or(Reason::NotAChoice));
        let name = fields.keep("name", typed::text(&self.name, 160));
        let inn = fields.keep("inn", requisites::inn(&self.inn));
        let flat = fields
            .keep("flat", typed::optional_text(&self.flat, 20))
            .map(Option::unwrap_or_default);
        let place = match (self.house_id.trim(), flat) {
            (_, None) => None,
            ("", Some(flat)) if flat.is_empty() => Some(None),
            (typed, Some(flat)) => fields
                .keep("house_id", typed::id(typed))
                .map(|house| Some((house, flat))),
        };
        let phone = fields.keep("phone", typed::optional_phone(&self.phone));
        let email = fields.keep("email", typed::optional_email(&self.email));
        let note = fields.keep("note", typed::note(&self.note, 2000));
        match (account, kind, name, inn, place, phone, email, note) {
            (Some(account), Some(kind), Some(name), Some(inn), Some(place), Some(phone), Some(email), Some(note)) => {
                Ok(Subscriber {
                    known,
                    account,
                    kind,
                    name,
                    inn,
                    place,
                    phone,
                    email,
                    note,
                })
            }
            _ => Err(fields.into_failure()),
        }
    }
}

/// Names one subscriber: for archive and restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriberRefForm {
    /// The subscriber's id.
    pub id: String,
}

/// Which subscribers a list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriberQuery {
    /// What was typed into the search: an account, a name, a telephone or an address.
    pub q: String,
    /// `active` (also nothing), `archived` or `debtors`.
    pub show: String,
    /// The position of the page.
    pub after: String,
}

/// A subscriber in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriberLine {
    /// The id.
    pub id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The address in one line, empty without premises.
    pub address: String,
    /// The telephone.
    pub phone: Option<String>,
    /// What is owed (more than nothing) or paid ahead (less).
    pub balance: Money,
    /// In the archive.
    pub archived: bool,
}

/// One move of money on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The business day.
    pub day: NaiveDate,
    /// What moved.
    pub kind: MoveKind,
    /// The number of the invoice or the adjustment, or nothing.
    pub number: Option<String>,
    /// It is shown on an invoice's page, else on a payment's.
    pub on_invoice: bool,
    /// The id of that invoice or payment.
    pub document_id: i64,
    /// Charged (more than nothing) or paid (less).
    pub amount: Money,
    /// The balance after it.
    pub balance: Money,
}

/// What moved money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MoveKind {
    /// An opening balance was brought in.
    Opening,
    /// An invoice was issued.
    Invoice,
    /// A payment was recorded.
    Payment,
    /// An invoice was voided.
    Void,
    /// A recalculation, to be paid or credited.
    Adjustment,
    /// A payment was taken back.
    Reversal,
    /// Money was paid back.
    Refund,
    /// Penalties were charged.
    Penalty,
    /// A debt was given up.
    Writeoff,
}

impl MoveKind {
    /// The kind of the ledger's word for a document.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "opening" => Some(Self::Opening),
            "invoice" => Some(Self::Invoice),
            "payment" => Some(Self::Payment),
            "void" => Some(Self::Void),
            "adjustment" => Some(Self::Adjustment),
            "reversal" => Some(Self::Reversal),
            "refund" => Some(Self::Refund),
            "penalty" => Some(Self::Penalty),
            "writeoff" => Some(Self::Writeoff),
            _ => None,
        }
    }
}

/// A subscriber's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriberCard {
    /// The id.
    pub id: i64,
    /// Counts the changes; an edit form carries it.
    pub version: i32,
    /// The personal account.
    pub account: String,
    /// Who the payer is.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// The INN.
    pub inn: Option<String>,
    /// The premises: id and address, district, route.
    pub premises: Option<crate::premises::PremisesLine>,
    /// The telephone.
    pub phone: Option<String>,
    /// The e-mail.
    pub email: Option<String>,
    /// A note of the staff.
    pub note: Option<String>,
    /// What is owed (more than nothing) or paid ahead (less), out of the ledger.
    pub balance: Money,
    /// The service links, current ones first.
    pub links: Vec<crate::links::LinkLine>,
    /// The latest invoices.
    pub invoices: Vec<crate::invoices::InvoiceLine>,
    /// The latest payments.
    pub payments: Vec<crate::payments::PaymentLine>,
    /// The latest moves with the balance after each, the newest first.
    pub moves: Vec<Move>,
    /// When the account was opened.
    pub created_at: DateTime<Utc>,
    /// When it went to the archive.
    pub archived_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers() {
        assert_eq!(account_number(" а-12/3 "), Ok("А-12/3".into()));
        assert_eq!(account_number("000123"), Ok("000123".into()));
        for bad in ["-1", "1-", "1 2", "1;2", "=1+1"] {
            assert_eq!(account_number(bad), Err(Reason::BadCharacters), "{bad}");
        }
        assert_eq!(account_number(""), Err(Reason::Required));
        assert_eq!(account_number(&"1".repeat(21)), Err(Reason::TooLong { max: 20 }));
    }

    #[test]
    fn a_form_is_parsed_for_a_new_and_a_known_subscriber() {
        let form = SubscriberForm {
            kind: "person".into(),
            name: "Иванов Иван".into(),
            ..SubscriberForm::default()
        };
        let new = form.parse().unwrap();
        assert_eq!((new.known, new.account, new.place), (None, None, None));
        let known = SubscriberForm {
            id: "4".into(),
            version: "2".into(),
            account: "7".into(),
            house_id: "9".into(),
            flat: "5".into(),
            ..form.clone()
        };
        assert_eq!(known.parse().unwrap().known, Some((4, 2)));
        assert_eq!(known.parse().unwrap().place, Some((9, "5".into())));
        assert_eq!(
            SubscriberForm {
                account: String::new(),
                ..known.clone()
            }
            .parse()
            .unwrap_err()
            .reason_for("account"),
            Some(&Reason::Required)
        );
        assert_eq!(
            SubscriberForm {
                version: "x".into(),
                ..known.clone()
            }
            .parse(),
            Err(Failure::NotFound)
        );
        let bad = SubscriberForm {
            account: "?".into(),
            kind: "cat".into(),
            name: String::new(),
            inn: "1".into(),
            house_id: "x".into(),
            phone: "x".into(),
            email: "x".into(),
            note: "\u{1}".into(),
            ..form
        };
        let Err(Failure::Invalid { fields }) = bad.parse() else {
            panic!("accepted")
        };
        assert_eq!(fields.iter().count(), 8);
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(MoveKind::from_code("payment"), Some(MoveKind::Payment));
        assert_eq!(MoveKind::from_code("opening"), Some(MoveKind::Opening));
        assert_eq!(MoveKind::from_code("invoice"), Some(MoveKind::Invoice));
        assert_eq!(MoveKind::from_code("x"), None);
    }
}
