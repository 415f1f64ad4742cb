//! The staff: invitations, roles, the last administrator, passwords.

mod admins;

use chrono::TimeDelta;
use domain::sessions::{AcceptForm, LogInForm};
use domain::users::{InviteForm, PasswordForm, RoleForm, UserRefForm};
use domain::{Failure, Reason, Role};
use tenant::{sessions, users};

use crate::support::{Hired, Office, PASSWORD, conflict, failed, later, refused, token_of};

fn invite_form(email: &str, role: &str) -> InviteForm {
    InviteForm {
        name: "Иван".into(),
        email: email.into(),
        role: role.into(),
    }
}

fn accept_form(token: &str, name: &str, password: &str) -> AcceptForm {
    AcceptForm {
        token: token.into(),
        name: name.into(),
        password: password.into(),
    }
}

fn person(hired: &Hired) -> UserRefForm {
    UserRefForm {
        id: hired.id.to_string(),
    }
}

fn role_form(hired: &Hired, role: &str) -> RoleForm {
    RoleForm {
        id: hired.id.to_string(),
        role: role.into(),
    }
}

#[tokio::test]
async fn an_invitation_is_accepted_once() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let link = users::invite(&anna.ctx, &invite_form("Ivan@sad.ru", "manager"))
        .await
        .unwrap();
    assert_eq!(
        (link.email.as_str(), link.expires_at),
        ("ivan@sad.ru", anna.ctx.now + TimeDelta::days(7))
    );
    let nobody = office.nobody();
    let token = token_of(&link);
    let said = users::invitation(&nobody, &token).await.unwrap();
    assert_eq!(
        (said.email.as_str(), said.name.as_str(), said.is_reset),
        ("ivan@sad.ru", "Иван", false)
    );

    let weak = users::accept(&nobody, &accept_form(&token, "", "ivan@sad.ru")).await;
    let weak = failed(weak);
    assert_eq!(weak.reason_for("password"), Some(&Reason::PasswordTooCommon));
    assert_eq!(weak.reason_for("name"), Some(&Reason::Required));

    let opened = users::accept(&nobody, &accept_form(&token, "Иван Петров", PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        (opened.who.name.as_str(), opened.who.role),
        ("Иван Петров", Role::Manager)
    );
    assert!(sessions::resume(&nobody, &opened.token).await.unwrap().is_some());
    let again = users::accept(&nobody, &accept_form(&token, "Иван", PASSWORD)).await;
    assert_eq!(conflict(again), Reason::LinkExpired);

    let lines = users::list(&anna.ctx).await.unwrap();
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line.name.as_str(), line.is_me, line.is_invited))
        .collect();
    assert_eq!(seen, [("Анна", true, false), ("Иван Петров", false, false)]);
    assert!(
        lines
            .iter()
            .all(|line| line.last_log_in_at.is_some() && !line.is_disabled)
    );
    let audit = "select count(*) from event where noun = 'user' and verb in ('invited', 'accepted') and object_id = 2";
    assert_eq!(office.count(audit).await, 2);
}

#[tokio::test]
async fn an_email_is_taken_once() {
    let office = Office::open().await;
    let system = office.system();
    users::create(&system, &invite_form("ivan@sad.ru", "admin"))
        .await
        .unwrap();
    let again = users::create(&system, &invite_form("IVAN@sad.ru", "operator")).await;
    assert_eq!(refused(again, "email"), Reason::Taken);
    let wrong = users::create(&system, &invite_form("ivan", "king")).await.unwrap_err();
    assert_eq!(wrong.reason_for("email"), Some(&Reason::NotAnEmail));
    assert_eq!(wrong.reason_for("role"), Some(&Reason::NotAChoice));
}

