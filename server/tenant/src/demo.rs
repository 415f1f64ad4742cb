//! A tenant to look at: people, houses, services, fourteen months of invoices and payments, contracts. Always the same
//! ones, counted back from the month of the call; the invoices and the books come from the same code as everybody's.

mod estate;
mod names;
mod offers;
mod papers;
mod random;
mod sql;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::invoices::IssueForm;
use domain::payments::Method;
use domain::{Failure, Money, Month, Reason, Role};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::payments::{BulkPayment, pay_in_bulk};
use crate::store::{OrFailure, transact};
use crate::{Actor, Ctx, events, invoices, ledger, passwords, tariffs};
use estate::Estate;
use random::Random;

/// How many months of history there are, the current one included.
const MONTHS: u32 = 14;
/// Who can sign in: name, e-mail, password, role.
const STAFF: [(&str, &str, &str, Role); 3] = [
    ("Анна Смирнова", "admin@demo.kvitok", "demo-admin-2026", Role::Admin),
    (
        "Михаил Орлов",
        "manager@demo.kvitok",
        "demo-manager-2026",
        Role::Manager,
    ),
    (
        "Ольга Белова",
        "operator@demo.kvitok",
        "demo-operator-2026",
        Role::Operator,
    ),
];

/// Fills an empty tenant with so many people and their history; gives e-mail, password and role of whoever can sign in.
///
/// # Errors
/// `SignedOut`, `Forbidden` for anybody but the program itself, `Conflict InUse` when the tenant has subscribers, and
/// those of the database. What a failure leaves behind is a tenant that is good for the trash.
pub async fn seed(ctx: &Ctx, people: i64) -> Result<Vec<(String, String, Role)>, Failure> {
    match ctx.actor {
        Actor::System => {}
        Actor::Anonymous => return Err(Failure::SignedOut),
        Actor::User { .. } | Actor::Visitor { .. } | Actor::OnBehalf { .. } => return Err(Failure::Forbidden),
    }
    let first = Month::of(ctx.today).minus(MONTHS - 1);
    let mut staff = Vec::new();
    for (name, email, password, role) in STAFF {
        staff.push((name, email, passwords::hash(password.to_owned()).await?, role));
    }
    let settled = on(ctx, first.first_day());
    let estate = Estate::of(people, first);
    transact(&settled, move |ctx, conn| {
        Box::pin(async move {
            if sql::has_subscribers(conn).await.or_failure(ctx)? {
                return Err(Failure::conflict(Reason::InUse));
            }
            sql::insert_staff(conn, &staff, ctx.now).await.or_failure(ctx)?;
            settle(ctx, conn, &estate).await?;
            events::record(
                conn,
                ctx,
                "seeded",
                "demo",
                None,
                serde_json::json!({ "people": people }),
            )
            .await
        })
    })
    .await?;
    for nth in 0..MONTHS {
        live(ctx, first, nth).await?;
    }
    papers::write(ctx, first).await?;
    Ok(log_ins())
}

/// Who can sign in to the demonstration: e-mail, password, role.
#[must_use]
pub fn log_ins() -> Vec<(String, String, Role)> {
    STAFF
        .iter()
        .map(|(_, email, password, role)| ((*email).to_owned(), (*password).to_owned(), *role))
        .collect()
}

/// Houses, people, services and links, and some balances from the system before.
async fn settle(ctx: &Ctx, conn: &mut sqlx::PgConnection, estate: &Estate) -> Result<(), Failure> {
    ledger::expect_many(conn, ctx, true).await?;
    sql::insert_houses(conn, &estate.houses, ctx.now)
        .await
        .or_failure(ctx)?;
    sql::insert_premises(conn, &estate.people, ctx.today, ctx.now)
        .await
        .or_failure(ctx)?;
    let ids = sql::insert_subscribers(conn, &estate.people, ctx.now)
        .await
        .or_failure(ctx)?;
    let services = sql::insert_services(conn, ctx.now).await.or_failure(ctx)?;
    let (manager, ..) = STAFF[1];
    for (id, version) in estate.versions(&services) {
        tariffs::sql::put(conn, id, &version, manager, ctx.now)
            .await
            .or_failure(ctx)?;
    }
    let (operator, ..) = STAFF[2];
    let links = estate.links(&ids, &services, MONTHS);
    sql::insert_links(conn, &links, ctx.now).await.or_failure(ctx)?;
    sql::insert_pauses(conn, &links, operator, ctx.now)
        .await
        .or_failure(ctx)?;
    sql::insert_volumes(conn, &links, operator, ctx.now)
        .await
        .or_failure(ctx)?;
    let mut random = Random::new(7);
    let mut brought = Vec::new();
    for id in ids {
        match random.below(100) {
            0..3 => brought.push((id, Money::from_kopecks(random.between(500, 4_000) * 100))),
            3..5 => brought.push((id, -Money::from_kopecks(random.between(200, 1_500) * 100))),
            _ => {}
        }
    }
    ledger::open_balances(conn, ctx, &brought).await
}

