//! Limits as a tenant's people meet them: a banner for those who can do something about it.

use domain::quotas::TermsForm;

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_soft_limit_warns_administrators_on_every_page() {
    let house = House::open().await;
    let link = house.tenant("full").await;
    let [mut operator, mut manager, mut admin] = house.staff("full", &link).await;
    assert!(!admin.get("/").await.text.contains("id=\"quotas\""));
    let ctx = house.started.ctx();
    let terms = TermsForm {
        id: landlord::tenants::by_slug(&ctx, "full").await.unwrap().to_string(),
        users_soft: "3".into(),
        users_hard: "4".into(),
        ..TermsForm::default()
    };
    landlord::tenants::set_terms(&ctx, &terms).await.unwrap();
    for page in ["/", "/users", "/subscribers"] {
        let text = admin.get(page).await.text;
        assert!(
            text.contains("Сотрудники: 3 из 4. Когда станет 4, пригласить новых будет нельзя."),
            "{page}"
        );
    }
    for other in [&mut operator, &mut manager] {
        assert!(!other.get("/").await.text.contains("Сотрудники: 3 из 4"));
    }
    let invite = [
        ("form[name]", "Иван"),
        ("form[email]", "ivan@full.test"),
        ("form[role]", "operator"),
    ];
    admin.get("/users").await;
    admin.post("/rpc/crm/users/invite", &invite).await;
    let text = admin.get("/").await.text;
    assert!(text.contains("Лимит исчерпан") && text.contains("Сотрудники: 4 из 4. Пригласить новых нельзя"));
    house.close().await;
}
