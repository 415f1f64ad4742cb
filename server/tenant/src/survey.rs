//! The survey of the staff: who is asked, what they say, and the sum of it. Answers stay in the tenant's database.

mod sql;

use chrono::NaiveDate;
use domain::survey::{Summary, SurveyForm, came_before, postponed_until, quarter};
use domain::{Failure, Permission};
use serde_json::json;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events};

/// What somebody did with the question.
enum Outcome {
    Answered(domain::survey::SurveyAnswer),
    Dismissed,
    Postponed(NaiveDate),
}

/// Whether it is time to ask the one who looks. Newcomers and visitors are not asked.
///
/// # Errors
/// `SignedOut`, `Forbidden` for a visitor, and those of the database.
pub async fn due(ctx: &Ctx) -> Result<bool, Failure> {
    ctx.authorize(Permission::AnswerSurvey)?;
    let id = ctx.user_id()?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::due(&mut conn, id, ctx.today, quarter(ctx.today), came_before(ctx.today))
        .await
        .or_failure(ctx)
}

/// Takes an answer. The last one of a quarter counts.
///
/// # Errors
/// `Invalid` with reasons; as [`due`].
pub async fn answer(ctx: &Ctx, form: &SurveyForm) -> Result<(), Failure> {
    ctx.authorize(Permission::AnswerSurvey)?;
    let answer = form.parse()?;
    keep(ctx, Outcome::Answered(answer)).await
}

/// Does not want to be asked in this quarter.
///
/// # Errors
/// As [`due`].
pub async fn dismiss(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::AnswerSurvey)?;
    keep(ctx, Outcome::Dismissed).await
}

/// Wants to be asked later.
///
/// # Errors
/// As [`due`].
pub async fn postpone(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::AnswerSurvey)?;
    keep(ctx, Outcome::Postponed(postponed_until(ctx.today))).await
}

async fn keep(ctx: &Ctx, outcome: Outcome) -> Result<(), Failure> {
    let id = ctx.user_id()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            if !sql::put(conn, id, quarter(ctx.today), &outcome, ctx.now)
                .await
                .or_failure(ctx)?
            {
                // An answer is not taken back by a late click in another tab.
                return Ok(());
            }
            // That somebody replied, not what: the audit is read by colleagues.
            events::record(conn, ctx, outcome.word(), "survey", None, json!({})).await
        })
    })
    .await
}

impl Outcome {
    const fn word(&self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::Dismissed => "dismissed",
            Self::Postponed(_) => "postponed",
        }
    }
}

/// The answers given in the quarters that begin within `from..=to`, counted.
///
/// # Errors
/// `Forbidden` for anybody but the program itself: nobody of the staff sees what the others think.
pub async fn summary(ctx: &Ctx, from: NaiveDate, to: NaiveDate) -> Result<Summary, Failure> {
    if ctx.actor != crate::Actor::System {
        return Err(Failure::Forbidden);
    }
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::summary(&mut conn, from, to).await.or_failure(ctx)
}