/// A month: its invoices on the first day, payments until its end or today.
async fn live(ctx: &Ctx, first: Month, nth: u32) -> Result<(), Failure> {
    let month = first.plus(nth);
    invoices::issue(
        &on(ctx, month.first_day()),
        &IssueForm {
            month: month.to_string(),
        },
    )
    .await?;
    let last = month.last_day().min(ctx.today);
    transact(&on(ctx, last), move |ctx, conn| {
        Box::pin(async move {
            let balances = sql::balances(conn).await.or_failure(ctx)?;
            let payments = payments(&balances, month, nth, last);
            pay_in_bulk(conn, ctx, &payments).await?;
            Ok(())
        })
    })
    .await
}

/// What people pay in a month, each by a habit of their own.
fn payments(balances: &[(i64, Money)], month: Month, nth: u32, last: NaiveDate) -> Vec<BulkPayment> {
    let mut random = Random::new(u64::from(nth) + 1_000);
    let mut payments = Vec::new();
    for (id, balance) in balances {
        let (day, way) = (u32::try_from(random.between(2, 25)).unwrap_or(2), random.below(10));
        let key = Uuid::from_u64_pair(random.next(), random.next());
        let Some(amount) = Habit::of(*id).pays(*balance, u64::from(nth)) else {
            continue;
        };
        payments.push(BulkPayment {
            key,
            subscriber_id: *id,
            received_on: month.day(day).min(last),
            amount,
            method: match way {
                0..3 => Method::Cash,
                3..7 => Method::Card,
                _ => Method::Bank,
            },
        });
    }
    payments
}

/// How somebody pays.
enum Habit {
    /// All of it, each month.
    Exact,
    /// All of it, rounded up to a hundred.
    RoundedUp,
    /// Once in three months.
    Late {
        /// Which of the three.
        turn: u64,
    },
    /// For several months ahead.
    Ahead {
        /// How many times what is owed.
        times: u64,
    },
    /// Not any more.
    Stopped {
        /// Since this month of the history.
        since: u64,
    },
}

impl Habit {
    /// A person's habit stays the same.
    fn of(id: i64) -> Self {
        let mut random = Random::new(id.unsigned_abs());
        let detail = random.below(12);
        match random.below(100) {
            0..8 => Self::Stopped { since: 2 + detail % 11 },
            8..14 => Self::Late { turn: detail % 3 },
            14..20 => Self::Ahead { times: 3 + detail % 4 },
            20..32 => Self::RoundedUp,
            _ => Self::Exact,
        }
    }

    /// What is paid in the nth month; nothing is no payment.
    fn pays(&self, balance: Money, nth: u64) -> Option<Money> {
        let sum = match self {
            _ if !balance.is_positive() => return None,
            Self::Exact => balance,
            Self::RoundedUp => Money::round((balance.decimal() / Decimal::ONE_HUNDRED).ceil() * Decimal::ONE_HUNDRED),
            Self::Late { turn } if nth % 3 == *turn => balance,
            Self::Ahead { times } => Money::round((balance.decimal() * Decimal::from(*times)).ceil()),
            Self::Stopped { since } if nth < *since => balance,
            Self::Late { .. } | Self::Stopped { .. } => return None,
        };
        Some(sum)
    }
}

/// The same call on another day, in its morning.
fn on(ctx: &Ctx, day: NaiveDate) -> Ctx {
    let now: DateTime<Utc> = day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(6);
    Ctx {
        now: now.min(ctx.now),
        today: day,
        ..ctx.clone()
    }
}
