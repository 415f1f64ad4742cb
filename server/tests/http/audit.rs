//! The audits: what is refused is written down, from where; nothing of it can be changed; the file is the list.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::audit::AuditQuery;
use server::web::Peer;
use sqlx::Executor;

use crate::support::{Caller, House};

/// A wrong password, from an address of the network.
async fn fails_to_log_in(caller: &mut Caller, email: &str, from: &str) {
    let peer: SocketAddr = format!("{from}:5000").parse().unwrap();
    let request = Request::post("/login")
        .extension(Peer(peer))
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", "6.6.6.6")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = caller
        .send(request, Body::from(format!("email={email}&password=nonsense")))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_stand_in_the_audit_with_their_address() {
    let house = House::open().await;
    house.owner().await;
    let link = house.tenant("acme").await;
    let [mut operator, ..] = house.staff("acme", &link).await;
    for _ in 0..11 {
        fails_to_log_in(&mut house.caller("acme.localhost"), "anna@acme.test", "9.9.9.9").await;
    }
    fails_to_log_in(&mut house.caller("localhost"), "petr@landlord.test", "9.9.9.8").await;
    // A page, a call and a plain form that the role does not allow: three refused rights.
    operator.get("/users").await;
    operator.call("/rpc/crm/users/disable", "form[id]=1").await;
    operator.post("/rpc/crm/users/enable", &[("form[id]", "1")]).await;

    let inside = landlord::tenants::inside(&house.started.ctx(), "acme").await.unwrap();
    let told: Vec<(String, String, String, Option<String>, i64)> = sqlx::query_as(
        "select verb, noun, actor_name, host(ip), count(*) from event where verb in ('refused', 'limited')
         group by 1, 2, 3, 4 order by 1, 2",
    )
    .fetch_all(&mut *inside.db.acquire().await.unwrap())
    .await
    .unwrap();
    let line = |verb: &str, noun: &str, actor: &str, ip: Option<&str>, count: i64| {
        (
            verb.to_owned(),
            noun.to_owned(),
            actor.to_owned(),
            ip.map(str::to_owned),
            count,
        )
    };
    assert_eq!(
        told,
        [
            line("limited", "session", "—", Some("9.9.9.9"), 1),
            // The two pages of the walk back from the plain form are no refusals.
            line("refused", "right", "Анна", None, 3),
            line("refused", "session", "—", Some("9.9.9.9"), 10),
        ]
    );
    let (email, ip): (String, String) = sqlx::query_as(
        "select details ->> 'email', host(ip) from landlord_event where verb = 'refused' and noun = 'session'",
    )
    .fetch_one(&house.started.home.db)
    .await
    .unwrap();
    assert_eq!((email.as_str(), ip.as_str()), ("petr@landlord.test", "9.9.9.8"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_the_file_and_no_way_to_change_either() {
    let house = House::open().await;
    let mut owner = house.owner().await;
    house.tenant("acme").await;
    for statement in [
        "update landlord_event set actor_name = 'x'",
        "delete from landlord_event",
        "truncate landlord_event",
    ] {
        let refused = house.started.home.db.execute(statement).await;
        assert!(refused.is_err(), "the audit let itself be changed: {statement}");
    }
    // A thousand more, so that there are pages.
    sqlx::query(
        "insert into landlord_event (at, actor_name, verb, noun, object_id, details, request_id, ip, reason)
         select now(), 'Мария', 'trashed', 'tenant', 1, '{\"name\": {\"from\": \"=1+1\", \"to\": \"Б\"}}', 'r', '10.0.0.1', 'пора; «так»'
         from generate_series(1, 1200)",
    )
    .execute(&house.started.home.db)
    .await
    .unwrap();
    let ctx = house.as_owner().await;
    let mut query = AuditQuery {
        actor: "мар".into(),
        tenant: "1".into(),
        verb: "trashed".into(),
        ..AuditQuery::default()
    };
    let mut seen = 0;
    loop {
        let page = landlord::audit::find(&ctx, &query).await.unwrap();
        seen += page.items.len();
        let Some(next) = page.next else { break };
        query.after = next;
    }
    assert_eq!(seen, 1200, "every event once");
    let other = AuditQuery {
        from: "2001-01-01".into(),
        to: "2001-12-31".into(),
        ..AuditQuery::default()
    };
    assert!(landlord::audit::find(&ctx, &other).await.unwrap().items.is_empty());

    let page = owner.get("/audit?verb=trashed&actor=мар").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("убрал в корзину") && page.text.contains("10.0.0.1"));
    let file = owner.get("/audit.csv?verb=trashed&actor=мар&after=5").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(
        file.text.lines().count(),
        1201,
        "the head and every event, whatever the page"
    );
    assert!(file.text.contains("\"пора; «так»\""), "cells are quoted");
    assert_eq!(
        owner.get("/audit.csv?from=x").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(
        house
            .caller("localhost")
            .get("/audit.csv")
            .await
            .location
            .is_some_and(|to| to.starts_with("/login"))
    );
    let exported = AuditQuery {
        verb: "exported".into(),
        ..AuditQuery::default()
    };
    assert_eq!(landlord::audit::find(&ctx, &exported).await.unwrap().items.len(), 1);
    house.close().await;
}
