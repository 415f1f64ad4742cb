//! The rules of the books that an organisation sets itself. Due days and penalties are rules with a day from which they
//! hold; they have rooms of their own.

mod sql;

use domain::settings::{BookRules, BookRulesForm};
use domain::{Failure, Permission};

use crate::store::{OrFailure, transact};
use crate::{Ctx, events};

/// The rules in force.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn rules(ctx: &Ctx) -> Result<BookRules, Failure> {
    ctx.authorize(Permission::SeeOrganisation)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::rules(&mut conn).await.or_failure(ctx)
}

/// Sets the rules; they hold for what is recorded and issued from now on.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field, and those of the database.
pub async fn set_rules(ctx: &Ctx, form: &BookRulesForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let rules = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let before = sql::rules_for_update(conn).await.or_failure(ctx)?;
            if before == rules {
                return Ok(());
            }
            sql::set_rules(conn, &rules).await.or_failure(ctx)?;
            let details = serde_json::json!({ "was": before, "became": rules });
            events::record(conn, ctx, "changed", "settings", None, details).await
        })
    })
    .await
}
