//! Every page and every server function, by every role. What is not in the tables fails the test, and so does a row of
//! the tables that no longer exists.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::support::{Answer, Caller, House};

/// Who may call a tenant's function: o(perator), m(anager), a(dmin); `*` everybody, signed in or not.
const FUNCTIONS: &[(&str, &str)] = &[
    ("/rpc/crm/account/change_password", "oma"),
    ("/rpc/crm/books/last", "ma"),
    ("/rpc/crm/books/prove", "ma"),
    ("/rpc/crm/corrections/adjust", "ma"),
    ("/rpc/crm/corrections/desk", "ma"),
    ("/rpc/crm/corrections/of_subscriber", "oma"),
    ("/rpc/crm/corrections/show", "oma"),
    ("/rpc/crm/corrections/void", "ma"),
    ("/rpc/crm/contracts/attach", "ma"),
    ("/rpc/crm/contracts/end", "ma"),
    ("/rpc/crm/contracts/form", "ma"),
    ("/rpc/crm/contracts/list", "oma"),
    ("/rpc/crm/contracts/of_subscriber", "oma"),
    ("/rpc/crm/contracts/save", "ma"),
    ("/rpc/crm/contracts/scans", "ma"),
    ("/rpc/crm/contracts/show", "oma"),
    ("/rpc/crm/dashboard/overview", "oma"),
    ("/rpc/crm/doors/invitation", "*"),
    ("/rpc/crm/files/list", "oma"),
    ("/rpc/crm/files/remove", "ma"),
    ("/rpc/crm/houses/history", "oma"),
    ("/rpc/crm/houses/list", "oma"),
    ("/rpc/crm/houses/premises", "oma"),
    ("/rpc/crm/houses/save", "oma"),
    ("/rpc/crm/houses/show", "oma"),
    ("/rpc/crm/houses/take_back", "oma"),
    ("/rpc/crm/imports/discard", "ma"),
    ("/rpc/crm/imports/list", "ma"),
    ("/rpc/crm/imports/post", "ma"),
    ("/rpc/crm/imports/show", "ma"),
    ("/rpc/crm/invoices/list", "oma"),
    ("/rpc/crm/invoices/show", "oma"),
    ("/rpc/crm/jobs/cancel", "ma"),
    ("/rpc/crm/jobs/list", "ma"),
    ("/rpc/crm/jobs/retry", "ma"),
    ("/rpc/crm/jobs/show", "ma"),
    ("/rpc/crm/links/add", "oma"),
    ("/rpc/crm/links/end", "oma"),
    ("/rpc/crm/organisation/add_account", "a"),
    ("/rpc/crm/organisation/archive_account", "a"),
    ("/rpc/crm/organisation/make_main", "a"),
    ("/rpc/crm/organisation/remove_logo", "a"),
    ("/rpc/crm/organisation/save", "a"),
    ("/rpc/crm/organisation/show", "oma"),
    ("/rpc/crm/organisation/sign", "a"),
    ("/rpc/crm/links/end_pause", "oma"),
    ("/rpc/crm/links/pause", "oma"),
    ("/rpc/crm/links/remove_pause", "oma"),
    ("/rpc/crm/payments/desk", "oma"),
    ("/rpc/crm/payments/list", "oma"),
    ("/rpc/crm/payments/preview", "oma"),
    ("/rpc/crm/payments/reallocate", "ma"),
    ("/rpc/crm/payments/record", "oma"),
    ("/rpc/crm/payments/refund", "ma"),
    ("/rpc/crm/payments/reverse", "oma"),
    ("/rpc/crm/payments/show", "oma"),
    ("/rpc/crm/payments/show_return", "oma"),
    ("/rpc/crm/payments/take", "oma"),
    ("/rpc/crm/quotas/pressed", "a"),
    ("/rpc/crm/penalties/add_due_day", "a"),
    ("/rpc/crm/penalties/add_policy", "a"),
    ("/rpc/crm/penalties/add_rate", "a"),
    ("/rpc/crm/penalties/charge", "ma"),
    ("/rpc/crm/penalties/list", "ma"),
    ("/rpc/crm/penalties/preview", "ma"),
    ("/rpc/crm/penalties/rules", "ma"),
    ("/rpc/crm/penalties/show", "oma"),
    ("/rpc/crm/penalties/write_off", "ma"),
    ("/rpc/crm/promises/cancel", "oma"),
    ("/rpc/crm/promises/list", "oma"),
    ("/rpc/crm/promises/of_subscriber", "oma"),
    ("/rpc/crm/promises/take", "oma"),
    ("/rpc/crm/promises/take_care", "oma"),
    ("/rpc/crm/rehearsals/ask", "ma"),
    ("/rpc/crm/rehearsals/list", "ma"),
    ("/rpc/crm/rehearsals/show", "ma"),
    ("/rpc/crm/runs/accounts", "ma"),
    ("/rpc/crm/runs/carry_on", "ma"),
    ("/rpc/crm/runs/completeness", "ma"),
    ("/rpc/crm/runs/confirm", "ma"),
    ("/rpc/crm/runs/delete", "ma"),
    ("/rpc/crm/runs/draft", "ma"),
    ("/rpc/crm/runs/list", "ma"),
    ("/rpc/crm/runs/redraft", "ma"),
    ("/rpc/crm/runs/release", "ma"),
    ("/rpc/crm/runs/show", "ma"),
    ("/rpc/crm/runs/undo", "ma"),
    ("/rpc/crm/services/archive", "ma"),
    ("/rpc/crm/services/list", "oma"),
    ("/rpc/crm/services/remove_price", "ma"),
    ("/rpc/crm/services/restore", "ma"),
    ("/rpc/crm/services/save", "ma"),
    ("/rpc/crm/services/set_price", "ma"),
    ("/rpc/crm/services/show", "oma"),
    ("/rpc/crm/settings/rules", "oma"),
    ("/rpc/crm/settings/set_rules", "a"),
    ("/rpc/crm/subscribers/archive", "oma"),
    ("/rpc/crm/subscribers/form", "oma"),
    ("/rpc/crm/subscribers/list", "oma"),
    ("/rpc/crm/subscribers/restore", "oma"),
    ("/rpc/crm/subscribers/save", "oma"),
    ("/rpc/crm/subscribers/show", "oma"),
    ("/rpc/crm/subscribers/timeline", "oma"),
    ("/rpc/crm/survey/answer", "oma"),
    ("/rpc/crm/survey/dismiss", "oma"),
    ("/rpc/crm/survey/due", "oma"),
    ("/rpc/crm/survey/postpone", "oma"),
    ("/rpc/crm/users/change_role", "a"),
    ("/rpc/crm/users/disable", "a"),
    ("/rpc/crm/users/enable", "a"),
    ("/rpc/crm/users/invite", "a"),
    ("/rpc/crm/users/list", "a"),
    ("/rpc/crm/users/renew_link", "a"),
    ("/rpc/crm/volumes/choices", "oma"),
    ("/rpc/crm/volumes/enter", "oma"),
    ("/rpc/crm/volumes/list", "oma"),
];

