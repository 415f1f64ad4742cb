//! Visits: a pass for one of the landlord's people into one tenant, as one of its staff. It works once, for a minute, and
//! for a reason that stands in both audits.

mod sql;

use chrono::TimeDelta;
use domain::landlords::Permission;
use domain::visits::{Pass, Seat, VisitForm};
use domain::{Failure, Reason};
use serde_json::json;
use tenant::tokens;
use tenant::visits::Grant;

use crate::registry::Found;
use crate::store::OrFailure;
use crate::{Ctx, events, tenants};

/// How long a pass works.
const LASTS: TimeDelta = TimeDelta::seconds(60);

/// In whose place one may act: the staff of a tenant in service, by name and role only.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` for a tenant out of service; `SignedOut`, `Forbidden`.
pub async fn seats(ctx: &Ctx, tenant_id: i64) -> Result<Vec<Seat>, Failure> {
    ctx.authorize(Permission::LogInAs)?;
    let (_, inside) = in_service(ctx, tenant_id).await?;
    tenant::visits::seats(&inside).await
}

/// Makes a pass.
///
/// # Errors
/// `Invalid` with reasons; as [`seats`].
pub async fn begin(ctx: &Ctx, form: &VisitForm) -> Result<Pass, Failure> {
    ctx.authorize(Permission::LogInAs)?;
    let request = form.parse()?;
    // The program itself has no name that a tenant's audit could show.
    let user_id = ctx.actor_id().ok_or(Failure::SignedOut)?;
    let (url, inside) = in_service(ctx, request.tenant_id).await?;
    let seat = tenant::visits::seats(&inside)
        .await?
        .into_iter()
        .find(|seat| seat.id == request.staff_id)
        .ok_or_else(|| Failure::field("staff_id", Reason::NotAChoice))?;
    let fresh = tokens::fresh();
    let expires_at = ctx.now + LASTS;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let pass = sql::NewPass {
        tenant_id: request.tenant_id,
        staff_id: seat.id,
        user_id,
        user_name: ctx.actor_name(),
        reason: &request.reason,
    };
    sql::insert(&mut transaction, &pass, &fresh.hash, ctx.now, expires_at)
        .await
        .or_failure(ctx)?;
    let what = events::What {
        verb: "visit_asked",
        noun: "tenant",
        object_id: Some(request.tenant_id),
        reason: Some(&request.reason),
        details: json!({ "as": seat.name, "role": seat.role }),
    };
    events::record_with_reason(&mut transaction, ctx, what).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(Pass {
        url: format!("{url}/enter/{}", fresh.token),
        expires_at,
    })
}

/// Uses a pass up at the door of a tenant, and says who comes in as whom. It is used up before the tenant opens its
/// session: a pass that failed there does not work a second time.
///
/// # Errors
/// `Conflict(LinkExpired)` for a pass that was used, has expired, belongs to another tenant or never was one, and for
/// one of somebody who may not enter any more.
pub async fn use_up(ctx: &Ctx, tenant_id: i64, token: &str) -> Result<Grant, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let hash = tokens::hash(token);
    let used = sql::use_up(&mut transaction, &hash, tenant_id, ctx.now)
        .await
        .or_failure(ctx)?
        .filter(|used| used.role.may(Permission::LogInAs));
    let Some(used) = used else {
        transaction.rollback().await.or_failure(ctx)?;
        // Also what never was a pass is worth a line: somebody tries doors.
        let details = json!({ "cause": "pass_not_valid" });
        events::note(ctx, "visit_refused", "tenant", Some(tenant_id), details).await;
        return Err(Failure::conflict(Reason::LinkExpired));
    };
    let by = ctx.with_actor(crate::Actor::User {
        id: used.grant.visitor_id,
        name: used.grant.visitor_name.clone(),
        role: used.role,
    });
    let what = events::What {
        verb: "visit_begun",
        noun: "tenant",
        object_id: Some(tenant_id),
        reason: Some(&used.grant.reason),
        details: json!({ "staff_id": used.grant.staff_id }),
    };
    events::record_with_reason(&mut transaction, &by, what).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(used.grant)
}

/// The public address and a context of the program itself in a tenant in service.
async fn in_service(ctx: &Ctx, tenant_id: i64) -> Result<(String, tenant::Ctx), Failure> {
    let slug = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::slug(&mut conn, tenant_id)
            .await
            .or_failure(ctx)?
            .ok_or(Failure::NotFound)?
    };
    match ctx.registry.find(&slug, &ctx.request_id).await? {
        Found::Serve(resident) => Ok((resident.url.clone(), tenants::enter(ctx, &resident).await?)),
        _ => Err(Failure::conflict(Reason::WrongStatus)),
    }
}
