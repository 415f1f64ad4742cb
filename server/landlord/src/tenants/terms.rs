//! The terms of a tenant: plan, tags, how much it may use.

mod sql;

use domain::Failure;
use domain::landlords::Permission;
use domain::quotas::TermsForm;
use serde_json::json;

use crate::store::OrFailure;
use crate::{Ctx, events};

pub(super) use sql::quotas;

/// Sets the terms. They hold from the tenant's next request on.
///
/// # Errors
/// `Invalid` with reasons; `NotFound`; `SignedOut`, `Forbidden`.
pub async fn set_terms(ctx: &Ctx, form: &TermsForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let terms = form.parse()?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    if !sql::set(&mut transaction, &terms).await.or_failure(ctx)? {
        return Err(Failure::NotFound);
    }
    let details = json!({ "plan": terms.plan, "tags": terms.tags, "quotas": terms.quotas });
    events::record(&mut transaction, ctx, "terms_set", "tenant", Some(terms.id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(terms.id).await;
    Ok(terms.id)
}
