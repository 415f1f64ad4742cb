//! Signing in and out.

use chrono::TimeDelta;
use domain::sessions::LogInForm;
use domain::users::UserRefForm;
use domain::{Reason, Role};
use serde_json::json;
use tenant::{sessions, users};

use crate::support::{Office, PASSWORD, later, refused};

fn form(email: &str, password: &str) -> LogInForm {
    LogInForm {
        email: email.into(),
        password: password.into(),
        next: String::new(),
    }
}

#[tokio::test]
async fn one_signs_in_and_out() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let nobody = office.nobody();
    let opened = sessions::log_in(&nobody, &form(" Anna@SAD.ru ", PASSWORD))
        .await
        .unwrap();
    assert_eq!((opened.who.id, opened.who.role), (anna.id, Role::Admin));
    assert_eq!(opened.expires_at, nobody.now + TimeDelta::days(7));
    let resumed = sessions::resume(&nobody, &opened.token).await.unwrap().unwrap();
    assert_eq!((resumed.who, resumed.flash), (opened.who, None));
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'opened' and actor_kind = 'user'")
            .await,
        2
    );

    sessions::log_out(&anna.ctx, &opened.token).await.unwrap();
    assert_eq!(sessions::resume(&nobody, &opened.token).await, Ok(None));
    assert!(sessions::resume(&nobody, &anna.token).await.unwrap().is_some());
    sessions::log_out(&anna.ctx, &opened.token).await.unwrap();
    for nonsense in ["", "x", "\0"] {
        assert_eq!(sessions::resume(&nobody, nonsense).await, Ok(None));
    }
}

#[tokio::test]
async fn nothing_tells_which_half_was_wrong() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let oleg = office.hire("Олег", "oleg@sad.ru", Role::Operator).await;
    let disable = UserRefForm {
        id: oleg.id.to_string(),
    };
    users::disable(&anna.ctx, &disable).await.unwrap();
    let nobody = office.nobody();
    let long = "я".repeat(300);
    for (email, password) in [
        ("anna@sad.ru", "семь синих слонят"),
        ("anna@sad.ru", long.as_str()),
        ("elsewhere@sad.ru", PASSWORD),
        ("not an address", PASSWORD),
        ("\0", PASSWORD),
        ("oleg@sad.ru", PASSWORD),
    ] {
        let reason = refused(sessions::log_in(&nobody, &form(email, password)).await, "password");
        assert_eq!(reason, Reason::WrongCredentials, "{email}");
    }
    assert_eq!(
        refused(sessions::log_in(&nobody, &form("", "")).await, "email"),
        Reason::Required
    );
    assert_eq!(
        refused(sessions::log_in(&nobody, &form("a@b.ru", "")).await, "password"),
        Reason::Required
    );

    users::enable(&anna.ctx, &disable).await.unwrap();
    assert!(sessions::log_in(&nobody, &form("oleg@sad.ru", PASSWORD)).await.is_ok());
}

#[tokio::test]
async fn an_invited_person_has_no_password_yet() {
    let office = Office::open().await;
    let form_of_new = domain::users::InviteForm {
        name: "Иван".into(),
        email: "ivan@sad.ru".into(),
        role: "operator".into(),
    };
    users::create(&office.system(), &form_of_new).await.unwrap();
    let reason = refused(
        sessions::log_in(&office.nobody(), &form("ivan@sad.ru", PASSWORD)).await,
        "password",
    );
    assert_eq!(reason, Reason::WrongCredentials);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_after_a_week() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let nobody = office.nobody();
    let seen = "select extract(epoch from seen_at)::bigint from session";
    let began = office.count(seen).await;
    // A request within the minute is not noted; a later one is.
    let at = |time| later(&nobody, time);
    assert!(
        sessions::resume(&at(TimeDelta::seconds(59)), &anna.token)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(office.count(seen).await, began);
    assert!(
        sessions::resume(&at(TimeDelta::minutes(2)), &anna.token)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(office.count(seen).await, began + 120);
    // Twelve hours without a request end it.
    let idle = TimeDelta::minutes(2) + TimeDelta::hours(12);
    assert_eq!(sessions::resume(&at(idle), &anna.token).await, Ok(None));
    // One who never rests is signed out after a week.
    for hours in (11..168).step_by(11) {
        let resumed = sessions::resume(&at(TimeDelta::hours(hours)), &anna.token)
            .await
            .unwrap();
        assert!(resumed.is_some(), "{hours}");
    }
    assert_eq!(
        sessions::resume(&at(TimeDelta::hours(168)), &anna.token).await,
        Ok(None)
    );
    // A new log-in sweeps out what is over.
    let ctx = at(TimeDelta::hours(200));
    sessions::log_in(&ctx, &form("anna@sad.ru", PASSWORD)).await.unwrap();
    assert_eq!(office.count("select count(*) from session").await, 1);
}

#[tokio::test]
async fn a_flash_waits_for_the_next_page() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let flash = json!({ "name": "Ива\0нов", "why": ["\0"] });
    sessions::put_flash(&anna.ctx, &anna.token, Some(flash)).await.unwrap();
    let resumed = sessions::resume(&anna.ctx, &anna.token).await.unwrap().unwrap();
    assert_eq!(resumed.flash, Some(json!({ "name": "Иванов", "why": [""] })));
    sessions::put_flash(&anna.ctx, &anna.token, None).await.unwrap();
    assert_eq!(
        sessions::resume(&anna.ctx, &anna.token).await.unwrap().unwrap().flash,
        None
    );
}
