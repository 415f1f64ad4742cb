//! The landlord's people: invitations, roles, the last owner, own passwords.

use axum::http::StatusCode;
use domain::people::{ColleagueForm, ColleagueRefForm, ColleagueRoleForm};
use domain::{Failure, Reason};
use landlord::people::colleagues;

use crate::support::{Caller, House};

impl House {
    /// A colleague who has accepted the invitation and is signed in.
    async fn colleague(&self, email: &str, role: &str) -> (i64, Caller) {
        let form = ColleagueForm {
            name: "Иван".into(),
            email: email.into(),
            role: role.into(),
        };
        let ctx = self.started.ctx();
        let link = colleagues::invite(&ctx, &form).await.unwrap();
        let token = link.url.trim_start_matches("http://localhost/invitation/").to_owned();
        let mut caller = self.caller("localhost");
        let page = caller.get(&format!("/invitation/{token}")).await;
        assert!(page.text.contains(email), "the page says for whom the link is");
        let form = [
            ("token", token.as_str()),
            ("name", "Иван"),
            ("password", "длинная фраза коллеги"),
        ];
        assert_eq!(caller.post("/invitation", &form).await.location.as_deref(), Some("/"));
        let again = self.caller("localhost").get(&format!("/invitation/{token}")).await;
        assert_eq!(again.status, StatusCode::GONE, "a link works once");
        let people = colleagues::list(&ctx).await.unwrap();
        (people.iter().find(|person| person.email == email).unwrap().id, caller)
    }
}

fn role(id: i64, role: &str) -> ColleagueRoleForm {
    ColleagueRoleForm {
        id: id.to_string(),
        role: role.into(),
    }
}

fn person(id: i64) -> ColleagueRefForm {
    ColleagueRefForm { id: id.to_string() }
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_come_change_and_go() {
    let house = House::open().await;
    house.owner().await;
    let ctx = house.started.ctx();
    let (id, mut ivan) = house.colleague("ivan@landlord.test", "support").await;
    assert_eq!(ivan.get("/").await.status, StatusCode::OK);
    assert_eq!(ivan.get("/people").await.status, StatusCode::FORBIDDEN);
    assert!(
        !ivan.get("/").await.text.contains("href=\"/people\""),
        "not offered either"
    );
    let taken = ColleagueForm {
        name: "Другой".into(),
        email: "IVAN@landlord.test".into(),
        role: "support".into(),
    };
    assert_eq!(
        colleagues::invite(&ctx, &taken).await.unwrap_err().reason_for("email"),
        Some(&Reason::Taken)
    );
    // A new role holds from the next request on.
    colleagues::change_role(&ctx, &role(id, "owner")).await.unwrap();
    assert_eq!(ivan.get("/people").await.status, StatusCode::OK);
    let himself = format!("form[id]={id}");
    assert_eq!(
        ivan.call("/rpc/console/people/disable", &himself).await.status,
        StatusCode::CONFLICT,
        "nobody shuts oneself out"
    );
    // Shut out at once, and let in again with the same password.
    colleagues::disable(&ctx, &person(id)).await.unwrap();
    assert!(ivan.get("/").await.location.is_some_and(|to| to.starts_with("/login")));
    let log_in = [("email", "ivan@landlord.test"), ("password", "длинная фраза коллеги")];
    ivan.get("/login").await;
    assert_eq!(ivan.post("/login", &log_in).await.location.as_deref(), Some("/login"));
    assert_eq!(
        colleagues::renew_link(&ctx, &person(id)).await,
        Err(Failure::conflict(Reason::Archived))
    );
    colleagues::enable(&ctx, &person(id)).await.unwrap();
    assert_eq!(ivan.post("/login", &log_in).await.location.as_deref(), Some("/"));

    // A changed password ends the other sessions and leaves this one.
    let mut elsewhere = house.caller("localhost");
    elsewhere.post("/login", &log_in).await;
    let wrong = "form[current_password]=x&form[new_password]=другая длинная фраза";
    let refused = ivan.call("/rpc/console/account/change_password", wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = "form[current_password]=длинная фраза коллеги&form[new_password]=другая длинная фраза";
    let done = ivan.call("/rpc/console/account/change_password", right).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(ivan.get("/account").await.status, StatusCode::OK);
    assert!(
        elsewhere
            .get("/")
            .await
            .location
            .is_some_and(|to| to.starts_with("/login"))
    );

    // A reset link sets a new password without the old one.
    let link = colleagues::renew_link(&ctx, &person(id)).await.unwrap();
    let token = link.url.rsplit('/').next().unwrap().to_owned();
    let form = [
        ("token", token.as_str()),
        ("name", ""),
        ("password", "третья длинная фраза"),
    ];
    assert_eq!(
        elsewhere.post("/invitation", &form).await.location.as_deref(),
        Some("/")
    );
    assert!(ivan.get("/").await.location.is_some_and(|to| to.starts_with("/login")));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_stays_whoever_acts_at_once() {
    let house = House::open().await;
    house.owner().await;
    let ctx = house.started.ctx();
    let first = colleagues::list(&ctx).await.unwrap()[0].id;
    // One who has not accepted yet can't sign in, so it does not count.
    let form = ColleagueForm {
        name: "Гость".into(),
        email: "guest@landlord.test".into(),
        role: "owner".into(),
    };
    colleagues::invite(&ctx, &form).await.unwrap();
    let last = Failure::conflict(Reason::LastAdmin);
    assert_eq!(
        colleagues::change_role(&ctx, &role(first, "support")).await,
        Err(last.clone())
    );
    assert_eq!(colleagues::disable(&ctx, &person(first)).await, Err(last.clone()));
    let (second, _) = house.colleague("ivan@landlord.test", "owner").await;
    for round in 0..10 {
        let (to_first, to_second) = (role(first, "support"), person(second));
        let (one, other) = tokio::join!(
            colleagues::change_role(&ctx, &to_first),
            colleagues::disable(&ctx, &to_second),
        );
        let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.as_slice(), std::slice::from_ref(&last), "round {round}");
        sqlx::query("update landlord_user set role = 'owner', disabled_at = null where password_hash is not null")
            .execute(&house.started.home.db)
            .await
            .unwrap();
    }
    house.close().await;
}
