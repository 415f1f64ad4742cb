//! A forgotten password: the same answer for everybody, a link for those who exist.

use axum::http::StatusCode;
use domain::mail::LetterCard;

use crate::support::{Caller, House};

async fn ask(caller: &mut Caller, email: &str) -> (StatusCode, Option<String>, String) {
    caller.get("/forgot").await;
    let answer = caller.post("/forgot", &[("email", email)]).await;
    (answer.status, answer.location, answer.text)
}

/// The links of reset letters to an address, once there are as many as expected.
async fn links(house: &House, to: &str, expected: usize) -> Vec<String> {
    let mut found = Vec::new();
    for _ in 0..100 {
        let all: Vec<LetterCard> = landlord::letters::last(&house.started.ctx(), 100).await.unwrap();
        found = all
            .into_iter()
            .filter(|letter| letter.line.to == to)
            .filter_map(|letter| {
                letter
                    .body?
                    .lines()
                    .find(|line| line.contains("/reset/"))
                    .map(str::to_owned)
            })
            .collect();
        if found.len() >= expected {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_comes_back_by_letter() {
    let house = House::open().await;
    let link = house.tenant("lost").await;
    let mut before = house.newcomer("lost", &link).await;
    let mut caller = house.caller("lost.localhost");
    assert!(caller.get("/login").await.text.contains("href=\"/forgot\""));

    let known = ask(&mut caller, "Anna@lost.test").await;
    let unknown = ask(&mut caller, "nobody@lost.test").await;
    assert_eq!(known, unknown, "the answer tells nothing");
    assert_eq!(known.1.as_deref(), Some("/forgot?sent=1"));
    assert!(
        caller
            .get("/forgot?sent=1")
            .await
            .text
            .contains("Если такой адрес есть")
    );

    let [link] = <[String; 1]>::try_from(links(&house, "anna@lost.test", 1).await).unwrap();
    assert!(links(&house, "nobody@lost.test", 0).await.is_empty());
    let path = link.trim_start_matches("http://lost.localhost").to_owned();
    assert!(path.starts_with("/reset/"), "{link}");
    assert!(caller.get(&path).await.text.contains("anna@lost.test"));

    let token = path.trim_start_matches("/reset/");
    let weak = caller
        .post("/invitation", &[("token", token), ("password", "short")])
        .await;
    assert_eq!(weak.location.as_deref(), Some(path.as_str()), "back to the form");
    let done = caller
        .post("/invitation", &[("token", token), ("password", "совсем другая фраза")])
        .await;
    assert_eq!(done.location.as_deref(), Some("/"));
    assert_eq!(caller.get("/subscribers").await.status, StatusCode::OK, "signed in");
    assert!(
        before.get("/subscribers").await.location.is_some(),
        "other sessions have ended"
    );
    let mut thief = house.caller("lost.localhost");
    assert_eq!(thief.get(&path).await.status, StatusCode::GONE);
    thief
        .post(
            "/invitation",
            &[("token", token), ("password", "фраза чужого человека")],
        )
        .await;
    assert!(!thief.cookies.contains_key("kvitok"), "the link works once");

    // The address is forged, the letter's link is not.
    let mut elsewhere = house.caller("LOST.localhost:8080");
    ask(&mut elsewhere, "anna@lost.test").await;
    let all = links(&house, "anna@lost.test", 2).await;
    assert_eq!(all.len(), 2);
    assert!(
        all.iter().all(|link| link.starts_with("http://lost.localhost/reset/")),
        "{all:?}"
    );

    // Too many, for whoever it may be.
    for email in ["anna@lost.test", "nobody@lost.test"] {
        let mut last = None;
        for _ in 0..4 {
            last = ask(&mut caller_of(&house), email).await.1;
        }
        assert_eq!(last.as_deref(), Some("/forgot"), "{email} is refused beside its field");
    }
    house.close().await;
}

fn caller_of(house: &House) -> Caller {
    house.caller("lost.localhost")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_comes_back_by_letter() {
    let house = House::open().await;
    let mut before = house.owner().await;
    let mut caller = house.caller("localhost");
    let known = ask(&mut caller, "petr@landlord.test").await;
    assert_eq!(known, ask(&mut caller, "nobody@landlord.test").await);
    let [link] = <[String; 1]>::try_from(links(&house, "petr@landlord.test", 1).await).unwrap();
    let path = link.trim_start_matches("http://localhost").to_owned();
    let token = path.trim_start_matches("/reset/").to_owned();
    assert!(caller.get(&path).await.text.contains("petr@landlord.test"));
    let weak = caller
        .post("/reset", &[("token", &token), ("password", "petr@landlord.test")])
        .await;
    assert_eq!(weak.location.as_deref(), Some(path.as_str()));
    let done = caller
        .post("/reset", &[("token", &token), ("password", "новая фраза владельца")])
        .await;
    assert_eq!(done.location.as_deref(), Some("/"));
    assert_eq!(caller.get("/").await.status, StatusCode::OK);
    assert!(before.get("/").await.location.is_some(), "other sessions have ended");
    assert_eq!(house.caller("localhost").get(&path).await.status, StatusCode::GONE);
    let mut thief = house.caller("localhost");
    thief
        .post("/reset", &[("token", &token), ("password", "ещё одна фраза")])
        .await;
    assert!(!thief.cookies.contains_key("kvitok"), "the link works once");

    // A newer link makes the older one void.
    for _ in 0..2 {
        ask(&mut house.caller("localhost"), "petr@landlord.test").await;
    }
    let all = links(&house, "petr@landlord.test", 3).await;
    let mut open = 0;
    for link in all {
        let path = link.trim_start_matches("http://localhost");
        let answer = house.caller("localhost").get(path).await;
        open += u32::from(answer.status == StatusCode::OK);
    }
    assert_eq!(open, 1);
    house.close().await;
}
