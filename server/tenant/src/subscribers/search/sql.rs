//! SQL of the list of subscribers. Accounts are compared by bytes (`~<~`), so that one index serves the order, the
//! pages and the prefixes. Prefixes are ranges, not `like`: a plan made before the value is known can use the index.

use domain::Money;
use domain::subscribers::SubscriberLine;
use sqlx::PgConnection;

use super::Search;

/// The active subscribers, or the archived ones, after an account.
pub(super) async fn all(
    conn: &mut PgConnection,
    archived: bool,
    after: &str,
    limit: i64,
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from subscriber
         where account ~>~ $1 and (archived_at is not null) = $2
         order by account using ~<~ limit $3",
        after,
        archived,
        limit,
    )
    .fetch_all(conn)
    .await
}

/// Everybody who owes something, after an account; those in the archive too.
pub(super) async fn debtors(conn: &mut PgConnection, after: &str, limit: i64) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select s.id from subscriber_balance b join subscriber s on s.id = b.subscriber_id
         where b.balance > 0 and s.account ~>~ $1
         order by s.account using ~<~ limit $2",
        after,
        limit,
    )
    .fetch_all(conn)
    .await
}

/// Whoever the search finds, after an account. Each way of finding stands in a materialised subquery of its own, so
/// that the planner takes that way's index. By account it is exact; the others stop at ten thousand rows, which bounds
/// the time of a search for what half of the town has in its address.
pub(super) async fn find(
    conn: &mut PgConnection,
    search: &Search,
    show: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<i64>, sqlx::Error> {
    let [international, domestic] = &search.phones;
    let [first, second, third] = match &search.anywhere {
        Some(patterns) => patterns.each_ref().map(|pattern| Some(pattern.as_str())),
        None => [None; 3],
    };
    sqlx::query_scalar!(
        r#"with by_account as materialized (
            select s.id, s.account from subscriber s
            where s.account ~>=~ $1 and s.account ~<~ ($1 || chr(1114111)) and s.account ~>~ $8 and case $9
                when 'archived' then s.archived_at is not null
                when 'debtors' then exists (
                    select from subscriber_balance b where b.subscriber_id = s.id and b.balance > 0)
                else s.archived_at is null end
            order by s.account using ~<~ limit $10
        ), by_name as materialized (
            select s.id, s.account, s.archived_at from subscriber s
            where lower(s.name) ~>=~ $2 and lower(s.name) ~<~ ($2 || chr(1114111)) and s.account ~>~ $8 limit 10000
        ), by_phone as materialized (
            select s.id, s.account, s.archived_at from subscriber s
            where s.phone ~>=~ $3 and s.phone ~<~ ($3 || chr(1114111)) and s.account ~>~ $8 limit 10000
        ), by_domestic_phone as materialized (
            select s.id, s.account, s.archived_at from subscriber s
            where s.phone ~>=~ $4 and s.phone ~<~ ($4 || chr(1114111)) and s.account ~>~ $8 limit 10000
        ), anywhere as materialized (
            select s.id, s.account, s.archived_at from subscriber s
            where lower(s.name || ' ' || s.address) like $5 and lower(s.name || ' ' || s.address) like $6
              and lower(s.name || ' ' || s.address) like $7 and s.account ~>~ $8 limit 10000
        ), found as (
            select id, account, archived_at from by_name
            union select id, account, archived_at from by_phone
            union select id, account, archived_at from by_domestic_phone
            union select id, account, archived_at from anywhere
        ), shown as (
            select f.id, f.account from found f where case $9
                when 'archived' then f.archived_at is not null
                when 'debtors' then exists (
                    select from subscriber_balance b where b.subscriber_id = f.id and b.balance > 0)
                else f.archived_at is null end
            union select id, account from by_account
        )
        select id as "id!" from shown order by account using ~<~ limit $10"#,
        search.account,
        search.name,
        international.as_deref(),
        domestic.as_deref(),
        first,
        second,
        third,
        after,
        show,
        limit,
    )
    .fetch_all(conn)
    .await
}

/// The rows of a page.
pub(super) async fn lines(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<SubscriberLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.id, s.account, s.name, s.address, s.phone, s.archived_at is not null as "archived!",
               coalesce(b.balance, 0) as "balance!"
           from subscriber s left join subscriber_balance b on b.subscriber_id = s.id
           where s.id = any($1) order by s.account using ~<~"#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SubscriberLine {
            id: row.id,
            account: row.account,
            name: row.name,
            address: row.address,
            phone: row.phone,
            balance: Money::round(row.balance),
            archived: row.archived,
        })
        .collect())
}
