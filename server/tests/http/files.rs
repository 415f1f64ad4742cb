//! Files over HTTP: in by a form, out by their id, never to a stranger; and papers.

use axum::http::{StatusCode, header};
use domain::tenants::{PurgeForm, TenantRefForm};

use crate::support::{Answer, Caller, House};

const MIB: usize = 1024 * 1024;

/// The addresses of the files on the page.
fn addresses(page: &Answer) -> Vec<String> {
    page.text
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with("/files/"))
        .map(str::to_owned)
        .collect()
}

async fn upload(caller: &mut Caller, name: &str, bytes: &[u8]) -> Option<String> {
    caller.get("/files").await;
    let answer = caller.upload("/files/upload", name, bytes).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_in_and_comes_out_and_a_stranger_sees_nothing() {
    let house = House::open().await;
    let link = house.tenant("shelf").await;
    let other = house.tenant("other").await;
    let [mut operator, mut manager, mut admin] = house.staff("shelf", &link).await;
    let mut stranger = house.newcomer("other", &other).await;

    let pdf = b"%PDF-1.7\ncanary";
    let good = upload(&mut manager, "../../\u{423}став \"v1\".exe", pdf).await;
    assert_eq!(good.as_deref(), Some("/files?done=uploaded"));
    let [address] = <[String; 1]>::try_from(addresses(&operator.get("/files").await)).unwrap();
    let got = operator.get(&address).await;
    assert_eq!(got.text.as_bytes(), pdf);
    let said = |name: header::HeaderName| got.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(said(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(said(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(said(header::CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
    assert_eq!(said(header::CACHE_CONTROL), "no-store");
    let disposition = said(header::CONTENT_DISPOSITION);
    assert!(
        disposition.starts_with("attachment; filename=\"") && disposition.ends_with(".pdf"),
        "{disposition}"
    );

    // The operator looks and changes nothing.
    upload(&mut operator, "a.pdf", pdf).await;
    let id = address.trim_start_matches("/files/").to_owned();
    operator.post("/rpc/crm/files/remove", &[("form[id]", &id)]).await;
    assert_eq!(addresses(&admin.get("/files").await).len(), 1);

    // A stranger: B's id at A's host, B's session at A's host, nobody; and addresses that try to climb out.
    assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
    stranger.host = "shelf.localhost".into();
    for caller in [&mut stranger, &mut house.caller("shelf.localhost")] {
        let answer = caller.get(&address).await;
        assert!(answer.location.is_some_and(|to| to.starts_with("/login")) && !answer.text.contains("canary"));
        let answer = caller.upload("/files/upload", "a.pdf", pdf).await;
        assert!(answer.location.is_some_and(|to| to.starts_with("/login")));
    }
    for climbing in [
        format!("/files/..%2f..%2f{id}"),
        format!("/files/%2e%2e%2ffiles%2f{id}"),
        format!("/files/{id}x"),
        "/files/1".to_owned(),
    ] {
        let answer = admin.get(&climbing).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{climbing}");
    }
    stranger.host = "other.localhost".into();
    let forged = stranger.post("/rpc/crm/files/remove", &[("form[id]", &id)]).await;
    assert!(forged.status.is_redirection());
    assert_eq!(admin.get(&address).await.status, StatusCode::OK, "still there");

    admin.post("/rpc/crm/files/remove", &[("form[id]", &id)]).await;
    assert_eq!(admin.get(&address).await.status, StatusCode::NOT_FOUND);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_of_ours_is_refused_beside_its_field() {
    let house = House::open().await;
    let link = house.tenant("magic").await;
    let mut admin = house.newcomer("magic", &link).await;
    let refused = async |caller: &mut Caller, name: &str, bytes: &[u8]| {
        assert_eq!(
            upload(caller, name, bytes).await.as_deref(),
            Some("/files"),
            "{name} was taken"
        );
        caller.get("/files").await.text
    };
    for (name, bytes) in [
        ("a.pdf", b"MZ\x90\0program".as_slice()),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.html", b"<!doctype html><script>"),
    ] {
        let page = refused(&mut admin, name, bytes).await;
        assert!(page.contains("Такие файлы не принимаются"), "{name}");
    }
    assert!(refused(&mut admin, "a.txt", b"").await.contains("Файл пуст"));
    let full = [b"%PDF-1.7\n".to_vec(), vec![b' '; MIB - 9]].concat();
    assert_eq!(
        upload(&mut admin, "full.pdf", &full).await.as_deref(),
        Some("/files?done=uploaded")
    );
    let over = [full, vec![b' ']].concat();
    assert!(refused(&mut admin, "over.pdf", &over).await.contains("не больше 1 МБ"));
    let far = vec![b' '; 6 * MIB];
    assert!(refused(&mut admin, "far.pdf", &far).await.contains("не больше 1 МБ"));
    assert_eq!(addresses(&admin.get("/files").await).len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purged_tenant_leaves_no_files() {
    let house = House::open().await;
    for slug in ["gone", "stays"] {
        let link = house.tenant(slug).await;
        let mut admin = house.newcomer(slug, &link).await;
        upload(&mut admin, "a.txt", b"text").await;
        assert_eq!(addresses(&admin.get("/files").await).len(), 1);
    }
    let kept = || {
        let mut found = Vec::new();
        let mut folders = vec![house.started.config.data.join("files")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found.len()
    };
    assert_eq!(kept(), 2);
    let ctx = house.started.ctx();
    let id = landlord::tenants::by_slug(&ctx, "gone").await.unwrap().to_string();
    landlord::tenants::trash(&ctx, &TenantRefForm { id: id.clone() })
        .await
        .unwrap();
    assert_eq!(kept(), 2, "the trash keeps everything");
    landlord::tenants::purge(
        &ctx,
        &PurgeForm {
            id,
            slug: "gone".into(),
        },
    )
    .await
    .unwrap();
    assert_eq!(kept(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_a_paper_too() {
    let house = House::open().await;
    let link = house.tenant("paper").await;
    let other = house.tenant("else").await;
    let mut admin = house.newcomer("paper", &link).await;
    let mut stranger = house.newcomer("else", &other).await;
    let inside = landlord::tenants::inside(&house.started.ctx(), "paper").await.unwrap();
    let form = domain::subscribers::SubscriberForm {
        kind: "person".into(),
        name: "#eval(\"Иванова\") $x$ \\".into(),
        account: "101".into(),
        ..Default::default()
    };
    tenant::subscribers::save(&inside, &form).await.unwrap();
    let form = domain::payments::PaymentForm {
        key: uuid::Uuid::new_v4().to_string(),
        account: "101".into(),
        amount: "1250,40".into(),
        method: "cash".into(),
        received_on: inside.today.to_string(),
        ..Default::default()
    };
    let id = tenant::payments::record(&inside, &form).await.unwrap().id;
    let address = format!("/payments/{id}/receipt.pdf");
    assert!(
        admin
            .get(&format!("/payments/{id}"))
            .await
            .text
            .contains(&format!("href=\"{address}\""))
    );
    let paper = admin.get(&address).await;
    assert_eq!(paper.headers.get(header::CONTENT_TYPE).unwrap(), "application/pdf");
    assert!(paper.text.starts_with("%PDF-"), "{}", paper.status);
    assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
    assert!(house.caller("paper.localhost").get(&address).await.location.is_some());
    assert_eq!(admin.get("/payments/x/receipt.pdf").await.status, StatusCode::NOT_FOUND);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logos_and_scans_have_forms_of_their_own() {
    let house = House::open().await;
    let link = house.tenant("papers").await;
    let [mut operator, mut manager, mut admin] = house.staff("papers", &link).await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let pdf = b"%PDF-1.7\n";

    // The manager's picture is refused for the right alone, and nothing of it is kept.
    manager.get("/organisation").await;
    let refused = manager.upload("/organisation/logo", "logo.png", png).await;
    assert_eq!(refused.location.as_deref(), Some("/organisation"));
    assert!(addresses(&manager.get("/files").await).is_empty());
    admin.get("/organisation").await;
    let taken = admin.upload("/organisation/logo", "logo.png", png).await;
    assert_eq!(taken.location.as_deref(), Some("/organisation?done=logo_set"));
    let [logo] = <[String; 1]>::try_from(addresses(&admin.get("/files").await)).unwrap();
    let page = operator.get("/organisation").await;
    assert!(page.text.contains(&format!("src=\"{logo}\"")), "{}", page.text);

    for (function, fields) in [
        (
            "/rpc/crm/subscribers/save",
            vec![
                ("form[account]", "A-1"),
                ("form[kind]", "person"),
                ("form[name]", "Иванов Иван"),
            ],
        ),
        (
            "/rpc/crm/services/save",
            vec![
                ("form[name]", "Вывоз мусора"),
                ("form[unit]", "мес."),
                ("form[price]", "100"),
                ("form[from]", "2026-01-01"),
            ],
        ),
        (
            "/rpc/crm/links/add",
            vec![
                ("form[subscriber_id]", "1"),
                ("form[service_id]", "1"),
                ("form[from]", "2026-01-01"),
                ("form[quantity]", "1"),
            ],
        ),
    ] {
        let answer = manager.post(function, &fields).await;
        assert!(
            answer.location.is_some_and(|to| to.contains("done=")),
            "{function}: {}",
            answer.text
        );
    }
    let contract = [
        ("form[account]", "a-1"),
        ("form[number]", "12/26"),
        ("form[party]", "Иванов Иван"),
        ("form[subject]", "Уборка"),
        ("form[signed_on]", "2026-01-10"),
        ("form[valid_from]", "2026-01-10"),
        ("form[links][l1]", "on"),
    ];
    let entered = manager.post("/rpc/crm/contracts/save", &contract).await;
    assert_eq!(entered.location.as_deref(), Some("/contracts/1?done=created"));
    let card = operator.get("/contracts/1").await;
    assert!(card.text.contains("12/26") && card.text.contains("Вывоз мусора"));

    for (mut caller, name, bytes, to) in [
        (operator.clone(), "a.pdf", &pdf[..], "/contracts/1"),
        (manager.clone(), "a.txt", b"text", "/contracts/1"),
        (manager.clone(), "a.pdf", pdf, "/contracts/1?done=scan_attached"),
    ] {
        caller.get("/contracts/1").await;
        let answer = caller.upload("/contracts/1/scan", name, bytes).await;
        assert_eq!(answer.location.as_deref(), Some(to), "{name}");
    }
    let [scan] = <[String; 1]>::try_from(addresses(&operator.get("/contracts/1").await)).unwrap();
    assert_eq!(operator.get(&scan).await.text.as_bytes(), pdf);
    assert_eq!(addresses(&admin.get("/files").await).len(), 2);
    let nowhere = manager.upload("/contracts/x/scan", "a.pdf", pdf).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let nobody = house
        .caller("papers.localhost")
        .upload("/contracts/1/scan", "a.pdf", pdf)
        .await;
    assert!(nobody.location.is_some_and(|to| to.starts_with("/login")));
    house.close().await;
}
