//! «Log in as»: what a pass opens, what it does not, and what both audits say of it.

use axum::http::StatusCode;
use domain::tenants::TenantRefForm;
use domain::visits::VisitForm;
use domain::{Failure, Reason};

use crate::support::{Caller, House};

const REASON: &str = "Обращение № 4512: не сходится сальдо";

impl House {
    /// A context of the landlord's owner of this installation.
    pub async fn as_owner(&self) -> landlord::Ctx {
        let (id, name): (i64, String) =
            sqlx::query_as("select id, name from landlord_user where role = 'owner' order by id limit 1")
                .fetch_one(&self.started.home.db)
                .await
                .unwrap();
        let role = domain::landlords::Role::Owner;
        self.started
            .ctx_of(landlord::Actor::User { id, name, role }, "test".into())
    }

    /// A pass of the owner into a tenant, as its administrator; gives its token.
    async fn pass(&self, slug: &str) -> String {
        let ctx = self.as_owner().await;
        let tenant = landlord::tenants::by_slug(&ctx, slug).await.unwrap();
        let seats = landlord::visits::seats(&ctx, tenant).await.unwrap();
        let form = VisitForm {
            tenant_id: tenant.to_string(),
            staff_id: seats[0].id.to_string(),
            reason: REASON.into(),
        };
        let pass = landlord::visits::begin(&ctx, &form).await.unwrap();
        let (url, token) = pass.url.rsplit_once("/enter/").unwrap();
        assert_eq!(url, format!("http://{slug}.localhost"));
        token.to_owned()
    }

    async fn one(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.started.home.db).await.unwrap()
    }
}

