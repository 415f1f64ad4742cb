//! The SQL of the lists of invoices. Each list has a query of its own, so that each can have an index of its own
//! whatever the server thinks of the parameters.

use chrono::NaiveDate;
use domain::invoices::{InvoiceLine, Kind, State};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Wanted;
use crate::ledger::unknown_word;

/// A row of a list.
pub(in crate::invoices) struct LineRow {
    pub(in crate::invoices) id: i64,
    pub(in crate::invoices) number: String,
    pub(in crate::invoices) kind: String,
    pub(in crate::invoices) month: NaiveDate,
    pub(in crate::invoices) issued_on: NaiveDate,
    pub(in crate::invoices) due_on: NaiveDate,
    pub(in crate::invoices) subscriber_id: i64,
    pub(in crate::invoices) account: String,
    pub(in crate::invoices) name: String,
    pub(in crate::invoices) total: Decimal,
    pub(in crate::invoices) paid: Decimal,
    pub(in crate::invoices) is_void: bool,
}

impl LineRow {
    /// The line, as it stands on a day.
    pub(in crate::invoices) fn into_line(self, today: NaiveDate) -> Result<InvoiceLine, sqlx::Error> {
        let (total, paid) = (Money::round(self.total), Money::round(self.paid));
        Ok(InvoiceLine {
            id: self.id,
            number: self.number,
            kind: Kind::from_code(&self.kind).ok_or_else(|| unknown_word("kind", &self.kind))?,
            month: Month::of(self.month),
            issued_on: self.issued_on,
            due_on: self.due_on,
            subscriber_id: self.subscriber_id,
            account: self.account,
            name: self.name,
            total,
            paid,
            state: if self.is_void {
                State::Void
            } else {
                State::decide(total, paid, self.due_on, today)
            },
        })
    }
}

/// Along `invoice_order`.
pub(super) async fn all(conn: &mut PgConnection, wanted: &Wanted) -> Result<Vec<LineRow>, sqlx::Error> {
    sqlx::query_as!(
        LineRow,
        r#"select id, number, kind, month, issued_on, due_on, subscriber_id, account, name, total, paid,
            voided_at is not null as "is_void!"
        from invoice where month >= $1 and (month, id) < ($2, $3) order by month desc, id desc limit $4"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count_all(conn: &mut PgConnection, wanted: &Wanted) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from invoice where month >= $1 and (month, id) < ($2, $3) limit $4) capped"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// Along `invoice_unpaid`.
pub(super) async fn unpaid(
    conn: &mut PgConnection,
    wanted: &Wanted,
    due_before: NaiveDate,
) -> Result<Vec<LineRow>, sqlx::Error> {
    sqlx::query_as!(
        LineRow,
        r#"select id, number, kind, month, issued_on, due_on, subscriber_id, account, name, total, paid,
            voided_at is not null as "is_void!"
        from invoice where paid < total and voided_at is null and due_on < $4 and month >= $1 and (month, id) < ($2, $3)
        order by month desc, id desc limit $5"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        due_before,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count_unpaid(
    conn: &mut PgConnection,
    wanted: &Wanted,
    due_before: NaiveDate,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from invoice where paid < total and voided_at is null and due_on < $4 and month >= $1 and (month, id) < ($2, $3)
            limit $5) capped"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        due_before,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// A number is searched whole; everything else has found its payers before.
pub(super) async fn found(
    conn: &mut PgConnection,
    wanted: &Wanted,
    payers: &[i64],
    number: &str,
) -> Result<Vec<LineRow>, sqlx::Error> {
    sqlx::query_as!(
        LineRow,
        r#"select id, number, kind, month, issued_on, due_on, subscriber_id, account, name, total, paid,
            voided_at is not null as "is_void!"
        from invoice where (subscriber_id = any($4) or number = $5) and month >= $1 and (month, id) < ($2, $3)
            and ($6::date is null or (paid < total and voided_at is null and due_on < $6))
        order by month desc, id desc limit $7"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        payers,
        number,
        wanted.unpaid_due_before,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count_found(
    conn: &mut PgConnection,
    wanted: &Wanted,
    payers: &[i64],
    number: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from invoice where (subscriber_id = any($4) or number = $5) and month >= $1
                and (month, id) < ($2, $3) and ($6::date is null or (paid < total and voided_at is null and due_on < $6))
            limit $7) capped"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        payers,
        number,
        wanted.unpaid_due_before,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// Along `invoice_subscriber`.
pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<LineRow>, sqlx::Error> {
    sqlx::query_as!(
        LineRow,
        r#"select id, number, kind, month, issued_on, due_on, subscriber_id, account, name, total, paid,
            voided_at is not null as "is_void!"
        from invoice where subscriber_id = $1 order by id desc limit $2"#,
        subscriber_id,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Prefixes by their own indexes; anywhere within a name by trigrams, from four letters on. The search text comes with
/// its wildcards escaped. Each branch is limited before anything else looks at it.
pub(super) async fn payers_matching(
    conn: &mut PgConnection,
    upper: &str,
    lower: &str,
    within: bool,
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with by_account as materialized (
            select id from subscriber where account like $1 || '%' order by account limit 200
        ), by_name as materialized (
            select id from subscriber where lower(name) like $2 || '%' limit 200
        ), by_part as materialized (
            select id, name from subscriber where $3 and lower(name || ' ' || address) like '%' || $2 || '%' limit 200
        )
        select id as "id!" from by_account
        union select id from by_name
        union select id from by_part where lower(name) like '%' || $2 || '%'
        limit 200"#,
        upper,
        lower,
        within
    )
    .fetch_all(conn)
    .await
}
