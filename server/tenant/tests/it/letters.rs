//! What the staff's links put into the outbox, and what they do not.

use chrono::TimeDelta;
use domain::mail::{ForgotForm, Kind};
use domain::sessions::AcceptForm;
use domain::users::{InviteForm, UserRefForm};
use domain::{Failure, Reason, Role};
use tenant::outbox::{self, Letter};
use tenant::{Ctx, sessions, users};

use crate::support::{Office, PASSWORD, conflict, failed, later, refused, token_of};

fn invite(email: &str) -> InviteForm {
    InviteForm {
        name: "Иван".into(),
        email: email.into(),
        role: "operator".into(),
    }
}

fn forgot(email: &str) -> ForgotForm {
    ForgotForm { email: email.into() }
}

/// What waits, without handing it over.
async fn waiting(ctx: &Ctx) -> Vec<Letter> {
    let mut transaction = ctx.db.begin().await.unwrap();
    let waiting = outbox::take(&mut transaction, ctx, 0, 100).await.unwrap();
    // Now, not whenever the connection is tidied up: the next look would pass over what this one holds.
    transaction.rollback().await.unwrap();
    waiting
        .into_iter()
        .map(|thing| serde_json::from_value(thing.payload).unwrap())
        .collect()
}

#[tokio::test]
async fn an_invitation_waits_in_the_outbox_with_its_person() {
    let office = Office::open().await;
    let ctx = office.admin();
    let link = users::invite(&ctx, &invite("ivan@sad.ru")).await.unwrap();
    assert!(ctx.outbox.is_touched());
    let [letter] = <[Letter; 1]>::try_from(waiting(&office.system()).await).ok().unwrap();
    assert!(letter.kind == Kind::Invitation && letter.to == "ivan@sad.ru" && letter.path == link.path);
    assert_eq!(letter.hours, 168);

    // Refused: neither person nor letter.
    let ctx = office.admin();
    assert_eq!(
        refused(users::invite(&ctx, &invite("ivan@sad.ru")).await, "email"),
        Reason::Taken
    );
    assert!(!ctx.outbox.is_touched());
    // By hand: no letter.
    users::create(&office.system(), &invite("petr@sad.ru")).await.unwrap();
    assert_eq!(waiting(&office.system()).await.len(), 1);

    let mut transaction = ctx.db.begin().await.unwrap();
    let system = office.system();
    let id = outbox::take(&mut transaction, &system, 0, 1).await.unwrap()[0].id;
    // What one holds, another passes over.
    assert!(waiting(&system).await.is_empty());
    outbox::mark_handed(&mut transaction, &system, id).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(waiting(&system).await.is_empty());
    assert_eq!(
        office.count("select count(*) from outbox where payload = '{}'").await,
        1
    );
    let mut conn = ctx.db.acquire().await.unwrap();
    assert_eq!(
        failed(outbox::take(&mut conn, &office.admin(), 0, 1).await),
        Failure::Forbidden
    );
}

#[tokio::test]
async fn a_forgotten_password_works_for_an_hour_and_once() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    users::forgot(&office.nobody(), &forgot(" ANNA@sad.ru")).await.unwrap();
    let letter = waiting(&office.system()).await.remove(0);
    assert!(letter.kind == Kind::Reset && letter.path.starts_with("/reset/") && letter.hours == 1);
    let form = AcceptForm {
        token: letter.path.trim_start_matches("/reset/").into(),
        name: String::new(),
        password: "совсем другие слова".into(),
    };
    let nobody = office.nobody();
    let expired = users::accept(&later(&nobody, TimeDelta::minutes(61)), &form).await;
    assert_eq!(conflict(expired), Reason::LinkExpired);
    let opened = users::accept(&later(&nobody, TimeDelta::minutes(59)), &form)
        .await
        .unwrap();
    assert_eq!(opened.who.name, "Анна");
    assert_eq!(
        sessions::resume(&nobody, &anna.token).await.unwrap(),
        None,
        "other sessions end"
    );
    assert_eq!(conflict(users::accept(&nobody, &form).await), Reason::LinkExpired);
    assert_ne!(PASSWORD, form.password);
}

#[tokio::test]
async fn nobody_is_written_to_who_could_not_sign_in() {
    let office = Office::open().await;
    let ctx = office.admin();
    let invited = users::create(&office.system(), &invite("ivan@sad.ru")).await.unwrap();
    let gone = office.hire("Олег", "oleg@sad.ru", Role::Operator).await;
    users::disable(
        &ctx,
        &UserRefForm {
            id: gone.id.to_string(),
        },
    )
    .await
    .unwrap();
    for email in ["nobody@sad.ru", "ivan@sad.ru", "oleg@sad.ru"] {
        users::forgot(&office.nobody(), &forgot(email)).await.unwrap();
    }
    assert!(waiting(&office.system()).await.is_empty());
    assert!(
        users::invitation(&office.nobody(), &token_of(&invited)).await.is_ok(),
        "nobody can void an invitation from outside"
    );
    for bad in ["", "anna", "a@b\0.ru"] {
        assert!(users::forgot(&office.nobody(), &forgot(bad)).await.is_err(), "{bad:?}");
    }
}
