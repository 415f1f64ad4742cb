//! SQL of the survey.

use chrono::{DateTime, NaiveDate, Utc};
use domain::survey::Summary;
use sqlx::PgConnection;

use super::Outcome;

/// Not answered or dismissed in this quarter, not put off beyond today, and no newcomer.
pub(super) async fn due(
    conn: &mut PgConnection,
    user_id: i64,
    today: NaiveDate,
    quarter: NaiveDate,
    came_before: NaiveDate,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from staff_user u
               where u.id = $1 and u.created_at::date <= $4
                   and not exists (
                       select from survey_reply r where r.user_id = u.id
                           and (r.postponed_until > $2 or (r.quarter = $3 and r.outcome <> 'postponed'))
                   )
           ) as "due!""#,
        user_id,
        today,
        quarter,
        came_before,
    )
    .fetch_one(conn)
    .await
}

/// False where an answer stands already and this is none.
pub(super) async fn put(
    conn: &mut PgConnection,
    user_id: i64,
    quarter: NaiveDate,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let (score, wish, until) = match outcome {
        Outcome::Answered(answer) => (Some(answer.score), answer.wish.as_deref(), None),
        Outcome::Dismissed => (None, None, None),
        Outcome::Postponed(until) => (None, None, Some(*until)),
    };
    let put = sqlx::query!(
        "insert into survey_reply (user_id, quarter, outcome, score, wish, postponed_until, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint survey_reply_once_a_quarter do update
         set outcome = excluded.outcome, score = excluded.score, wish = excluded.wish,
             postponed_until = excluded.postponed_until, created_at = excluded.created_at
         where survey_reply.outcome <> 'answered' or excluded.outcome = 'answered'",
        user_id,
        quarter,
        outcome.word(),
        score,
        wish,
        until,
        now,
    )
    .execute(conn)
    .await?;
    Ok(put.rows_affected() == 1)
}

pub(super) async fn summary(conn: &mut PgConnection, from: NaiveDate, to: NaiveDate) -> Result<Summary, sqlx::Error> {
    sqlx::query_as!(
        Summary,
        r#"select count(*) as "answers!", count(*) filter (where score >= 9) as "promoters!",
               count(*) filter (where score <= 6) as "detractors!", count(wish) as "wishes!"
           from survey_reply where outcome = 'answered' and quarter between $1 and $2"#,
        from,
        to,
    )
    .fetch_one(conn)
    .await
}