/// Who may call a function of the console: s(upport), w (owner); `*` everybody.
const CONSOLE: &[(&str, &str)] = &[
    ("/rpc/console/account/change_password", "sw"),
    ("/rpc/console/audit/filters", "sw"),
    ("/rpc/console/audit/find", "sw"),
    ("/rpc/console/domains/add", "w"),
    ("/rpc/console/domains/check", "w"),
    ("/rpc/console/domains/list", "sw"),
    ("/rpc/console/domains/prefer", "w"),
    ("/rpc/console/domains/prefer_subdomain", "w"),
    ("/rpc/console/domains/remove", "w"),
    ("/rpc/console/doors/invitation", "*"),
    ("/rpc/console/doors/reset_link", "*"),
    ("/rpc/console/doors/setup_link", "*"),
    ("/rpc/console/fleet/run", "sw"),
    ("/rpc/console/fleet/show", "sw"),
    ("/rpc/console/fleet/start", "w"),
    ("/rpc/console/isolation/last", "sw"),
    ("/rpc/console/isolation/prove", "w"),
    ("/rpc/console/jobs/cancel", "w"),
    ("/rpc/console/jobs/list", "sw"),
    ("/rpc/console/jobs/retry", "w"),
    ("/rpc/console/jobs/show", "sw"),
    ("/rpc/console/letters/list", "sw"),
    ("/rpc/console/letters/retry", "w"),
    ("/rpc/console/letters/show", "sw"),
    ("/rpc/console/metrics/read", "sw"),
    ("/rpc/console/orphans/compare", "w"),
    ("/rpc/console/orphans/last", "w"),
    ("/rpc/console/people/change_role", "w"),
    ("/rpc/console/people/disable", "w"),
    ("/rpc/console/people/enable", "w"),
    ("/rpc/console/people/invite", "w"),
    ("/rpc/console/people/list", "w"),
    ("/rpc/console/people/renew_link", "w"),
    ("/rpc/console/tenants/address", "sw"),
    ("/rpc/console/tenants/change", "w"),
    ("/rpc/console/tenants/create", "w"),
    ("/rpc/console/tenants/duplicate", "w"),
    ("/rpc/console/tenants/find", "sw"),
    ("/rpc/console/tenants/purge", "w"),
    ("/rpc/console/tenants/restore", "w"),
    ("/rpc/console/tenants/resume", "w"),
    ("/rpc/console/tenants/show", "sw"),
    ("/rpc/console/tenants/suspend", "w"),
    ("/rpc/console/tenants/terms", "w"),
    ("/rpc/console/tenants/trash", "w"),
    ("/rpc/console/visits/begin", "sw"),
    ("/rpc/console/visits/seats", "sw"),
];

