//! From a tenant's outbox to where its things go. A tenant's database can't reach beyond itself, so the program carries
//! over what a use case left there: right after the call, and by a slow round that finds what a crash left lying.

use domain::Failure;
use domain::mail::{Link, letter};
use landlord::{Found, jobs, letters, tenants};
use serde::Serialize;
use tenant::outbox::{self, Waiting};
use tenant::store::OrFailure;
use tracing::Instrument;

use crate::Program;

/// A round over all tenants has so many parts, one a minute: what a crash left lying waits no longer than that, and a
/// fleet of thousands is not connected to all at once.
pub const PARTS: i64 = 15;
/// Things at one go.
const AT_ONCE: i64 = 20;

/// Hands over everything that waits in a tenant's outbox; says how many things that were. Crash-safe: the other side
/// knows each thing by tenant and id, so one that is handed over twice is there once.
///
/// # Errors
/// Those of both databases; what was handed over by then stays so.
pub async fn relay(inside: &tenant::Ctx, ctx: &landlord::Ctx, tenant_id: i64) -> Result<u64, Failure> {
    let inside = inside.with_actor(tenant::Actor::System);
    let (mut after, mut handed) = (0, 0);
    loop {
        let mut transaction = inside.db.begin().await.or_failure(&inside)?;
        let waiting = outbox::take(&mut transaction, &inside, after, AT_ONCE).await?;
        let Some(last) = waiting.last() else {
            return Ok(handed);
        };
        after = last.id;
        for thing in &waiting {
            if hand_over(&inside, ctx, tenant_id, thing).await? {
                outbox::mark_handed(&mut transaction, &inside, thing.id).await?;
                handed += 1;
            }
        }
        transaction.commit().await.or_failure(&inside)?;
    }
}

/// False for what nobody here knows what to do with: it stays, since a newer version of the program may know.
async fn hand_over(
    inside: &tenant::Ctx,
    ctx: &landlord::Ctx,
    tenant_id: i64,
    thing: &Waiting,
) -> Result<bool, Failure> {
    let tenant = inside.tenant.as_ref();
    match thing.topic.as_str() {
        outbox::LETTER => {
            let Ok(known) = serde_json::from_value::<outbox::Letter>(thing.payload.clone()) else {
                tracing::error!(tenant_id, outbox_id = thing.id, "a letter in an outbox can't be read");
                return Ok(false);
            };
            // Nothing leaves a copy to try things on: its people's addresses are real.
            if tenant.copy_until.is_some() {
                tracing::info!(tenant_id, outbox_id = thing.id, "a copy writes to nobody");
                return Ok(true);
            }
            // The tenant's own address, whatever host the request named.
            let link = format!("{}{}", tenants::url(ctx, &tenant.slug).await?, known.path);
            let about = Link {
                to: &known.to,
                place: &tenant.name,
                link: &link,
                hours: known.hours,
            };
            let letter = letter(tenant.language, known.kind, &about);
            letters::take_over(ctx, tenant_id, thing.id, &letter).await?;
            Ok(true)
        }
        outbox::JOB => {
            let known = serde_json::from_value::<outbox::Job>(thing.payload.clone()).ok();
            let Some(known) = known.filter(|job| job.task.is_of_tenant()) else {
                tracing::error!(tenant_id, outbox_id = thing.id, "a job in an outbox can't be read");
                return Ok(false);
            };
            jobs::take_over(ctx, tenant_id, thing.id, &known).await?;
            Ok(true)
        }
        topic => {
            tracing::error!(
                tenant_id,
                outbox_id = thing.id,
                topic,
                "nobody takes this topic of an outbox"
            );
            Ok(false)
        }
    }
}

/// After a call: if it put something into the outbox, a task of its own hands it over, so that nobody waits for it.
pub fn after_call(program: &Program, inside: &tenant::Ctx, tenant_id: i64) {
    if !inside.outbox.is_touched() {
        return;
    }
    let (program, inside) = (program.clone(), inside.clone());
    let handing_over = async move {
        if let Err(failure) = relay(&inside, &program.ctx(), tenant_id).await {
            tracing::warn!(tenant_id, %failure, "an outbox could not be emptied; the round will come by");
        }
    };
    tokio::spawn(handing_over.in_current_span());
}

/// What a look through outboxes found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Things that were handed over.
    pub handed: u64,
    /// Tenants that could not be looked at; the next round comes by.
    pub failed: u64,
}

/// Looks through the outboxes of the tenants whose id leaves `rest` when divided by [`PARTS`]. A tenant that can't be
/// reached does not hold up the others.
///
/// # Errors
/// Those of the landlord's database.
pub async fn sweep(program: &Program, rest: i64) -> Result<Swept, Failure> {
    let mut swept = Swept::default();
    for (id, slug) in tenants::part_of_all(&program.ctx(), PARTS, rest).await? {
        match look_into(program, id, &slug).await {
            Ok(handed) => swept.handed += handed,
            Err(failure) => {
                tracing::warn!(tenant_id = id, %failure, "an outbox could not be looked at");
                swept.failed += 1;
            }
        }
    }
    Ok(swept)
}

/// The part that has its turn in a minute.
#[must_use]
pub const fn part_of(minute: i64) -> i64 {
    minute.rem_euclid(PARTS)
}

async fn look_into(program: &Program, id: i64, slug: &str) -> Result<u64, Failure> {
    let ctx = program.ctx();
    match program.registry.find(slug, &ctx.request_id).await? {
        // What is being moved can't be written to; its outbox moves with it.
        Found::Serve(resident) if !resident.read_only => {
            let inside = tenants::enter(&ctx, &resident).await?;
            relay(&inside, &ctx, id).await
        }
        _ => Ok(0),
    }
}
