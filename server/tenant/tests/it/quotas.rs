//! Limits: what is one too many is refused and leaves nothing, whichever way it comes.

use std::sync::Arc;

use chrono::Datelike;

use domain::figures::Figures;
use domain::quotas::{Quota, What};
use domain::subscribers::{SubscriberForm, SubscriberRefForm};
use domain::users::InviteForm;
use domain::{Failure, Reason};
use tenant::{Ctx, Tenant, figures, quotas, subscribers, users};

use crate::support::Office;

fn limited(ctx: &Ctx, what: What, hard: i64) -> Ctx {
    let mut ctx = ctx.clone();
    let mut tenant = Tenant::clone(&ctx.tenant);
    tenant.quotas.set(
        what,
        Quota {
            soft: None,
            hard: Some(hard),
        },
    );
    ctx.tenant = Arc::new(tenant);
    ctx
}

fn form(name: &str) -> SubscriberForm {
    SubscriberForm {
        kind: "person".into(),
        name: name.into(),
        ..SubscriberForm::default()
    }
}

fn full<T: std::fmt::Debug>(result: Result<T, Failure>, limit: i64) {
    assert_eq!(result.unwrap_err(), Failure::conflict(Reason::QuotaFull { limit }));
}

async fn sizes(ctx: &Ctx) -> Figures {
    figures::sizes(ctx).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_is_taken_once() {
    let office = Office::open().await;
    let ctx = limited(&office.operator(), What::Subscribers, 5);
    let eight = (0..8).map(|n| {
        let ctx = ctx.clone();
        tokio::spawn(async move { subscribers::save(&ctx, &form(&format!("Иванов {n}"))).await })
    });
    let mut registered = Vec::new();
    for task in eight.collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(id) => registered.push(id),
            refused => full(refused, 5),
        }
    }
    assert_eq!((registered.len(), sizes(&ctx).await.subscribers), (5, 5));

    // The archive makes room; coming back takes it.
    let first = SubscriberRefForm {
        id: registered[0].to_string(),
    };
    subscribers::archive(&ctx, &first).await.unwrap();
    subscribers::save(&ctx, &form("Петров")).await.unwrap();
    full(subscribers::restore(&ctx, &first).await, 5);
    assert_eq!(sizes(&ctx).await.subscribers, 5);
}

#[tokio::test]
async fn one_colleague_too_many_is_not_invited() {
    let office = Office::open().await;
    let ctx = limited(&office.admin(), What::Users, 1);
    let invite = |email: &str| InviteForm {
        name: "Иван".into(),
        email: email.into(),
        role: "operator".into(),
    };
    users::invite(&ctx, &invite("ivan@sad.test")).await.unwrap();
    full(users::invite(&ctx, &invite("pavel@sad.test")).await, 1);
    let found = sizes(&ctx).await;
    assert_eq!(found.users, 1);
    assert!(found.database_bytes > 1_000_000 && found.last_log_in_at.is_none());
}

#[tokio::test]
async fn a_landlord_learns_sums_and_months_and_nothing_else() {
    let office = Office::open().await;
    let ctx = office.admin();
    let since = ctx.today.with_day0(0).unwrap();
    let quiet = figures::contributions(&ctx, since).await.unwrap();
    assert_eq!(quiet.len(), 1);
    assert!(!quiet[0].active && quiet[0].payments.is_zero());
    subscribers::save(&ctx, &form("Иванов")).await.unwrap();
    let busy = figures::contributions(&ctx, since).await.unwrap();
    assert!(busy[0].active && busy[0].month == since);
}

#[tokio::test]
async fn administrators_are_told_before_something_is_refused() {
    let office = Office::open().await;
    let ctx = limited(&office.admin(), What::Subscribers, 3);
    let mut tenant = Tenant::clone(&ctx.tenant);
    tenant.quotas.subscribers.soft = Some(2);
    tenant.quotas.users.soft = Some(1);
    let ctx = Ctx {
        tenant: Arc::new(tenant),
        ..ctx
    };
    let told = async |ctx: &Ctx| {
        let pressed = quotas::pressed(ctx).await.unwrap();
        pressed
            .iter()
            .map(|one| (one.what, one.used, one.is_full()))
            .collect::<Vec<_>>()
    };
    subscribers::save(&ctx, &form("Иванов")).await.unwrap();
    assert_eq!(told(&ctx).await, [], "enough of everything");
    subscribers::save(&ctx, &form("Петров")).await.unwrap();
    assert_eq!(told(&ctx).await, [(What::Subscribers, 2, false)]);
    subscribers::save(&ctx, &form("Сидоров")).await.unwrap();
    assert_eq!(told(&ctx).await, [(What::Subscribers, 3, true)]);
    full(subscribers::save(&ctx, &form("Лишний")).await, 3);
    office.hire("Ольга", "olga@sad.ru", domain::Role::Operator).await;
    assert_eq!(
        told(&ctx).await,
        [(What::Subscribers, 3, true), (What::Users, 1, false)]
    );
    // It is for those who can do something about it.
    for other in [office.manager(), office.operator()] {
        assert_eq!(quotas::pressed(&other).await, Err(Failure::Forbidden));
    }
    assert_eq!(
        quotas::pressed(&office.admin()).await,
        Ok(Vec::new()),
        "no limits, nothing counted"
    );
}
