//! How much of something a tenant may use: from the soft limit on people are warned, more than the hard one is refused.

use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, typed};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Subscribers without the archive.
    Subscribers,
    /// Staff who may sign in.
    Users,
    /// The database and the files together, in units of a million bytes.
    Megabytes,
}

impl What {
    /// Everything that is limited.
    pub const ALL: [Self; 3] = [Self::Subscribers, Self::Users, Self::Megabytes];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Subscribers => "subscribers",
            Self::Users => "users",
            Self::Megabytes => "megabytes",
        }
    }

    /// The thing of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
}

/// The limits of one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// From here on people are warned.
    pub soft: Option<i64>,
    /// More than this is refused.
    pub hard: Option<i64>,
}

/// How what is used stands to its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Below both.
    Free,
    /// At the soft limit or above it.
    Near,
    /// At the hard limit or above it: no more.
    Full,
}

impl Quota {
    /// How so much stands to the limits.
    #[must_use]
    pub fn standing(self, used: i64) -> Standing {
        if self.hard.is_some_and(|hard| used >= hard) {
            Standing::Full
        } else if self.soft.is_some_and(|soft| used >= soft) {
            Standing::Near
        } else {
            Standing::Free
        }
    }

    /// Refuses `more` on top of `used` where the hard limit would be passed.
    ///
    /// # Errors
    /// `Conflict(QuotaFull)` with the limit.
    pub fn allow(self, used: i64, more: i64) -> Result<(), Failure> {
        match self.hard {
            Some(hard) if used.saturating_add(more) > hard => Err(Failure::conflict(Reason::QuotaFull { limit: hard })),
            Some(_) | None => Ok(()),
        }
    }
}

/// The limits of a tenant; nothing is limited of which nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotas {
    /// Subscribers.
    pub subscribers: Quota,
    /// Staff.
    pub users: Quota,
    /// Room.
    pub megabytes: Quota,
}

impl Quotas {
    /// The limits of a thing.
    #[must_use]
    pub const fn of(&self, what: What) -> Quota {
        match what {
            What::Subscribers => self.subscribers,
            What::Users => self.users,
            What::Megabytes => self.megabytes,
        }
    }

    /// Sets the limits of a thing.
    pub const fn set(&mut self, what: What, quota: Quota) {
        match what {
            What::Subscribers => self.subscribers = quota,
            What::Users => self.users = quota,
            What::Megabytes => self.megabytes = quota,
        }
    }
}

/// A limited thing of which there is no more, or soon will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressed {
    /// What is limited.
    pub what: What,
    /// How much of it is used.
    pub used: i64,
    /// Its limits.
    pub quota: Quota,
}

impl Pressed {
    /// Nothing where there is enough.
    #[must_use]
    pub fn of(what: What, quota: Quota, used: i64) -> Option<Self> {
        (quota.standing(used) != Standing::Free).then_some(Self { what, used, quota })
    }

    /// No more of it is to be had.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.quota.standing(self.used) == Standing::Full
    }
}

/// The terms of a tenant as typed: plan, tags, limits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    /// The tenant's id.
    pub id: String,
    /// What the landlord calls the terms.
    pub plan: String,
    /// Words to find it by, with commas between them.
    pub tags: String,
    /// Soft and hard limits, whole numbers or nothing.
    pub subscribers_soft: String,
    /// Hard limit of subscribers.
    pub subscribers_hard: String,
    /// Soft limit of staff.
    pub users_soft: String,
    /// Hard limit of staff.
    pub users_hard: String,
    /// Soft limit of room.
    pub megabytes_soft: String,
    /// Hard limit of room.
    pub megabytes_hard: String,
}

/// The terms of a tenant, proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The tenant's id.
    pub id: i64,
    /// What the landlord calls the terms.
    pub plan: String,
    /// Words to find it by: lower case, in order, each once.
    pub tags: Vec<String>,
    /// The limits.
    pub quotas: Quotas,
}

