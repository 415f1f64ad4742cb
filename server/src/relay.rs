//! From a tenant's outbox to where its things go. A tenant's database can't reach beyond itself, so the program carries
//! over what a use case left there: right after the call, and by a slow round that finds what a crash left lying.

use std::time::Duration;

use domain::Failure;
use domain::mail::{Link, letter};
use landlord::{Found, letters, tenants};
use tenant::outbox::{self, Waiting};
use tenant::store::OrFailure;
use tokio::sync::watch;

use crate::Program;

/// The round looks at one tenant this often.
const EVERY: Duration = Duration::from_secs(5);
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
            // The tenant's own address, whatever host the request named.
            let link = format!("{}{}", ctx.home.address.tenant(&tenant.slug), known.path);
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
    tokio::spawn(async move {
        if let Err(failure) = relay(&inside, &program.ctx(), tenant_id).await {
            tracing::warn!(tenant_id, %failure, "an outbox could not be emptied; the round will come by");
        }
    });
}

/// Looks at the tenant that follows `id`; gives the one it looked at, or zero at the end of the round.
///
/// # Errors
/// Those of both databases.
pub async fn look_after(program: &Program, id: i64) -> Result<i64, Failure> {
    let ctx = program.ctx();
    let Some((id, slug)) = tenants::after(&ctx, id).await? else {
        return Ok(0);
    };
    if let Found::Serve(resident) = program.registry.find(&slug, &ctx.request_id).await? {
        let inside = tenants::inside_of(&ctx, &resident).await;
        let handed = relay(&inside, &ctx, resident.id).await?;
        if handed > 0 {
            tracing::info!(tenant_id = id, handed, "an outbox held what a call had left");
        }
    }
    Ok(id)
}

/// Goes round all tenants, one every few seconds, until told to stop.
pub async fn run(program: Program, mut stop: watch::Receiver<bool>) {
    let mut at = 0;
    while !*stop.borrow() {
        match look_after(&program, at).await {
            Ok(id) => at = id,
            Err(failure) => {
                tracing::warn!(after = at, %failure, "an outbox could not be looked at");
                // A tenant that can't be reached does not hold up the round.
                at += 1;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => break,
        }
    }
}
