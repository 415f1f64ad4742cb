//! Administrators: what only they may do, and that one of them stays.

use domain::users::UserRefForm;
use domain::{Failure, Reason, Role};
use tenant::{sessions, users};

use super::{invite_form, person, role_form};
use crate::support::{Office, conflict, failed};

#[tokio::test]
async fn only_administrators_manage_the_staff() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    for (ctx, want) in [
        (office.manager(), Failure::Forbidden),
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        assert_eq!(failed(users::list(&ctx).await), want);
        assert_eq!(
            failed(users::invite(&ctx, &invite_form("x@sad.ru", "admin")).await),
            want
        );
        assert_eq!(
            failed(users::change_role(&ctx, &role_form(&anna, "operator")).await),
            want
        );
        assert_eq!(failed(users::disable(&ctx, &person(&anna)).await), want);
        assert_eq!(failed(users::enable(&ctx, &person(&anna)).await), want);
        assert_eq!(failed(users::renew_link(&ctx, &person(&anna)).await), want);
    }
    let nobody = UserRefForm { id: "77".into() };
    assert_eq!(users::disable(&anna.ctx, &nobody).await, Err(Failure::NotFound));
    assert_eq!(users::enable(&anna.ctx, &nobody).await, Err(Failure::NotFound));
    assert_eq!(failed(users::renew_link(&anna.ctx, &nobody).await), Failure::NotFound);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    // One who has not accepted yet can't sign in, so it does not count.
    users::invite(&anna.ctx, &invite_form("ivan@sad.ru", "admin"))
        .await
        .unwrap();
    let demoted = users::change_role(&anna.ctx, &role_form(&anna, "operator")).await;
    assert_eq!(conflict(demoted), Reason::LastAdmin);
    assert_eq!(
        conflict(users::disable(&anna.ctx, &person(&anna)).await),
        Reason::Oneself
    );
    assert_eq!(
        conflict(users::disable(&office.system(), &person(&anna)).await),
        Reason::LastAdmin
    );
    let boris = office.hire("Борис", "boris@sad.ru", Role::Admin).await;
    users::change_role(&anna.ctx, &role_form(&anna, "operator"))
        .await
        .unwrap();
    assert_eq!(
        conflict(users::disable(&office.system(), &person(&boris)).await),
        Reason::LastAdmin
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_cannot_remove_each_other_at_once() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let boris = office.hire("Борис", "boris@sad.ru", Role::Admin).await;
    for round in 0..10 {
        let (to_boris, to_anna) = (role_form(&boris, "operator"), role_form(&anna, "operator"));
        let (one, other) = tokio::join!(
            users::change_role(&anna.ctx, &to_boris),
            users::change_role(&boris.ctx, &to_anna),
        );
        let outcomes = [one, other];
        assert_eq!(
            outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
            1,
            "round {round}: {outcomes:?}"
        );
        for outcome in outcomes {
            if let Err(failure) = outcome {
                assert_eq!(failure, Failure::conflict(Reason::LastAdmin));
            }
        }
        office.tamper("update staff_user set role = 'admin'").await;
    }
}

#[tokio::test]
async fn a_new_role_holds_from_the_next_request() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let oleg = office.hire("Олег", "oleg@sad.ru", Role::Operator).await;
    users::change_role(&anna.ctx, &role_form(&oleg, "manager"))
        .await
        .unwrap();
    let resumed = sessions::resume(&office.nobody(), &oleg.token).await.unwrap().unwrap();
    assert_eq!(resumed.who.role, Role::Manager);
    // The same role once more is no change.
    users::change_role(&anna.ctx, &role_form(&oleg, "manager"))
        .await
        .unwrap();
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'role_changed'")
            .await,
        1
    );

    users::disable(&anna.ctx, &person(&oleg)).await.unwrap();
    assert_eq!(sessions::resume(&office.nobody(), &oleg.token).await, Ok(None));
    users::disable(&anna.ctx, &person(&oleg)).await.unwrap();
    assert_eq!(
        office.count("select count(*) from event where verb = 'disabled'").await,
        1
    );
}
