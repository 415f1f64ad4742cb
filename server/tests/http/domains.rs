//! Tenants' own domains: what is proven is served, everything else is nobody's.

mod again;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::domains::{Cause, DomainForm, DomainRefForm};
use domain::tenants::TenantRefForm;
use domain::{Failure, Reason};

use crate::support::House;

impl House {
    /// A domain of a tenant, not proven yet; gives its id.
    async fn claims(&self, slug: &str, name: &str) -> Result<i64, Failure> {
        let ctx = self.started.ctx();
        let tenant = landlord::tenants::by_slug(&ctx, slug).await.unwrap();
        let form = DomainForm {
            tenant_id: tenant.to_string(),
            name: name.into(),
            method: "dns".into(),
        };
        landlord::domains::add(&ctx, &form).await?;
        let own = landlord::domains::list(&ctx, tenant).await.unwrap().own;
        Ok(own.last().unwrap().id)
    }

    /// Looks for a domain's proof, which is there or not.
    async fn looks(&self, id: i64, name: &str, found: Result<(), Cause>) {
        self.proofs.0.lock().unwrap().insert(name.to_owned(), found);
        landlord::domains::check(&self.started.ctx(), &by_id(id)).await.unwrap();
    }

    async fn prefers(&self, id: i64) -> Result<i64, Failure> {
        landlord::domains::prefer(&self.started.ctx(), &by_id(id)).await
    }
}

