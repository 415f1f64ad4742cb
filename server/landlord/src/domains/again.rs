//! Looks for proofs: the one that a person asks for, and the daily one at all that is or was served. What has lost its
//! proof gives up bit by bit (`domain::domains::Turn`), and never the address under the root domain.

mod sql;

use domain::Failure;
use domain::domains::{Cause, GIVE_UP_AFTER, Turn};
use domain::host::HostName;
use domain::landlords::Permission;
use domain::mail::{Kind, Link, letter};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

use super::Claim;
use super::sql::{Known, by_id, tenant_for_update};
use crate::jobs::{self, Claimed};
use crate::store::OrFailure;
use crate::{Ctx, events, letters};

/// What a round over all domains came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LookedAgain {
    /// Domains that were looked at.
    pub looked: u32,
    /// Those without their proof.
    pub missing: u32,
    /// Those that are not the main address any more.
    pub stepped_down: u32,
    /// Those that are not served any more.
    pub lapsed: u32,
}

/// What one look came to.
pub(super) struct Look {
    cause: Option<Cause>,
    turn: Turn,
    /// Where requests lead has changed.
    matters: bool,
}

/// Looks for the proofs of all domains that are served, or were until they lapsed, of tenants in service. A day counts
/// once, so a round that was cut short is simply begun anew.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database; `Conflict(Cancelled)`.
pub async fn look_again(ctx: &Ctx, job: Option<&Claimed>) -> Result<LookedAgain, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let ids = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::served(&mut conn).await.or_failure(ctx)?
    };
    let total = i64::try_from(ids.len()).ok();
    let mut all = LookedAgain::default();
    for (nth, id) in (0_i64..).zip(ids) {
        if let Some(job) = job {
            jobs::step(ctx, job, nth, total).await?;
        }
        let known = {
            let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
            by_id(&mut conn, id).await.or_failure(ctx)?
        };
        // It may have been removed meanwhile.
        let Some(known) = known else { continue };
        let tenant_id = known.tenant_id;
        let Some(look) = look(ctx, id, known).await? else {
            continue;
        };
        all.looked += 1;
        all.missing += u32::from(look.cause.is_some());
        all.stepped_down += u32::from(look.turn == Turn::StepDown);
        all.lapsed += u32::from(look.turn == Turn::Lapse);
        if look.matters {
            ctx.registry.forget(tenant_id).await;
        }
    }
    Ok(all)
}

/// Looks for one proof and keeps what came of it. Nothing where the domain was removed, or added anew, meanwhile.
pub(super) async fn look(ctx: &Ctx, id: i64, known: Known) -> Result<Option<Look>, Failure> {
    let claim = Claim {
        answer: ctx.home.domain_proof(&known.name, &known.token),
        name: known.name,
        method: known.method,
        token: known.token,
    };
    // No connection is held meanwhile: name servers of strangers take their time.
    let cause = ctx.prover.prove(&claim).await.err();
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    // The tenant first, then its domain: everybody locks in this order.
    tenant_for_update(&mut transaction, known.tenant_id)
        .await
        .or_failure(ctx)?;
    let Some(noted) = sql::note_look(&mut transaction, id, &claim.token, cause, ctx.now)
        .await
        .or_failure(ctx)?
    else {
        return Ok(None);
    };
    let verb = match cause {
        None => (!known.verified).then_some("domain_verified"),
        // What has been missing since the look before is no news.
        Some(cause) => (known.cause != Some(cause)).then_some("domain_not_verified"),
    };
    if let Some(verb) = verb {
        let details = json!({ "domain": claim.name, "cause": cause.map(Cause::code) });
        events::record(&mut transaction, ctx, verb, "tenant", Some(known.tenant_id), details).await?;
    }
    let counts = noted.verified && cause.is_some_and(Cause::is_certain);
    let turn = if counts {
        Turn::after(noted.missed_days, noted.is_canonical)
    } else {
        Turn::Stay
    };
    let about = About {
        id,
        tenant_id: known.tenant_id,
        name: &claim.name,
    };
    take(ctx, &mut transaction, about, turn).await?;
    transaction.commit().await.or_failure(ctx)?;
    let gives_up = matches!(turn, Turn::StepDown | Turn::Lapse);
    Ok(Some(Look {
        cause,
        turn,
        matters: gives_up || noted.verified != known.verified,
    }))
}

/// The domain whose turn it is.
#[derive(Clone, Copy)]
struct About<'a> {
    id: i64,
    tenant_id: i64,
    name: &'a str,
}

async fn take(ctx: &Ctx, conn: &mut PgConnection, about: About<'_>, turn: Turn) -> Result<(), Failure> {
    let verb = match turn {
        Turn::Stay => return Ok(()),
        Turn::Warn => return warn(ctx, conn, about).await,
        Turn::StepDown => {
            sql::step_down(&mut *conn, about.id).await.or_failure(ctx)?;
            "domain_stepped_down"
        }
        Turn::Lapse => {
            sql::lapse(&mut *conn, about.id, ctx.now).await.or_failure(ctx)?;
            "domain_lapsed"
        }
    };
    tracing::warn!(
        tenant_id = about.tenant_id,
        domain = about.name,
        verb,
        "a domain has lost its proof"
    );
    let details = json!({ "domain": about.name, "days": GIVE_UP_AFTER });
    events::record(conn, ctx, verb, "tenant", Some(about.tenant_id), details).await
}

/// One letter a day of warning, however often one looks.
async fn warn(ctx: &Ctx, conn: &mut PgConnection, about: About<'_>) -> Result<(), Failure> {
    let people = sql::people(&mut *conn, about.tenant_id).await.or_failure(ctx)?;
    let link = HostName::parse(about.name)
        .map(|host| ctx.home.address.of(&host))
        .unwrap_or_default();
    let days = i64::from(GIVE_UP_AFTER - domain::domains::WARN_AFTER);
    let about_letter = Link {
        to: &people.email,
        place: &people.name,
        link: &link,
        hours: days * 24,
    };
    let letter = letter(people.language, Kind::Domain, &about_letter);
    let key = format!("domain/{}/{}", about.id, ctx.now.date_naive());
    if letters::queue(&mut *conn, ctx, &key, Some(about.tenant_id), &letter).await? {
        let details = json!({ "domain": about.name, "days_left": days, "to": people.email });
        events::record(conn, ctx, "domain_warned", "tenant", Some(about.tenant_id), details).await?;
    }
    Ok(())
}