/// Who sees a tenant's page; the pages of the doors are seen by nobody who is signed in.
const PAGES: &[(&str, &str)] = &[
    ("/login", "door"),
    ("/forgot", "door"),
    ("/invitation/{token}", "*"),
    ("/reset/{token}", "*"),
    ("/", "oma"),
    ("/subscribers", "oma"),
    ("/subscribers/new", "oma"),
    ("/subscribers/{id}", "oma"),
    ("/subscribers/{id}/edit", "oma"),
    ("/houses", "oma"),
    ("/houses/new", "oma"),
    ("/houses/{id}", "oma"),
    ("/services", "oma"),
    ("/services/new", "ma"),
    ("/services/{id}", "oma"),
    ("/volumes", "oma"),
    ("/invoices", "oma"),
    ("/invoices/issue", "ma"),
    ("/invoices/{id}", "oma"),
    ("/adjustments/new", "ma"),
    ("/adjustments/{id}", "oma"),
    ("/runs", "ma"),
    ("/runs/completeness", "ma"),
    ("/runs/{id}", "ma"),
    ("/rehearsals/{id}", "ma"),
    ("/payments", "oma"),
    ("/payments/new", "oma"),
    ("/payments/{id}", "oma"),
    ("/returns/{id}", "oma"),
    ("/desk", "oma"),
    ("/settings", "oma"),
    ("/penalties", "ma"),
    ("/penalties/rules", "ma"),
    ("/subscribers/{id}/penalties", "oma"),
    ("/promises", "oma"),
    ("/contracts", "oma"),
    ("/contracts/new", "ma"),
    ("/contracts/{id}", "oma"),
    ("/contracts/{id}/edit", "ma"),
    ("/imports", "ma"),
    ("/imports/{id}", "ma"),
    ("/books", "ma"),
    ("/files", "oma"),
    ("/jobs", "ma"),
    ("/jobs/{id}", "ma"),
    ("/organisation", "oma"),
    ("/users", "a"),
    ("/account", "oma"),
];

/// One body for all: a field that a function does not know is passed over, an empty form is refused only after the
/// question of rights.
const BODY: &str = "id=1&token=x&q=&after=&status=&sort=&show=&account=1&language=ru&form[x]=&on=&query[x]=";

