//! Who asks, in which tenant, when, with which database: the one thing that every use case is given.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::quotas::Quotas;
use domain::{Currency, Failure, Language, Offsets, Permission, Role, jobs};
use serde::{Deserialize, Serialize};

use crate::{Db, files, outbox, work};

/// What a use case may know of its tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// The label of its address; for logs.
    pub slug: String,
    /// What the organisation calls itself.
    pub name: String,
    /// The currency of its books.
    pub currency: Currency,
    /// The language of its greeting.
    pub language: Language,
    /// Its time zone, as pages and documents show instants in it.
    pub offsets: Offsets,
    /// How much it may use.
    pub quotas: Quotas,
    /// It is a copy to try things on, which expires then: nothing may leave it.
    pub copy_until: Option<DateTime<Utc>>,
}

/// Who asks. Written down with what is asked for and done later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody of the staff, signed in.
    User {
        /// The person's id.
        id: i64,
        /// The name.
        name: String,
        /// The role.
        role: Role,
    },
    /// Somebody of the landlord's in the place of one of the staff: with that person's rights, but for those that would
    /// outlast the visit.
    Visitor {
        /// The visitor's id, in the landlord's own numbering.
        id: i64,
        /// Both names, as the audit and documents show them.
        name: String,
        /// The role of the person in whose place.
        role: Role,
    },
    /// Nobody is signed in: log-in, invitations.
    Anonymous,
    /// The program itself: the command line, a job, the landlord's provisioning.
    System,
    /// The program in a job that somebody asked for: with the rights that they had then, and no more.
    OnBehalf {
        /// What the audit and documents show.
        name: String,
        /// Who asked.
        of: Box<Self>,
    },
}

impl Actor {
    /// The program, doing what somebody asked for.
    #[must_use]
    pub fn on_behalf(of: Self, language: Language) -> Self {
        match &of {
            Self::User { name, .. } | Self::Visitor { name, .. } => Self::OnBehalf {
                name: jobs::actor_name(language, name),
                of: Box::new(of),
            },
            Self::Anonymous | Self::System | Self::OnBehalf { .. } => of,
        }
    }

    /// Who wants it in the end: what a job asks for in its turn is asked for by the same person.
    #[must_use]
    pub fn principal(&self) -> &Self {
        match self {
            Self::OnBehalf { of, .. } => of.principal(),
            _ => self,
        }
    }

    fn may(&self, permission: Permission) -> Result<(), Failure> {
        match self {
            Self::System => Ok(()),
            Self::Anonymous => Err(Failure::SignedOut),
            Self::User { role, .. } if role.may(permission) => Ok(()),
            Self::Visitor { role, .. } if role.may(permission) && !permission.is_closed_to_visitors() => Ok(()),
            Self::User { .. } | Self::Visitor { .. } => Err(Failure::Forbidden),
            Self::OnBehalf { of, .. } => of.may(permission),
        }
    }

    /// The name, as the audit and documents show it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } | Self::Visitor { name, .. } | Self::OnBehalf { name, .. } => name,
            Self::Anonymous => "—",
            Self::System => "kvitok",
        }
    }
}

/// The context of one call. Built by the host and session middleware of `server`, by its command line and by tests.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The tenant.
    pub tenant: Arc<Tenant>,
    /// Who asks.
    pub actor: Actor,
    /// The tenant's database, and no other.
    pub db: Db,
    /// The tenant's files, and no others.
    pub files: files::Store,
    /// Whether the call has put something into the outbox.
    pub outbox: outbox::Touched,
    /// The tenant's background work, and no other.
    pub work: work::Work,
    /// The instant of the call.
    pub now: DateTime<Utc>,
    /// The business day in the tenant's time zone.
    pub today: NaiveDate,
    /// The request's id, as in the log.
    pub request_id: String,
}

impl Ctx {
    /// The first line of every use case.
    ///
    /// # Errors
    /// `SignedOut` for nobody, `Forbidden` where the role's row in the permission table says no.
    pub fn authorize(&self, permission: Permission) -> Result<(), Failure> {
        self.actor.may(permission)
    }

    /// The signed-in person's id.
    ///
    /// # Errors
    /// `Forbidden` for a visitor, who has none here, and for the program on somebody's behalf; `SignedOut` for anybody
    /// else.
    pub fn user_id(&self) -> Result<i64, Failure> {
        match &self.actor {
            Actor::User { id, .. } => Ok(*id),
            Actor::Visitor { .. } | Actor::OnBehalf { .. } => Err(Failure::Forbidden),
            Actor::Anonymous | Actor::System => Err(Failure::SignedOut),
        }
    }

    /// What the actor is called in the audit and on documents.
    #[must_use]
    pub fn actor_name(&self) -> &str {
        self.actor.name()
    }

    /// The same call by another actor: after a log-in, or on behalf of the program.
    #[must_use]
    pub fn with_actor(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }
}

/// The token of the session in which a call is made: what a change of the password leaves standing.
#[derive(Clone)]
pub struct Presented(pub String);
