//! Tenants' own domains: added, proven, preferred, removed. What is proven is served until it is removed or its proof has
//! been gone for many days: one look that finds nothing takes no address away from people at work.

mod again;
mod sql;

use domain::domains::{Cause, DomainForm, DomainLine, DomainRefForm, Domains, Method};
use domain::landlords::Permission;
use domain::{Failure, Reason, typed};
use futures::future::BoxFuture;
use serde_json::json;
use tenant::tokens;

pub use again::{LookedAgain, look_again};

use crate::store::{OrFailure, on_constraint};
use crate::{Ctx, events};

/// A proof to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name, in punycode.
    pub name: String,
    /// How the right to it is proven.
    pub method: Method,
    /// What the TXT record holds, or the end of the path that is asked for.
    pub token: String,
    /// What a host that leads to this installation answers there.
    pub answer: String,
}

/// Looks for proofs outside: in the name system, or at the host itself. The server has the one that does; tests have
/// theirs.
pub trait Prover: Send + Sync {
    /// Looks once.
    fn prove<'a>(&'a self, claim: &'a Claim) -> BoxFuture<'a, Result<(), Cause>>;
}

/// A tenant's hosts.
///
/// # Errors
/// `NotFound`, `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx, tenant_id: i64) -> Result<Domains, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let slug = sql::slug(&mut conn, tenant_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let own: Vec<DomainLine> = sql::list(&mut conn, tenant_id, &ctx.home.address)
        .await
        .or_failure(ctx)?;
    Ok(Domains {
        subdomain: ctx.home.address.tenant(&slug),
        own,
    })
}

/// Adds a domain. It is nobody's door until its proof is seen.
///
/// # Errors
/// `Invalid`: no name, one of ours, one that a tenant has; `NotFound`; as [`list`].
pub async fn add(ctx: &Ctx, form: &DomainForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let new = form.parse(&ctx.home.address.root)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    sql::tenant_for_update(&mut transaction, new.tenant_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let added = sql::insert(&mut transaction, &new, &tokens::fresh().token, ctx.now).await;
    on_constraint(added, ctx, "tenant_domain_name_once", "name", Reason::Taken)?;
    let details = json!({ "domain": new.name.shown(), "method": new.method.code() });
    let tenant = Some(new.tenant_id);
    events::record(&mut transaction, ctx, "domain_added", "tenant", tenant, details).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(new.tenant_id)
}

/// Looks for a domain's proof now and keeps what came of it. Gives the tenant's id.
///
/// # Errors
/// `NotFound`; as [`list`]. A proof that is not there is no error: the card says so.
pub async fn check(ctx: &Ctx, form: &DomainRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let id = parse_id(form)?;
    let known = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::by_id(&mut conn, id)
            .await
            .or_failure(ctx)?
            .ok_or(Failure::NotFound)?
    };
    let tenant_id = known.tenant_id;
    again::look(ctx, id, known).await?.ok_or(Failure::NotFound)?;
    ctx.registry.forget(tenant_id).await;
    Ok(tenant_id)
}

/// Makes a verified domain the one to which the tenant's other hosts lead.
///
/// # Errors
/// `NotFound`; `Conflict(NotVerified)`; as [`list`].
pub async fn prefer(ctx: &Ctx, form: &DomainRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let id = parse_id(form)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let known = locked(ctx, &mut transaction, id).await?;
    if !known.verified {
        return Err(Failure::conflict(Reason::NotVerified));
    }
    turn(ctx, transaction, known.tenant_id, Some((id, &known.name))).await
}

/// Makes the address under the root domain the canonical one again.
///
/// # Errors
/// `NotFound`; as [`list`].
pub async fn prefer_subdomain(ctx: &Ctx, tenant: &domain::tenants::TenantRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let tenant_id = typed::id(&tenant.id).map_err(|_| Failure::NotFound)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    sql::tenant_for_update(&mut transaction, tenant_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    turn(ctx, transaction, tenant_id, None).await
}

/// The tenant's row is locked: of two who choose at once, one comes after the other.
async fn turn(
    ctx: &Ctx,
    mut transaction: sqlx::Transaction<'_, sqlx::Postgres>,
    tenant_id: i64,
    to: Option<(i64, &str)>,
) -> Result<i64, Failure> {
    let before = sql::clear_canonical(&mut transaction, tenant_id)
        .await
        .or_failure(ctx)?;
    if let Some((id, _)) = to {
        sql::set_canonical(&mut transaction, id).await.or_failure(ctx)?;
    }
    let details = json!({ "canonical": { "from": before, "to": to.map(|(_, name)| name) } });
    let tenant = Some(tenant_id);
    events::record(&mut transaction, ctx, "domain_preferred", "tenant", tenant, details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(tenant_id).await;
    Ok(tenant_id)
}

/// Takes a domain away: its host leads nowhere from then on.
///
/// # Errors
/// `NotFound`; as [`list`].
pub async fn remove(ctx: &Ctx, form: &DomainRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let id = parse_id(form)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let known = locked(ctx, &mut transaction, id).await?;
    sql::delete(&mut transaction, id).await.or_failure(ctx)?;
    let details = json!({ "domain": known.name });
    let tenant = Some(known.tenant_id);
    events::record(&mut transaction, ctx, "domain_removed", "tenant", tenant, details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(known.tenant_id).await;
    Ok(known.tenant_id)
}

/// The tenant first, then its domain: everybody locks in this order.
async fn locked(ctx: &Ctx, conn: &mut sqlx::PgConnection, id: i64) -> Result<sql::Known, Failure> {
    let known = sql::by_id(&mut *conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    sql::tenant_for_update(&mut *conn, known.tenant_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    sql::by_id(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)
}

fn parse_id(form: &DomainRefForm) -> Result<i64, Failure> {
    typed::id(&form.id).map_err(|_| Failure::NotFound)
}
