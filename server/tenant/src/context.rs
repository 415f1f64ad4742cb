//! Who asks, in which tenant, when, with which database: the one thing that every use case is given.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::quotas::Quotas;
use domain::{Currency, Failure, Language, Offsets, Permission, Role};

use crate::Db;

use crate::{files, outbox};

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

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

impl Actor {
    /// What the program calls itself in the audit and on documents.
    pub const PROGRAM: &'static str = "kvitok";
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
        match &self.actor {
            Actor::System => Ok(()),
            Actor::Anonymous => Err(Failure::SignedOut),
            Actor::User { role, .. } if role.may(permission) => Ok(()),
            Actor::Visitor { role, .. } if role.may(permission) && !permission.is_closed_to_visitors() => Ok(()),
            Actor::User { .. } | Actor::Visitor { .. } => Err(Failure::Forbidden),
        }
    }

    /// The signed-in person's id.
    ///
    /// # Errors
    /// `Forbidden` for a visitor, who has none here; `SignedOut` for anybody else.
    pub fn user_id(&self) -> Result<i64, Failure> {
        match &self.actor {
            Actor::User { id, .. } => Ok(*id),
            Actor::Visitor { .. } => Err(Failure::Forbidden),
            Actor::Anonymous | Actor::System => Err(Failure::SignedOut),
        }
    }

    /// What the actor is called in the audit and on documents.
    #[must_use]
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::User { name, .. } | Actor::Visitor { name, .. } => name,
            Actor::Anonymous => "—",
            Actor::System => Actor::PROGRAM,
        }
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
