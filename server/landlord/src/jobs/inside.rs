//! Background work that is an organisation's own: taken over out of its outbox, done inside of it, shown to its people.

mod sql;

use std::sync::Arc;

use domain::jobs::{JobLine, Standing};
use domain::{Failure, Page, Reason};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenant::outbox::Job;
use tenant::work::{Answer, Board, Work};

use super::{Claimed, NewJob, add, cancel_of, list_of, retry_of, show_of, sql as queue, standing_of, step};
use crate::registry::Found;
use crate::store::OrFailure;
use crate::{Actor, Ctx, tenants};

/// What a job of an organisation is told.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    /// Who asked.
    actor: tenant::Actor,
    /// What the task needs to know.
    given: Value,
}

/// Takes a job over that an organisation's outbox holds. The organisation and the outbox's id are its name: handed over
/// twice it is one job. Says whether it is new.
///
/// # Errors
/// `Forbidden` for anybody but the program itself, and for a task that is no organisation's; as every statement.
pub async fn take_over(ctx: &Ctx, tenant_id: i64, outbox_id: i64, job: &Job) -> Result<bool, Failure> {
    if ctx.actor != Actor::System || !job.task.is_of_tenant() {
        return Err(Failure::Forbidden);
    }
    let told = Told {
        actor: job.actor.clone(),
        given: job.given.clone(),
    };
    let new = NewJob {
        tenant_id: Some(tenant_id),
        task: job.task,
        payload: serde_json::to_value(told).unwrap_or_default(),
        key: job.key.clone(),
        asked_by: job.actor.name().to_owned(),
        run_at: None,
    };
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let id = add(&mut transaction, &new, Some(outbox_id), ctx.now)
        .await
        .or_failure(ctx)?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(id.is_some())
}

/// The context in which a job of an organisation is done, on behalf of whoever asked for it, and what it was told. A job
/// that comes by schedule is the program's own.
///
/// # Errors
/// `Busy` while the organisation is moved or brought up to date; `Conflict(WrongStatus)` when it is suspended or in the
/// trash; `NotFound`; as every statement.
pub async fn enter(ctx: &Ctx, job: &Claimed) -> Result<(tenant::Ctx, Value), Failure> {
    let id = job.tenant_id.ok_or(Failure::NotFound)?;
    let slug = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::slug(&mut conn, id).await.or_failure(ctx)?
    };
    let resident = match ctx
        .registry
        .find(&slug.ok_or(Failure::NotFound)?, &ctx.request_id)
        .await?
    {
        Found::Serve(resident) if resident.id == id && !resident.read_only => resident,
        Found::Serve(_) | Found::Upgrading => return Err(Failure::Busy { retry_after: 60 }),
        Found::Suspended(_) | Found::Trashed => return Err(Failure::conflict(Reason::WrongStatus)),
        Found::Moved(_) | Found::Unknown => return Err(Failure::NotFound),
    };
    let told: Told = serde_json::from_value(job.payload.clone()).unwrap_or(Told {
        actor: tenant::Actor::System,
        given: Value::Null,
    });
    let mut inside = tenants::enter(ctx, &resident).await?;
    inside.actor = tenant::Actor::on_behalf(told.actor, resident.tenant.language);
    inside.work = Work::new(Arc::new(Own {
        job: Some(job.clone()),
        ..Own::of(ctx, id)
    }));
    Ok((inside, told.given))
}

/// The background work of one organisation, as its own use cases see it.
#[must_use]
pub fn work_of(ctx: &Ctx, tenant_id: i64) -> Work {
    Work::new(Arc::new(Own::of(ctx, tenant_id)))
}

/// The jobs of one organisation and of no other.
struct Own {
    ctx: Ctx,
    tenant_id: i64,
    job: Option<Claimed>,
}

impl Own {
    fn of(ctx: &Ctx, tenant_id: i64) -> Self {
        Self {
            ctx: ctx.with_actor(Actor::System),
            tenant_id,
            job: None,
        }
    }

    /// Whose deed it was: the landlord's audit knows the organisation's people by name only.
    fn by(&self, name: &str) -> Value {
        json!({ "tenant_id": self.tenant_id, "by": name })
    }
}

/// The catalogue's number of an organisation is not for its pages.
fn told(mut job: JobLine) -> JobLine {
    job.tenant = None;
    job
}

impl Board for Own {
    fn list<'a>(&'a self, status: &'a str, after: &'a str) -> Answer<'a, (Page<JobLine>, Standing)> {
        Box::pin(async move {
            let tenant = Some(self.tenant_id);
            let mut page = list_of(&self.ctx, tenant, status, after).await?;
            page.items = page.items.into_iter().map(told).collect();
            Ok((page, standing_of(&self.ctx, tenant).await?))
        })
    }

    fn show(&self, id: i64) -> Answer<'_, JobLine> {
        Box::pin(async move { show_of(&self.ctx, Some(self.tenant_id), id).await.map(told) })
    }

    fn latest<'a>(&'a self, key: &'a str) -> Answer<'a, Option<JobLine>> {
        Box::pin(async move {
            let (ctx, tenant) = (&self.ctx, self.tenant_id);
            let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
            let Some(id) = sql::latest(&mut conn, tenant, key).await.or_failure(ctx)? else {
                return Ok(None);
            };
            let job = queue::one(&mut conn, Some(tenant), id).await.or_failure(ctx)?;
            Ok(job.map(told))
        })
    }

    fn cancel<'a>(&'a self, id: i64, by: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            cancel_of(&self.ctx, Some(self.tenant_id), id, self.by(by))
                .await
                .map(drop)
        })
    }

    fn retry<'a>(&'a self, id: i64, by: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            retry_of(&self.ctx, Some(self.tenant_id), id, self.by(by))
                .await
                .map(drop)
        })
    }

    fn step(&self, done: i64, total: Option<i64>) -> Answer<'_, ()> {
        Box::pin(async move {
            match &self.job {
                Some(job) => step(&self.ctx, job, done, total).await,
                None => Ok(()),
            }
        })
    }
}
