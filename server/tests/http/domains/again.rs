//! A domain whose proof is gone: its people are warned, it steps down, it lapses, it comes back.

use chrono::TimeDelta;
use landlord::domains::{LookedAgain, look_again};

use super::*;

impl House {
    /// The daily look, so many days from now, with the proof there or not.
    async fn looks_again(&self, day: i64, name: &str, found: Result<(), Cause>) -> LookedAgain {
        self.proofs.0.lock().unwrap().insert(name.to_owned(), found);
        let mut ctx = self.started.ctx();
        ctx.now += TimeDelta::days(day);
        look_again(&ctx, None).await.unwrap()
    }

    async fn verbs(&self) -> Vec<String> {
        sqlx::query_scalar("select verb from landlord_event where verb like 'domain%' order by id")
            .fetch_all(&self.started.home.db)
            .await
            .unwrap()
    }

    async fn status(&self, host: &str) -> StatusCode {
        self.caller(host).get("/login").await.status
    }
}

const GONE: Result<(), Cause> = Err(Cause::NoRecord);

#[tokio::test(flavor = "multi_thread")]
async fn a_main_domain_without_its_proof_steps_down_before_it_is_shut() {
    let house = House::open().await;
    house.tenant("alpha").await;
    let name = "crm.alpha.test";
    let id = house.claims("alpha", name).await.unwrap();
    house.looks(id, name, Ok(())).await;
    house.prefers(id).await.unwrap();
    assert_eq!(house.looks_again(0, name, Ok(())).await.looked, 1);

    for day in 1..=6 {
        let looked = house.looks_again(day, name, GONE).await;
        assert_eq!(
            (looked.missing, looked.stepped_down, looked.lapsed),
            (1, 0, 0),
            "day {day}"
        );
        // A day counts once, however often one looks.
        house.looks_again(day, name, GONE).await;
        assert_eq!(
            house.status(name).await,
            StatusCode::OK,
            "people at work notice nothing on day {day}"
        );
    }
    let letters = landlord::letters::last(&house.started.ctx(), 100).await.unwrap();
    let warned: Vec<_> = letters
        .iter()
        .filter(|letter| {
            letter
                .body
                .as_deref()
                .is_some_and(|body| body.contains("http://crm.alpha.test"))
        })
        .collect();
    assert_eq!(warned.len(), 1, "one warning");
    assert_eq!(warned[0].line.to, "anna@alpha.test");

    assert_eq!(house.looks_again(7, name, GONE).await.stepped_down, 1);
    assert_eq!(
        house.status("alpha.localhost").await,
        StatusCode::OK,
        "the subdomain is the main one"
    );
    let answer = house.caller(name).get("/login").await;
    assert_eq!(
        answer.location.as_deref(),
        Some("http://alpha.localhost/login"),
        "for a week more the domain leads there"
    );
    for day in 8..=13 {
        assert_eq!(house.looks_again(day, name, GONE).await.lapsed, 0, "day {day}");
    }
    assert_eq!(house.looks_again(14, name, GONE).await.lapsed, 1);
    assert_eq!(house.status(name).await, StatusCode::NOT_FOUND);
    assert_eq!(
        house.status("alpha.localhost").await,
        StatusCode::OK,
        "nobody is locked out"
    );
    let ctx = house.started.ctx();
    let tenant = landlord::tenants::by_slug(&ctx, "alpha").await.unwrap();
    let own = landlord::domains::list(&ctx, tenant).await.unwrap().own;
    assert!(own[0].lapsed_at.is_some() && own[0].verified_at.is_none() && !own[0].is_canonical);
    assert_eq!(house.prefers(id).await, Err(Failure::conflict(Reason::NotVerified)));

    // It is asked for all the same, and comes back by itself.
    assert_eq!(
        house.looks_again(15, name, GONE).await,
        LookedAgain {
            looked: 1,
            missing: 1,
            ..LookedAgain::default()
        }
    );
    house.looks_again(16, name, Ok(())).await;
    assert_eq!(house.status(name).await, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(
        house.verbs().await,
        [
            "domain_added",
            "domain_verified",
            "domain_preferred",
            "domain_not_verified",
            "domain_warned",
            "domain_stepped_down",
            "domain_warned",
            "domain_lapsed",
            "domain_verified"
        ]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_shuts_no_domain_and_a_proof_that_is_back_begins_anew() {
    let house = House::open().await;
    house.tenant("beta").await;
    let name = "crm.beta.test";
    let id = house.claims("beta", name).await.unwrap();
    assert_eq!(
        house.looks_again(0, name, GONE).await.looked,
        0,
        "not proven, not looked at"
    );
    house.looks(id, name, Ok(())).await;
    // Nobody could be asked for a month: it may be our own name server that is ill.
    for day in 1..=30 {
        house.looks_again(day, name, Err(Cause::NoAnswer)).await;
    }
    assert_eq!(house.status(name).await, StatusCode::PERMANENT_REDIRECT);
    for day in 31..=36 {
        house.looks_again(day, name, GONE).await;
    }
    house.looks_again(37, name, Ok(())).await;
    for day in 38..=43 {
        assert_eq!(house.looks_again(day, name, GONE).await.lapsed, 0, "day {day}");
    }
    assert_eq!(
        house.looks_again(44, name, Err(Cause::NotOurs)).await.lapsed,
        1,
        "seven days in a row"
    );
    assert_eq!(house.status(name).await, StatusCode::NOT_FOUND);
    house.close().await;
}