async fn enters(caller: &mut Caller, token: &str) -> StatusCode {
    let answer = caller.post(&format!("/enter/{token}"), &[]).await;
    if answer.status == StatusCode::SEE_OTHER {
        assert_eq!(answer.location.as_deref(), Some("/"));
        assert!(caller.cookies.contains_key("kvitok"));
    } else {
        assert!(
            !caller.cookies.contains_key("kvitok"),
            "refused, and let in all the same"
        );
        assert!(answer.text.contains("Пропуск"), "{}", answer.text);
    }
    answer.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_seen_limited_and_written_down_twice() {
    let house = House::open().await;
    house.owner().await;
    let link = house.tenant("acme").await;
    house.newcomer("acme", &link).await;
    let token = house.pass("acme").await;
    let mut visitor = house.caller("acme.localhost");
    // A look uses nothing up.
    for _ in 0..2 {
        let page = visitor.get(&format!("/enter/{token}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("<form"), "a button, and nothing by itself");
    }
    assert_eq!(enters(&mut visitor, &token).await, StatusCode::SEE_OTHER);
    for page in ["/", "/subscribers", "/houses/new"] {
        let text = visitor.get(page).await.text;
        assert!(text.contains("от имени поддержки (Пётр)"), "no banner on {page}");
    }
    // What would outlast the visit is shut.
    for (function, body) in [
        (
            "/rpc/crm/users/invite",
            "form[name]=X&form[email]=x@y.ru&form[role]=admin",
        ),
        ("/rpc/crm/users/change_role", "form[id]=1&form[role]=operator"),
        ("/rpc/crm/users/renew_link", "form[id]=1"),
        ("/rpc/crm/users/disable", "form[id]=1"),
        ("/rpc/crm/users/list", ""),
        (
            "/rpc/crm/account/change_password",
            "form[current_password]=a&form[new_password]=b",
        ),
        ("/rpc/crm/survey/due", ""),
    ] {
        assert_eq!(
            visitor.call(function, body).await.status,
            StatusCode::FORBIDDEN,
            "{function}"
        );
    }
    // The rest is a day's work, under both names.
    let saved = visitor
        .call("/rpc/crm/houses/save", "form[locality]=a&form[street]=b&form[number]=c")
        .await;
    assert_eq!(saved.status, StatusCode::OK);

    let inside = landlord::tenants::inside(&house.started.ctx(), "acme").await.unwrap();
    let told: (String, String) = sqlx::query_as("select actor_kind, actor_name from event where noun = 'house'")
        .fetch_one(&mut *inside.db.acquire().await.unwrap())
        .await
        .unwrap();
    assert_eq!(told, ("landlord".into(), "Анна (поддержка: Пётр)".into()));
    let reason: String = sqlx::query_scalar("select reason from event where verb = 'visit_begun'")
        .fetch_one(&mut *inside.db.acquire().await.unwrap())
        .await
        .unwrap();
    assert_eq!(reason, REASON);
    let refused: i64 = sqlx::query_scalar("select count(*) from event where verb = 'refused' and noun = 'right'")
        .fetch_one(&mut *inside.db.acquire().await.unwrap())
        .await
        .unwrap();
    assert_eq!(refused, 7, "refused rights are events, too");
    assert_eq!(
        house
            .one("select count(*) from landlord_event where noun = 'tenant' and verb in ('visit_asked', 'visit_begun') and actor_name = 'Пётр' and reason like 'Обращение%'")
            .await,
        2
    );
    let plain: i64 = sqlx::query_scalar("select count(*) from visit_pass where token_hash = $1::text::bytea")
        .bind(&token)
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(plain, 0, "the token is nowhere kept");

    // The visit ends by the banner's button, and by itself after an hour.
    let mut ended = visitor.clone();
    sqlx::query("update session set expires_at = expires_at - interval '61 minutes' where visitor_id is not null")
        .execute(&mut *inside.db.acquire().await.unwrap())
        .await
        .unwrap();
    assert!(ended.get("/").await.location.is_some_and(|to| to.starts_with("/login")));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_opens_one_door_once_and_soon() {
    let house = House::open().await;
    house.owner().await;
    for slug in ["acme", "beta"] {
        let link = house.tenant(slug).await;
        house.newcomer(slug, &link).await;
    }
    // Another tenant's host.
    let token = house.pass("acme").await;
    assert_eq!(
        enters(&mut house.caller("beta.localhost"), &token).await,
        StatusCode::GONE
    );
    // That did not use it up where it belongs; a second time does.
    let mut visitor = house.caller("acme.localhost");
    assert_eq!(enters(&mut visitor, &token).await, StatusCode::SEE_OTHER);
    assert_eq!(
        enters(&mut house.caller("acme.localhost"), &token).await,
        StatusCode::GONE
    );
    // Two at once: one comes in.
    let token = house.pass("acme").await;
    let (mut one, mut other) = (house.caller("acme.localhost"), house.caller("acme.localhost"));
    let (first, second) = tokio::join!(enters(&mut one, &token), enters(&mut other, &token));
    let mut outcomes = [first, second];
    outcomes.sort();
    assert_eq!(outcomes, [StatusCode::SEE_OTHER, StatusCode::GONE]);
    // Too late.
    let token = house.pass("acme").await;
    sqlx::query("update visit_pass set expires_at = expires_at - interval '61 seconds'")
        .execute(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(
        enters(&mut house.caller("acme.localhost"), &token).await,
        StatusCode::GONE
    );
    // Never one.
    assert_eq!(
        enters(&mut house.caller("acme.localhost"), "nonsense").await,
        StatusCode::GONE
    );
    assert_eq!(
        house
            .one("select count(*) from landlord_event where verb = 'visit_refused'")
            .await,
        5
    );
    // The visitor lost the right meanwhile.
    let token = house.pass("acme").await;
    sqlx::query("update landlord_user set disabled_at = now()")
        .execute(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(
        enters(&mut house.caller("acme.localhost"), &token).await,
        StatusCode::GONE
    );
    sqlx::query("update landlord_user set disabled_at = null")
        .execute(&house.started.home.db)
        .await
        .unwrap();
    // A tenant out of service has no door, and no pass is made for it.
    let token = house.pass("acme").await;
    let ctx = house.as_owner().await;
    let id = landlord::tenants::by_slug(&ctx, "acme").await.unwrap();
    landlord::tenants::trash(&ctx, &TenantRefForm { id: id.to_string() })
        .await
        .unwrap();
    let mut shut = house.caller("acme.localhost");
    let answer = shut.post(&format!("/enter/{token}"), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!shut.cookies.contains_key("kvitok"));
    assert_eq!(
        landlord::visits::seats(&ctx, id).await,
        Err(Failure::conflict(Reason::WrongStatus))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_asked_for_with_a_reason_and_a_person() {
    let house = House::open().await;
    let mut owner = house.owner().await;
    let link = house.tenant("acme").await;
    house.newcomer("acme", &link).await;
    let page = owner.get("/tenants/1/visit").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Администратор — Анна"));
    // A name and a role, and nothing else of the person.
    let seats = owner.call("/rpc/console/visits/seats", "id=1").await;
    assert_eq!(seats.text, r#"[{"id":1,"name":"Анна","role":"admin"}]"#);
    let short = owner
        .call(
            "/rpc/console/visits/begin",
            "form[tenant_id]=1&form[staff_id]=1&form[reason]=x",
        )
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", short.text);
    let nobody = owner
        .call(
            "/rpc/console/visits/begin",
            "form[tenant_id]=1&form[staff_id]=99&form[reason]=0123456789",
        )
        .await;
    assert!(nobody.text.contains("staff_id"), "{}", nobody.text);
    // Without the browser half the page shows the way.
    let fields = [
        ("form[tenant_id]", "1"),
        ("form[staff_id]", "1"),
        ("form[reason]", REASON),
    ];
    owner.get("/tenants/1/visit").await;
    let answer = owner.post("/rpc/console/visits/begin", &fields).await;
    assert_eq!(answer.location.as_deref(), Some("/tenants/1/visit"));
    let page = owner.get("/tenants/1/visit").await;
    assert!(
        page.text.contains("http://acme.localhost/enter/"),
        "the way in is on the page"
    );
    house.close().await;
}
