//! What looks for proofs change.

use chrono::{DateTime, Utc};
use domain::Language;
use domain::domains::Cause;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// A domain after a look.
pub(super) struct Noted {
    pub missed_days: i32,
    pub is_canonical: bool,
    pub verified: bool,
}

/// Who is written to.
pub(super) struct People {
    pub email: String,
    pub name: String,
    pub language: Language,
}

pub(super) async fn served(conn: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    query_scalar!(
        "select d.id from tenant_domain d join tenant t on t.id = d.tenant_id
         where t.status = 'active' and (d.verified_at is not null or d.lapsed_at is not null) order by d.id"
    )
    .fetch_all(conn)
    .await
}

/// Nothing where the domain was removed, or added anew, while its proof was looked for.
pub(super) async fn note_look(
    conn: &mut PgConnection,
    id: i64,
    token: &str,
    cause: Option<Cause>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Noted>> {
    query_as!(
        Noted,
        r#"update tenant_domain set last_checked_at = $3, cause = $4,
             verified_at = case when $4::text is null then coalesce(verified_at, $3) else verified_at end,
             lapsed_at = case when $4::text is null then null else lapsed_at end,
             missed_days = case when $4::text is null then 0
                                when verified_at is null or not $5::boolean or missed_on = $6 then missed_days
                                else missed_days + 1 end,
             missed_on = case when $4::text is null then null
                              when verified_at is null or not $5::boolean then missed_on
                              else $6::date end
           where id = $1 and token = $2
           returning missed_days, is_canonical, verified_at is not null as "verified!""#,
        id,
        token,
        now,
        cause.map(Cause::code),
        cause.is_some_and(Cause::is_certain),
        now.date_naive()
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn step_down(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!(
        "update tenant_domain set is_canonical = false, missed_days = 0 where id = $1",
        id
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn lapse(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update tenant_domain set verified_at = null, lapsed_at = $2 where id = $1 and not is_canonical",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn people(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<People> {
    let row = query!(
        r#"select coalesce(nullif(contact_email, ''), admin_email) as "email!", name, language from tenant where id = $1"#,
        tenant_id
    )
    .fetch_one(conn)
    .await?;
    Ok(People {
        email: row.email,
        name: row.name,
        language: Language::from_tag(&row.language).unwrap_or_default(),
    })
}