fn by_id(id: i64) -> DomainRefForm {
    DomainRefForm { id: id.to_string() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proven_domain_opens_its_tenant_and_no_other_does() {
    let house = House::open().await;
    let link = house.tenant("alpha").await;
    let id = house.claims("alpha", "CRM.Alpha.test.").await.unwrap();
    assert_eq!(
        house.caller("crm.alpha.test").get("/login").await.status,
        StatusCode::NOT_FOUND,
        "not proven yet"
    );
    assert_eq!(house.prefers(id).await, Err(Failure::conflict(Reason::NotVerified)));
    house.looks(id, "crm.alpha.test", Ok(())).await;

    // Verified, and not the main one: the subdomain is.
    let answer = house.caller("crm.alpha.test").get("/subscribers?q=1").await;
    assert_eq!(
        (answer.status, answer.location.as_deref()),
        (
            StatusCode::PERMANENT_REDIRECT,
            Some("http://alpha.localhost/subscribers?q=1")
        )
    );
    house.prefers(id).await.unwrap();
    for host in [
        "crm.alpha.test",
        "CRM.alpha.TEST",
        "crm.alpha.test.",
        "crm.alpha.test:8080",
    ] {
        assert_eq!(house.caller(host).get("/login").await.status, StatusCode::OK, "{host}");
    }
    let answer = house.caller("alpha.localhost").get("/login?next=%2Fhouses").await;
    assert_eq!(
        answer.location.as_deref(),
        Some("http://crm.alpha.test/login?next=%2Fhouses")
    );
    let answer = house.caller("alpha.localhost").get("/.well-known/security.txt").await;
    assert_ne!(
        answer.status,
        StatusCode::PERMANENT_REDIRECT,
        "what is asked about a host stays there"
    );
    let answer = house.caller("localhost").get("/tenant/alpha/crm/houses").await;
    assert_eq!(answer.location.as_deref(), Some("http://crm.alpha.test/houses"));

    // The invitation leads to the host that people use, and the session is that host's.
    let mut admin = house.caller("crm.alpha.test");
    let token = link.trim_start_matches("/invitation/");
    let form = [
        ("token", token),
        ("name", "Анна"),
        ("password", "длинная фраза сотрудника"),
    ];
    assert_eq!(admin.post("/invitation", &form).await.location.as_deref(), Some("/"));
    assert_eq!(admin.get("/").await.status, StatusCode::OK);

    for stranger in [
        "other.alpha.test",
        "alpha.test",
        "evil.test",
        "crm.alpha.test.evil.test",
    ] {
        let answer = house.caller(stranger).get("/login").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{stranger}");
        let file = house.caller(stranger).get("/robots.txt").await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "no file of ours either: {stranger}");
    }
    // A forwarded host chooses nothing.
    let forged = || Request::get("/login").header("x-forwarded-host", "crm.alpha.test");
    let answer = house.caller("evil.test").send(forged(), Body::empty()).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);

    // A look that finds nothing any more takes no address away; a removal does.
    house.looks(id, "crm.alpha.test", Err(Cause::WrongRecord)).await;
    assert_eq!(admin.get("/").await.status, StatusCode::OK);
    let ctx = house.started.ctx();
    let tenant = landlord::tenants::by_slug(&ctx, "alpha").await.unwrap();
    let own = landlord::domains::list(&ctx, tenant).await.unwrap().own;
    assert_eq!(own[0].cause, Some(Cause::WrongRecord));
    assert!(own[0].verified_at.is_some() && own[0].is_canonical);
    landlord::domains::remove(&ctx, &by_id(id)).await.unwrap();
    assert_eq!(admin.get("/").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.caller("alpha.localhost").get("/login").await.status,
        StatusCode::OK,
        "the subdomain is canonical again"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_one_tenants_and_its_sessions_are_its_own() {
    let house = House::open().await;
    let a = house.tenant("alpha").await;
    house.tenant("beta").await;
    let first = house.claims("alpha", "one.test").await.unwrap();
    let taken = house.claims("beta", "ONE.test").await.unwrap_err();
    assert_eq!(taken.reason_for("name"), Some(&Reason::Taken));
    let reserved = house.claims("beta", "alpha.localhost").await.unwrap_err();
    assert_eq!(reserved.reason_for("name"), Some(&Reason::Reserved));
    let second = house.claims("beta", "two.test").await.unwrap();
    for (id, name) in [(first, "one.test"), (second, "two.test")] {
        house.looks(id, name, Ok(())).await;
        house.prefers(id).await.unwrap();
    }
    let mut admin = house.caller("one.test");
    let token = a.trim_start_matches("/invitation/");
    let form = [
        ("token", token),
        ("name", "Анна"),
        ("password", "длинная фраза сотрудника"),
    ];
    admin.post("/invitation", &form).await;
    assert_eq!(admin.get("/subscribers").await.status, StatusCode::OK);
    admin.host = "two.test".into();
    let answer = admin.get("/subscribers").await;
    assert!(
        answer.location.is_some_and(|to| to.starts_with("/login")),
        "A's session at B's domain"
    );

    // One main address a tenant, whoever chooses at once.
    let third = house.claims("alpha", "three.test").await.unwrap();
    house.looks(third, "three.test", Ok(())).await;
    let (one, other) = tokio::join!(house.prefers(first), house.prefers(third));
    assert!(one.is_ok() && other.is_ok());
    let count: i64 = sqlx::query_scalar("select count(*) from tenant_domain where is_canonical")
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(count, 2, "one of alpha, one of beta");
    let ctx = house.started.ctx();
    let tenant = landlord::tenants::by_slug(&ctx, "alpha").await.unwrap();
    let form = TenantRefForm { id: tenant.to_string() };
    landlord::domains::prefer_subdomain(&ctx, &form).await.unwrap();
    let answer = house.caller("one.test").get("/login").await;
    assert_eq!(answer.location.as_deref(), Some("http://alpha.localhost/login"));

    // A tenant in the trash is shut under every name.
    landlord::tenants::trash(&ctx, &form).await.unwrap();
    assert_eq!(house.caller("one.test").get("/").await.status, StatusCode::FORBIDDEN);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_installation_proves_to_be_behind_a_name() {
    let house = House::open().await;
    let ask = |host: &'static str, path: &'static str| {
        let mut caller = house.caller(host);
        async move { caller.get(path).await }
    };
    let one = ask("one.test", "/.well-known/kvitok/abc").await;
    assert_eq!(one.status, StatusCode::OK);
    assert_eq!(one.text, house.started.home.domain_proof("one.test", "abc"));
    assert_ne!(
        ask("two.test", "/.well-known/kvitok/abc").await.text,
        one.text,
        "for each name another"
    );
    assert_ne!(
        ask("one.test", "/.well-known/kvitok/abd").await.text,
        one.text,
        "for each token another"
    );
    assert_eq!(
        ask("one.test", "/.well-known/kvitok/a.b").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ask("one.test", "/.well-known/other").await.status,
        StatusCode::NOT_FOUND
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_unknown_hosts_leaves_the_catalogue_alone() {
    let house = House::open().await;
    assert_eq!(house.caller("nobody.test").get("/").await.status, StatusCode::NOT_FOUND);
    // With the catalogue gone, unknown names are still unknown: nobody asks it for each of them.
    house.started.home.db.close().await;
    for n in 0..200 {
        let host = format!("host{n}.test");
        assert_eq!(
            house.caller(&host).get("/").await.status,
            StatusCode::NOT_FOUND,
            "{host}"
        );
    }
    let request = Request::get("/")
        .header(header::HOST, "127.0.0.1")
        .body(Body::empty())
        .unwrap();
    let answer = tower::ServiceExt::oneshot(house.router.clone(), request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    house.close().await;
}
