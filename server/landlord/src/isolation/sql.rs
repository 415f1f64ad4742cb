//! Canaries and proofs. A tenant's tables are taken as they are found, so that a new column is never forgotten; what
//! is written there can't be checked at compile time.

use domain::isolation::Proof;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, query, query_scalar};

/// Puts the canary in front of every text. A column whose rules refuse it, or whose rows are written once, is passed
/// over.
pub(super) async fn plant(conn: &mut PgConnection, owner: &str, canary: &str) -> sqlx::Result<i64> {
    conn.execute(AssertSqlSafe(format!("set role \"{owner}\""))).await?;
    let columns = query(
        "select c.table_name::text as name, c.column_name::text as column_name
         from information_schema.columns c
         join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
         where c.table_schema = 'public' and c.data_type in ('text', 'character varying') and c.is_generated = 'NEVER'
         order by 1, 2",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut planted = 0;
    for row in columns {
        let (table, column): (String, String) = (row.try_get("name")?, row.try_get("column_name")?);
        let statement = format!(
            "update \"{table}\" set \"{column}\" = '{}' || \"{column}\" where \"{column}\" is not null",
            canary.replace('\'', "''")
        );
        let mut transaction = conn.begin().await?;
        match transaction.execute(AssertSqlSafe(statement)).await {
            Ok(done) if done.rows_affected() > 0 => {
                transaction.commit().await?;
                planted += 1;
            }
            Ok(_) | Err(_) => transaction.rollback().await?,
        }
    }
    Ok(planted)
}

pub(super) async fn some_in_service(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select slug from (select slug, id from tenant where status = 'active' order by random() limit $1) chosen order by id",
        limit
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn keep(conn: &mut PgConnection, proof: &Proof) -> sqlx::Result<()> {
    query!(
        "insert into isolation_proof (started_at, finished_at, passed, checks, findings, asked_by) values ($1, $2, $3, $4, $5, $6)",
        proof.started_at,
        proof.finished_at,
        proof.passed(),
        proof.checks,
        json!(proof.findings),
        proof.asked_by
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn last(conn: &mut PgConnection) -> sqlx::Result<Vec<Proof>> {
    let rows = query!(
        "select started_at, finished_at, checks, findings, asked_by from isolation_proof order by id desc limit 30"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Proof {
            started_at: row.started_at,
            finished_at: row.finished_at,
            checks: row.checks,
            findings: serde_json::from_value(row.findings).unwrap_or_default(),
            asked_by: row.asked_by,
        })
        .collect())
}