impl TermsForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Terms, Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let plan = fields.keep("plan", short(&self.plan, 60));
        let tags = fields.keep("tags", tags(&self.tags));
        let mut quotas = Quotas::default();
        for (what, soft, hard) in [
            (What::Subscribers, &self.subscribers_soft, &self.subscribers_hard),
            (What::Users, &self.users_soft, &self.users_hard),
            (What::Megabytes, &self.megabytes_soft, &self.megabytes_hard),
        ] {
            let (soft_name, hard_name) = (format!("{}_soft", what.code()), format!("{}_hard", what.code()));
            let soft = fields.keep(&soft_name, limit(soft)).flatten();
            let hard = fields.keep(&hard_name, limit(hard)).flatten();
            if let (Some(soft), Some(hard)) = (soft, hard)
                && soft > hard
            {
                fields.refuse(&soft_name, Reason::SoftAboveHard);
            }
            quotas.set(what, Quota { soft, hard });
        }
        match (plan, tags) {
            (Some(plan), Some(tags)) if fields.is_empty() => Ok(Terms { id, plan, tags, quotas }),
            _ => Err(fields.into_failure()),
        }
    }
}

fn short(typed: &str, max: u32) -> Result<String, Reason> {
    let text = typed.trim();
    if text.chars().count() > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Reason::TooLong { max });
    }
    if text.chars().any(char::is_control) {
        return Err(Reason::BadCharacters);
    }
    Ok(text.to_owned())
}

fn tags(typed: &str) -> Result<Vec<String>, Reason> {
    let mut tags: Vec<String> = short(typed, 200)?
        .split(',')
        .map(|tag| tag.trim().to_lowercase())
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    Ok(tags)
}

fn limit(typed: &str) -> Result<Option<i64>, Reason> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse::<i64>() {
        Ok(limit) if limit > 1_000_000_000 => Err(Reason::TooLarge),
        Ok(limit) if limit > 0 => Ok(Some(limit)),
        Ok(_) => Err(Reason::NotPositive),
        Err(_) => Err(Reason::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_warn_and_refuse() {
        let quota = Quota {
            soft: Some(90),
            hard: Some(100),
        };
        for (used, want) in [
            (0, Standing::Free),
            (89, Standing::Free),
            (90, Standing::Near),
            (99, Standing::Near),
            (100, Standing::Full),
            (140, Standing::Full),
        ] {
            assert_eq!(quota.standing(used), want, "{used}");
        }
        assert_eq!(Quota::default().standing(i64::MAX), Standing::Free);
        let pressed = |used| Pressed::of(What::Users, quota, used).map(|pressed| pressed.is_full());
        assert_eq!(
            (pressed(89), pressed(90), pressed(100)),
            (None, Some(false), Some(true))
        );
        assert_eq!(quota.allow(99, 1), Ok(()));
        assert_eq!(
            quota.allow(99, 2),
            Err(Failure::conflict(Reason::QuotaFull { limit: 100 }))
        );
        assert_eq!(Quota::default().allow(i64::MAX, 1), Ok(()));
        for what in What::ALL {
            assert_eq!(What::from_code(what.code()), Some(what));
        }
    }

    #[test]
    fn terms_are_read_as_typed() {
        let form = TermsForm {
            id: "3".into(),
            plan: " Стандарт ".into(),
            tags: "ТСЖ, калуга,, тсж".into(),
            subscribers_soft: "9 000".into(),
            subscribers_hard: "10000".into(),
            ..TermsForm::default()
        };
        let terms = form.parse().unwrap();
        assert_eq!(
            (terms.plan.as_str(), terms.tags.join(" ")),
            ("Стандарт", "калуга тсж".to_owned())
        );
        assert_eq!(
            terms.quotas.of(What::Subscribers),
            Quota {
                soft: Some(9000),
                hard: Some(10_000)
            }
        );
        assert_eq!(terms.quotas.of(What::Users), Quota::default());

        let wrong = TermsForm {
            users_soft: "10".into(),
            users_hard: "5".into(),
            megabytes_hard: "много".into(),
            ..form
        };
        let Err(Failure::Invalid { fields }) = wrong.parse() else {
            panic!("accepted")
        };
        assert_eq!(
            fields.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ["megabytes_hard", "users_soft"]
        );
    }
}
