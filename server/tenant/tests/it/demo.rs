//! The demonstration: always the same, and with books that prove.

use domain::sessions::LogInForm;
use domain::{Failure, Reason, Role};
use tenant::{Ctx, dashboard, demo, sessions};

use super::estate::{proved, spread, spread_in_order};
use super::support::{Office, conflict};

async fn seeded(people: i64) -> (Office, Ctx) {
    let office = Office::open().await;
    let system = office.system();
    demo::seed(&system, people).await.unwrap();
    (office, system)
}

#[tokio::test]
async fn a_demonstration_is_whole_and_its_books_prove() {
    let office = Office::open().await;
    let system = office.system();
    let staff = demo::seed(&system, 60).await.unwrap();
    let roles: Vec<_> = staff.iter().map(|(_, _, role)| *role).collect();
    assert_eq!(roles, [Role::Admin, Role::Manager, Role::Operator]);
    for (email, password, role) in staff {
        let opened = sessions::log_in(
            &office.nobody(),
            &LogInForm {
                email,
                password,
                ..Default::default()
            },
        )
        .await
        .unwrap();
        assert_eq!(opened.who.role, role);
    }
    proved(&system).await;
    spread(&office).await;
    spread_in_order(&office).await;
    assert_eq!(office.count("select count(*) from subscriber").await, 60);
    assert_eq!(
        office
            .count("select count(distinct month) from invoice where kind = 'regular'")
            .await,
        14
    );
    assert!(office.count("select count(*) from payment").await > 500);
    assert!(
        office
            .count("select count(*) from charge where days < days_of_month")
            .await
            > 0
    );
    assert!(
        office
            .count("select count(*) from invoice where kind = 'opening'")
            .await
            > 0
    );
    assert_eq!(office.count("select count(*) from contract").await, 24);
    assert!(office.count("select count(*) from contract_link").await >= 24);
    assert_eq!(
        office
            .count("select count(*) from organisation where inn is not null and chief_name is not null")
            .await,
        1
    );
    let shown = dashboard::show(&system).await.unwrap();
    assert!(
        shown
            .months
            .iter()
            .all(|month| month.charged.is_positive() && month.paid.is_positive()),
        "{shown:?}"
    );
    assert!((1..=20).contains(&shown.debtors), "{}", shown.debtors);
    assert!(shown.advance.is_positive() && shown.steps.done());
    assert_eq!(
        office
            .count("select count(*) from payment where received_on > '2026-11-22'")
            .await,
        0
    );
    assert_eq!(
        office
            .count("select count(*) from invoice where issued_on > '2026-11-22'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_demonstration_is_always_the_same() {
    let print = "select hashtextextended(string_agg(t, ' '), 0) from (
        select concat(number, account, name, address, total, paid) as t from invoice order by id) i";
    let (one, _) = seeded(25).await;
    let (other, _) = seeded(25).await;
    assert_eq!(one.count(print).await, other.count(print).await);
    let payments =
        "select hashtextextended(string_agg(concat(key, amount, received_on), ' ' order by id), 0) from payment";
    assert_eq!(one.count(payments).await, other.count(payments).await);
}

#[tokio::test]
async fn only_the_program_seeds_and_only_once() {
    let (office, system) = seeded(5).await;
    assert_eq!(conflict(demo::seed(&system, 5).await), Reason::InUse);
    assert_eq!(demo::seed(&office.admin(), 5).await, Err(Failure::Forbidden));
    assert_eq!(demo::seed(&office.nobody(), 5).await, Err(Failure::SignedOut));
    assert_eq!(office.count("select count(*) from subscriber").await, 5);
}
