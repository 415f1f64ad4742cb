//! Who asks in the console, and when: what every use case of the landlord is given.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Failure;
use domain::landlords::{Permission, Role};
use sqlx::PgPool;

use crate::domains::Prover;
use crate::{Home, Registry};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody of the landlord's, signed in.
    User {
        /// The person's id.
        id: i64,
        /// The name.
        name: String,
        /// The role.
        role: Role,
    },
    /// Nobody is signed in: log-in, setup.
    Anonymous,
    /// The program itself: the command line.
    System,
}

/// The context of one call.
#[derive(Clone)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// The installation.
    pub home: Arc<Home>,
    /// Tenants' doors and connections, to be told of changes.
    pub registry: Arc<Registry>,
    /// Looks for proofs of tenants' own domains.
    pub prover: Arc<dyn Prover>,
    /// The instant of the call.
    pub now: DateTime<Utc>,
    /// The client's address, where there is a client.
    pub ip: Option<IpAddr>,
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
            Actor::User { .. } => Err(Failure::Forbidden),
        }
    }

    /// The landlord's database.
    #[must_use]
    pub fn db(&self) -> &PgPool {
        &self.home.db
    }

    /// The signed-in person's id, if it is a person.
    #[must_use]
    pub const fn actor_id(&self) -> Option<i64> {
        match &self.actor {
            Actor::User { id, .. } => Some(*id),
            Actor::Anonymous | Actor::System => None,
        }
    }

    /// The same call by another actor.
    #[must_use]
    pub fn with_actor(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// What the actor is called in the audit.
    #[must_use]
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::User { name, .. } => name,
            Actor::Anonymous => "—",
            Actor::System => "kvitok",
        }
    }
}

/// The token of the session in which a call is made: what a change of the password leaves standing.
#[derive(Clone)]
pub struct Presented(pub String);