#[tokio::test]
async fn links_expire_and_newer_ones_replace_them() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let nobody = office.nobody();
    let first = users::invite(&anna.ctx, &invite_form("ivan@sad.ru", "operator"))
        .await
        .unwrap();
    let ivan = UserRefForm { id: "2".into() };
    let second = users::renew_link(&anna.ctx, &ivan).await.unwrap();
    assert_eq!(
        conflict(users::invitation(&nobody, &token_of(&first)).await),
        Reason::LinkExpired
    );
    let week = later(&nobody, TimeDelta::days(7));
    assert_eq!(
        conflict(users::invitation(&week, &token_of(&second)).await),
        Reason::LinkExpired
    );
    let late = users::accept(&week, &accept_form(&token_of(&second), "Иван", PASSWORD)).await;
    assert_eq!(conflict(late), Reason::LinkExpired);
    assert_eq!(
        conflict(users::invitation(&nobody, "made up").await),
        Reason::LinkExpired
    );

    // Whoever has a password gets a way to a new one, for a day; the old sessions end with it.
    let reset = users::renew_link(&anna.ctx, &person(&anna)).await.unwrap();
    assert_eq!(reset.expires_at, anna.ctx.now + TimeDelta::hours(24));
    assert!(users::invitation(&nobody, &token_of(&reset)).await.unwrap().is_reset);
    let opened = users::accept(&nobody, &accept_form(&token_of(&reset), "", "восемь белых слонов"))
        .await
        .unwrap();
    assert_eq!(opened.who.name, "Анна");
    assert_eq!(sessions::resume(&nobody, &anna.token).await, Ok(None));

    // A disabled person can do nothing with a link, and gets none.
    let open = users::renew_link(&anna.ctx, &ivan).await.unwrap();
    users::disable(&anna.ctx, &ivan).await.unwrap();
    assert_eq!(
        conflict(users::invitation(&nobody, &token_of(&open)).await),
        Reason::LinkExpired
    );
    assert_eq!(conflict(users::renew_link(&anna.ctx, &ivan).await), Reason::Archived);
}

#[tokio::test]
async fn the_command_line_lets_in_whoever_lost_the_way() {
    let office = Office::open().await;
    office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let link = users::reset(&office.system(), " ANNA@sad.ru").await.unwrap();
    assert!(
        users::invitation(&office.nobody(), &token_of(&link))
            .await
            .unwrap()
            .is_reset
    );
    assert_eq!(
        users::reset(&office.system(), "who@sad.ru").await,
        Err(Failure::NotFound)
    );
    assert_eq!(
        users::reset(&office.admin(), "anna@sad.ru").await,
        Err(Failure::Forbidden)
    );
    let by_admin = users::create(&office.admin(), &invite_form("a@sad.ru", "admin")).await;
    assert_eq!(by_admin, Err(Failure::Forbidden));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_used_twice_at_once_lets_in_once() {
    let office = Office::open().await;
    let link = users::create(&office.system(), &invite_form("ivan@sad.ru", "admin"))
        .await
        .unwrap();
    let form = accept_form(&token_of(&link), "Иван", PASSWORD);
    let nobody = office.nobody();
    let (one, other) = tokio::join!(users::accept(&nobody, &form), users::accept(&nobody, &form));
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
    assert_eq!(office.count("select count(*) from session").await, 1);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let nobody = office.nobody();
    let log_in = LogInForm {
        email: "anna@sad.ru".into(),
        password: PASSWORD.into(),
        next: String::new(),
    };
    let elsewhere = sessions::log_in(&nobody, &log_in).await.unwrap();
    let form = |current: &str, new: &str| PasswordForm {
        current_password: current.into(),
        new_password: new.into(),
    };
    let wrong = users::change_password(&anna.ctx, &form("не тот пароль", "восемь белых слонов"), &anna.token).await;
    assert_eq!(refused(wrong, "current_password"), Reason::WrongPassword);
    let weak = users::change_password(&anna.ctx, &form(PASSWORD, "12345678"), &anna.token).await;
    assert_eq!(refused(weak, "new_password"), Reason::PasswordTooCommon);
    let blank = users::change_password(&anna.ctx, &form("", ""), &anna.token)
        .await
        .unwrap_err();
    assert_eq!(blank.reason_for("current_password"), Some(&Reason::Required));
    assert_eq!(blank.reason_for("new_password"), Some(&Reason::Required));

    users::change_password(&anna.ctx, &form(PASSWORD, "восемь белых слонов"), &anna.token)
        .await
        .unwrap();
    assert!(sessions::resume(&nobody, &anna.token).await.unwrap().is_some());
    assert_eq!(sessions::resume(&nobody, &elsewhere.token).await, Ok(None));
    assert_eq!(
        refused(sessions::log_in(&nobody, &log_in).await, "password"),
        Reason::WrongCredentials
    );
    let by_nobody = users::change_password(&nobody, &form(PASSWORD, "x"), "").await;
    assert_eq!(by_nobody, Err(Failure::SignedOut));
    // No secret is in the audit.
    assert_eq!(
        office
            .count("select count(*) from event where details::text like '%слон%'")
            .await,
        0
    );
}
