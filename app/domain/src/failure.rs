//! How a use case refuses: few variants, no text of a database, a reason that a page can put into words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Why a use case did not do what it was asked.
///
/// It is serialisable, since it travels to the browser; the cause of `Internal` stays in the server's log under the
/// same reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "failure", rename_all = "snake_case")]
pub enum Failure {
    /// Nobody is signed in, or the session has ended.
    #[error("signed out")]
    SignedOut,
    /// The actor's role does not allow it.
    #[error("forbidden")]
    Forbidden,
    /// There is no such object here.
    #[error("not found")]
    NotFound,
    /// What was typed can't be accepted; one reason a field.
    #[error("invalid: {fields:?}")]
    Invalid {
        /// The reasons by the field's name.
        fields: Fields,
    },
    /// The state of things does not allow it (already archived, the last administrator, a newer version, ...).
    #[error("conflict: {reason:?}")]
    Conflict {
        /// What stands against it.
        reason: Reason,
    },
    /// Too much at once; worth another try.
    #[error("busy, retry after {retry_after} s")]
    Busy {
        /// Seconds.
        retry_after: u32,
    },
    /// A database or a network behind us does not answer.
    #[error("unreachable")]
    Unreachable,
    /// A defect of ours. The reference finds it in the log.
    #[error("internal, reference {reference}")]
    Internal {
        /// The request's id.
        reference: String,
    },
}

impl Failure {
    /// One field refused for one reason.
    #[must_use]
    pub fn field(name: &str, reason: Reason) -> Self {
        let mut fields = Fields::default();
        fields.refuse(name, reason);
        Self::Invalid { fields }
    }

    /// The state of things stands against it.
    #[must_use]
    pub const fn conflict(reason: Reason) -> Self {
        Self::Conflict { reason }
    }

    /// The HTTP status of this failure.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Invalid { .. } => 422,
            Self::Conflict { .. } => 409,
            Self::Busy { .. } | Self::Unreachable => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// The reason given for a field, if any.
    #[must_use]
    pub fn reason_for(&self, field: &str) -> Option<&Reason> {
        match self {
            Self::Invalid { fields } => fields.get(field),
            _ => None,
        }
    }
}

/// Refused fields with their reasons. The first reason of a field stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields(BTreeMap<String, Reason>);

impl Fields {
    /// Refuses a field, unless it has been refused already.
    pub fn refuse(&mut self, name: &str, reason: Reason) {
        self.0.entry(name.to_owned()).or_insert(reason);
    }

    /// Keeps what parsed; notes the reason of what did not.
    pub fn keep<T>(&mut self, name: &str, parsed: Result<T, Reason>) -> Option<T> {
        parsed.map_err(|reason| self.refuse(name, reason)).ok()
    }

    /// The reason given for a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Reason> {
        self.0.get(name)
    }

    /// No field was refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fields and reasons, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Reason)> {
        self.0.iter().map(|(name, reason)| (name.as_str(), reason))
    }

    /// The failure that these fields amount to. Call it where a value that the form needs is missing.
    #[must_use]
    pub const fn into_failure(self) -> Failure {
        Failure::Invalid { fields: self }
    }
}

