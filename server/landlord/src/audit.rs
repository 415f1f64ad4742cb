//! The landlord's audit as it is read: pages of a filtered list, and the same list whole for a file.

mod sql;

use domain::audit::{AuditFilter, AuditLine, AuditQuery, Detail};
use domain::landlords::Permission;
use domain::paging::PAGE_SIZE;
use domain::{Count, Failure, Page};
use serde_json::{Value, json};

use crate::store::OrFailure;
use crate::{Ctx, events};

/// Events read at once for a file.
const BATCH: i64 = 500;

/// A page of the audit, the newest first.
///
/// # Errors
/// `Invalid` for a filter that makes no sense; `SignedOut`, `Forbidden`, and those of the database.
pub async fn find(ctx: &Ctx, query: &AuditQuery) -> Result<Page<AuditLine>, Failure> {
    ctx.authorize(Permission::SeeAudit)?;
    let filter = query.parse()?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let counted = sql::count(&mut conn, &filter).await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, &filter, PAGE_SIZE + 1).await.or_failure(ctx)?;
    Ok(Page::cut(lines, Count::capped(counted), |line| line.id.to_string()))
}

/// What was ever done, as words for the filter.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn verbs(ctx: &Ctx) -> Result<Vec<String>, Failure> {
    ctx.authorize(Permission::SeeAudit)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::verbs(&mut conn).await.or_failure(ctx)
}

/// Begins a file of the audit: authorises, reads the filters and writes down that somebody takes it along.
///
/// # Errors
/// As [`find`].
pub async fn export(ctx: &Ctx, query: &AuditQuery) -> Result<AuditFilter, Failure> {
    ctx.authorize(Permission::SeeAudit)?;
    let filter = query.parse()?;
    let details = json!({
        "actor": query.actor, "tenant": query.tenant, "verb": query.verb, "from": query.from, "to": query.to,
    });
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    events::record(&mut conn, ctx, "exported", "audit", None, details).await?;
    Ok(filter)
}

/// The next lines of a file; the filter then stands after them. Nothing at the end.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn batch(ctx: &Ctx, filter: &mut AuditFilter) -> Result<Vec<AuditLine>, Failure> {
    ctx.authorize(Permission::SeeAudit)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, filter, BATCH).await.or_failure(ctx)?;
    if let Some(last) = lines.last() {
        filter.after = Some(last.id);
    }
    Ok(lines)
}

/// Details in lines: `{"name": {"from": "A", "to": "B"}}` has a before, everything else only a now.
fn details(value: &Value) -> Vec<Detail> {
    let Value::Object(entries) = value else {
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|(name, value)| {
            let (before, after) = match value {
                Value::Object(pair) if pair.len() == 2 && pair.contains_key("from") && pair.contains_key("to") => {
                    (pair.get("from").map(text), pair.get("to").map(text).unwrap_or_default())
                }
                value => (None, text(value)),
            };
            // What was not changed and what says nothing is not worth a line.
            let says = before.as_ref() != Some(&after) && !(before.is_none() && after.is_empty());
            says.then(|| Detail {
                name: name.clone(),
                before,
                after,
            })
        })
        .collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_tell_before_and_after() {
        let value = json!({
            "name": { "from": "Сад", "to": "Сад 2" },
            "slug": { "from": "sad", "to": "sad" },
            "contact_email": { "from": null, "to": "a@b.ru" },
            "cause": null,
            "email": "anna@b.ru",
            "rows": 5,
        });
        let line = |name: &str, before: Option<&str>, after: &str| Detail {
            name: name.into(),
            before: before.map(str::to_owned),
            after: after.into(),
        };
        assert_eq!(
            details(&value),
            [
                line("contact_email", Some(""), "a@b.ru"),
                line("email", None, "anna@b.ru"),
                line("name", Some("Сад"), "Сад 2"),
                line("rows", None, "5"),
            ]
        );
        assert_eq!(details(&json!([])), []);
    }
}
