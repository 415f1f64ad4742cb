//! Visits of the landlord's people: in the place of one of the staff, for an hour at most, under both names.

mod sql;

use chrono::{DateTime, TimeDelta, Utc};
use domain::sessions::Who;
use domain::visits::{Seat, actor_name};
use domain::{Failure, Reason};
use serde_json::json;

use crate::sessions::Opened;
use crate::store::{OrFailure, transact};
use crate::{Actor, Ctx, events, tokens};

/// A visit ends this long after its beginning, whatever happens.
const LASTS: TimeDelta = TimeDelta::minutes(60);

/// Leave to enter, as the landlord's door has proven it: whoever has one has used a pass up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// In whose place.
    pub staff_id: i64,
    /// Who enters, in the landlord's own numbering.
    pub visitor_id: i64,
    /// What that person is called.
    pub visitor_name: String,
    /// Why.
    pub reason: String,
}

/// Who is behind a session that is a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The visitor, in the landlord's own numbering.
    pub id: i64,
    /// What the visitor is called.
    pub name: String,
    /// When it ends whatever happens.
    pub ends_at: DateTime<Utc>,
}

impl Visit {
    /// The actor of calls in this visit.
    pub(crate) fn actor(&self, who: &Who) -> Actor {
        Actor::Visitor {
            id: self.id,
            name: actor_name(&who.name, &self.name),
            role: who.role,
        }
    }
}

/// In whose place one may act: everybody who can sign in, by name and role only.
///
/// # Errors
/// `Forbidden` for anybody but the program itself, which asks for the landlord.
pub async fn seats(ctx: &Ctx) -> Result<Vec<Seat>, Failure> {
    if ctx.actor != Actor::System {
        return Err(Failure::Forbidden);
    }
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::seats(&mut conn).await.or_failure(ctx)
}

/// Opens a visit's session.
///
/// # Errors
/// `Conflict(LinkExpired)` when the person can't sign in any more.
pub async fn enter(ctx: &Ctx, grant: Grant) -> Result<Opened, Failure> {
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let who = sql::who_for_update(conn, grant.staff_id)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::conflict(Reason::LinkExpired))?;
            let visit = Visit {
                id: grant.visitor_id,
                name: grant.visitor_name,
                ends_at: ctx.now + LASTS,
            };
            let tokens::Fresh { token, hash } = tokens::fresh();
            sql::insert(conn, who.id, &hash, ctx.now, &visit)
                .await
                .or_failure(ctx)?;
            let by = ctx.with_actor(visit.actor(&who));
            let details = json!({ "as": who.id, "until": visit.ends_at });
            events::record_with_reason(conn, &by, "visit_begun", "session", &grant.reason, details).await?;
            Ok(Opened {
                token,
                expires_at: visit.ends_at,
                who,
            })
        })
    })
    .await
}