/// Why a value or a state is refused. A page puts it into words; the code (`snake_case`) is stable for other programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing was typed.
    Required,
    /// Longer than allowed.
    TooLong {
        /// Characters.
        max: u32,
    },
    /// Shorter than allowed.
    TooShort {
        /// Characters.
        min: u32,
    },
    /// Not a number.
    NotANumber,
    /// A sum with more than two places, or not a sum.
    NotMoney,
    /// Zero or less where more is needed.
    NotPositive,
    /// Less than zero.
    Negative,
    /// Too large.
    TooLarge,
    /// Less than the least that is allowed.
    BelowLeast {
        /// The least.
        least: i32,
    },
    /// More than the most that is allowed.
    AboveMost {
        /// The most.
        most: i32,
    },
    /// More places after the point than allowed.
    TooPrecise {
        /// Places.
        places: u32,
    },
    /// Not a date.
    NotADate,
    /// Not a month.
    NotAMonth,
    /// A date so far away that it must be a slip.
    DateOutOfRange,
    /// The end comes before the beginning.
    EndsBeforeItBegins,
    /// Not one of the offered choices.
    NotAChoice,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a telephone number.
    NotAPhone,
    /// Not a domain name.
    NotADomain,
    /// A domain whose proof has not been seen yet.
    NotVerified,
    /// Characters that can't stand there.
    BadCharacters,
    /// Already in use by another.
    Taken,
    /// No such object.
    Unknown,
    /// A password among those that are tried first.
    PasswordTooCommon,
    /// The address of a tenant that is reserved for the product.
    Reserved,
    /// What was typed to confirm differs.
    DoesNotMatch,
    /// The e-mail and password do not belong together. Says nothing of which is wrong.
    WrongCredentials,
    /// The password in force was typed wrongly where it has to be confirmed.
    WrongPassword,
    /// A link that was used, replaced or has expired.
    LinkExpired,
    /// The last administrator can't be removed, demoted or disabled.
    LastAdmin,
    /// One can't do this to oneself.
    Oneself,
    /// The object is archived.
    Archived,
    /// The object is not archived.
    NotArchived,
    /// Somebody changed it since it was opened.
    ChangedMeanwhile,
    /// Something still rests on it.
    InUse,
    /// An invoice stands on it: it must be voided or corrected first.
    Charged,
    /// Another period of the same service overlaps.
    Overlaps,
    /// The end of a tier is not above the one before.
    NotRising,
    /// The last tier has no end.
    MustBeOpen,
    /// The same key was used for something else.
    KeyReused,
    /// The same sum from the same account has just been taken; a tick says that it is another.
    LooksRepeated,
    /// Parts that are together more than the sum.
    PartsAboveSum,
    /// More than is open.
    AboveOpen,
    /// More than is left as an advance.
    AboveAdvance,
    /// A credit that is no money can't be given back or taken back as money.
    NotMoneyReceived,
    /// What was given back already.
    AlreadyReturned,
    /// The tenant is not in the state for this.
    WrongStatus,
    /// The organisation is suspended.
    Suspended,
    /// Somebody asked to stop it.
    Cancelled,
    /// More than the organisation's terms allow.
    QuotaFull {
        /// How many are allowed.
        limit: i64,
    },
    /// A limit that warns lies above the one that refuses.
    SoftAboveHard,
    /// The same is at work already.
    AlreadyRunning,
    /// The subscriber has promised already, and the day has not come.
    PromiseOpen,
    /// The batch has been posted or discarded already.
    AlreadyDone,
    /// What a draft was made of has changed since: it has to be made anew.
    DraftOutdated,
    /// A draft holds nothing that could be issued.
    NothingToIssue,
    /// Payments rest on it.
    PaidAlready,
    /// The sum can't be computed: what is missing has to be entered first.
    NotComputable,
    /// The file holds nothing.
    FileEmpty,
    /// The file is larger than allowed.
    FileTooLarge {
        /// Mebibytes.
        max_mb: u32,
    },
    /// The file can't be read as a table.
    FileUnreadable,
    /// The file is of a kind that is not taken.
    FileKind,
    /// The file is no picture.
    NotAPicture,
    /// The file is neither a PDF nor a picture.
    NotAScan,
    /// A requisite of an organisation or bank that can't be.
    Requisite {
        /// What is wrong with it.
        why: crate::requisites::Wrong,
    },
    /// A day after the end that is set already.
    AfterTheEnd,
    /// Charges have been made by it.
    ChargesRestOnIt,
    /// Only the latest entry can be taken back.
    NotTheLatest,
    /// A column that must be there is not.
    ColumnMissing {
        /// The column's heading.
        column: String,
    },
    /// The same value stands in another line of the file.
    RepeatedInFile {
        /// The line, from 1.
        line: u32,
    },
    /// Too many tries.
    TooManyTries {
        /// Minutes to wait.
        minutes: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_of_a_field_stays() {
        let mut fields = Fields::default();
        fields.refuse("name", Reason::Required);
        fields.refuse("name", Reason::TooLong { max: 3 });
        assert_eq!(fields.keep::<u8>("area", Err(Reason::NotANumber)), None);
        assert_eq!(fields.keep("floor", Ok(3)), Some(3));
        assert_eq!(fields.get("name"), Some(&Reason::Required));
        assert_eq!(
            fields.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ["area", "name"]
        );
        let failure = fields.into_failure();
        assert_eq!(failure.reason_for("area"), Some(&Reason::NotANumber));
        assert_eq!(Failure::NotFound.reason_for("area"), None);
    }

    #[test]
    fn failures_travel_and_have_a_status() {
        let all = [
            (Failure::SignedOut, 401),
            (Failure::Forbidden, 403),
            (Failure::NotFound, 404),
            (Failure::field("a", Reason::TooLong { max: 5 }), 422),
            (Failure::conflict(Reason::LastAdmin), 409),
            (Failure::Busy { retry_after: 2 }, 503),
            (Failure::Unreachable, 503),
            (Failure::Internal { reference: "r".into() }, 500),
        ];
        for (failure, status) in all {
            assert_eq!(failure.status(), status);
            let text = serde_json::to_string(&failure).unwrap();
            assert_eq!(serde_json::from_str::<Failure>(&text).unwrap(), failure, "{text}");
            assert!(!failure.to_string().is_empty());
        }
    }
}