/// Whether a call was let through to its use case; a refusal for another reason counts as let through.
fn let_through(answer: &Answer, path: &str) -> bool {
    assert!(
        !answer.status.is_server_error(),
        "{path}: {} {}",
        answer.status,
        answer.text
    );
    !matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

fn same_names(what: &str, table: &[(&str, &str)], real: impl IntoIterator<Item = String>) {
    let table: BTreeSet<String> = table.iter().map(|(name, _)| (*name).to_owned()).collect();
    let real: BTreeSet<String> = real.into_iter().collect();
    assert_eq!(table, real, "{what}: the table and the program differ");
}

async fn check_functions(table: &[(&str, &str)], callers: &mut [(&str, Caller)]) {
    for (path, who) in table {
        for (letter, caller) in callers.iter_mut() {
            // Calls that would end the session or the caller's own rights are made on a copy.
            let answer = caller.clone().call(path, BODY).await;
            let may = *who == "*" || who.contains(*letter);
            assert_eq!(
                let_through(&answer, path),
                may,
                "{path} by «{letter}»: {} {}",
                answer.status,
                answer.text
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_function_and_page_by_every_role() {
    let house = House::open().await;
    let owner = house.owner().await;
    let link = house.tenant("walk").await;
    let [operator, manager, admin] = house.staff("walk", &link).await;
    let nobody = house.caller("walk.localhost");

    let registered: Vec<String> = server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    let of = |prefix: &str| {
        registered
            .iter()
            .filter(|path| path.starts_with(prefix))
            .cloned()
            .collect::<Vec<_>>()
    };
    same_names("functions of a tenant", FUNCTIONS, of("/rpc/crm/"));
    same_names("functions of the console", CONSOLE, of("/rpc/console/"));
    assert_eq!(
        registered.len(),
        FUNCTIONS.len() + CONSOLE.len(),
        "a function outside both surfaces: {registered:?}"
    );

    let mut staff = [("-", nobody.clone()), ("o", operator), ("m", manager), ("a", admin)];
    check_functions(FUNCTIONS, &mut staff).await;

    sqlx::query("insert into landlord_user (name, email, role, password_hash, created_at) select 'S', 'support@landlord.test', 'support', password_hash, now() from landlord_user limit 1")
        .execute(&house.started.home.db)
        .await
        .unwrap();
    let mut support = house.caller("localhost");
    let answer = support
        .post(
            "/login",
            &[
                ("email", "support@landlord.test"),
                ("password", "длинная фраза владельца"),
            ],
        )
        .await;
    assert_eq!(answer.location.as_deref(), Some("/"));
    let mut console = [("-", house.caller("localhost")), ("s", support), ("w", owner)];
    check_functions(CONSOLE, &mut console).await;

    // Neither surface answers for the other, whoever asks.
    for (path, _) in FUNCTIONS {
        for (_, caller) in &mut console {
            assert_eq!(
                caller.call(path, BODY).await.status,
                StatusCode::NOT_FOUND,
                "{path} on the landlord's host"
            );
        }
    }
    for (path, _) in CONSOLE {
        for (_, caller) in &mut staff {
            assert_eq!(
                caller.call(path, BODY).await.status,
                StatusCode::NOT_FOUND,
                "{path} on a tenant's host"
            );
        }
    }

    let (tenant_pages, landlord_pages) = server::web::page_routes();
    same_names("pages of a tenant", PAGES, tenant_pages);
    for (path, who) in PAGES {
        let address = path.replace("{id}", "1").replace("{token}", "x");
        for (letter, caller) in &mut staff {
            let answer = caller.get(&address).await;
            assert!(
                !answer.status.is_server_error(),
                "{path} by «{letter}»: {}",
                answer.status
            );
            match (*who, *letter) {
                ("door", "-") => assert_eq!(answer.status, StatusCode::OK, "{path}"),
                ("door", _) => assert_eq!(answer.location.as_deref(), Some("/"), "{path}"),
                ("*", _) => assert_ne!(answer.status, StatusCode::FORBIDDEN, "{path}"),
                (_, "-") => assert!(
                    answer.location.is_some_and(|to| to.starts_with("/login")),
                    "{path} is open to nobody"
                ),
                (who, letter) => {
                    assert_eq!(
                        answer.status != StatusCode::FORBIDDEN,
                        who.contains(letter),
                        "{path} by «{letter}»: {}",
                        answer.status
                    );
                }
            }
        }
    }
    for path in landlord_pages {
        let address = path.replace("{id}", "1").replace("{token}", "x");
        let answer = nobody_at_the_console(&house).get(&address).await;
        let open = ["/login", "/forgot"].contains(&address.as_str())
            || ["/setup/", "/reset/", "/invitation/"]
                .iter()
                .any(|start| address.starts_with(start));
        assert_eq!(
            answer.location.is_some_and(|to| to.starts_with("/login")),
            !open,
            "{path}"
        );
    }
    house.close().await;
}

fn nobody_at_the_console(house: &House) -> Caller {
    house.caller("localhost")
}
