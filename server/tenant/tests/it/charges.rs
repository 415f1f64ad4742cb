//! What a month costs: the database's `month_charges` and `domain::links::charge` say the same, line by line.

use domain::{Money, Month, links::charge};
use rust_decimal::Decimal;
use sqlx::types::chrono::NaiveDate;
use tenant::invoices;

use super::estate::{issue, link, payer, price, proved, service};
use super::support::Office;

/// A link, the prices of its service and a month.
struct Case {
    quantity: &'static str,
    from: &'static str,
    to: &'static str,
    prices: &'static [(&'static str, &'static str)],
    month: &'static str,
}

const fn case(
    quantity: &'static str,
    from: &'static str,
    to: &'static str,
    prices: &'static [(&'static str, &'static str)],
    month: &'static str,
) -> Case {
    Case {
        quantity,
        from,
        to,
        prices,
        month,
    }
}

const CASES: &[Case] = &[
    // a whole month, whole and broken quantities
    case("1", "2025-01-01", "", &[("2025-01-01", "100")], "2026-03"),
    case("54.7", "2025-01-01", "", &[("2025-01-01", "28.4371")], "2026-03"),
    case("0.001", "2025-01-01", "", &[("2025-01-01", "5")], "2026-03"),
    case("0.333", "2025-01-01", "", &[("2025-01-01", "0.015")], "2026-03"),
    // a part of the month, in February too, with a leap day and without
    case("1", "2026-03-17", "", &[("2025-01-01", "100")], "2026-03"),
    case("1", "2025-01-01", "2026-03-16", &[("2025-01-01", "100")], "2026-03"),
    case("1", "2026-03-31", "2026-03-31", &[("2025-01-01", "99.99")], "2026-03"),
    case(
        "3.5",
        "2026-02-02",
        "2026-02-27",
        &[("2025-01-01", "77.7777")],
        "2026-02",
    ),
    case("1", "2024-02-29", "", &[("2024-01-01", "145")], "2024-02"),
    case("1", "2024-01-01", "", &[("2024-01-01", "145")], "2024-02"),
    case("1", "2024-02-15", "2024-03-01", &[("2024-01-01", "145")], "2024-02"),
    // the price changes within the month, once, twice, on its first and last day, within a broken link
    case(
        "2",
        "2025-01-01",
        "",
        &[("2025-01-01", "100"), ("2026-03-16", "110")],
        "2026-03",
    ),
    case(
        "1",
        "2025-01-01",
        "",
        &[("2025-01-01", "9.99"), ("2026-03-10", "10"), ("2026-03-20", "11.01")],
        "2026-03",
    ),
    case(
        "1",
        "2025-01-01",
        "",
        &[("2025-01-01", "100"), ("2026-03-01", "110")],
        "2026-03",
    ),
    case(
        "1",
        "2025-01-01",
        "",
        &[("2025-01-01", "100"), ("2026-03-31", "110")],
        "2026-03",
    ),
    case(
        "1",
        "2026-03-12",
        "2026-03-20",
        &[("2025-01-01", "100"), ("2026-03-16", "110")],
        "2026-03",
    ),
    case(
        "1",
        "2026-03-12",
        "2026-03-15",
        &[("2025-01-01", "100"), ("2026-03-16", "110")],
        "2026-03",
    ),
    case(
        "1",
        "2026-03-16",
        "",
        &[("2025-01-01", "100"), ("2026-03-16", "110")],
        "2026-03",
    ),
    // a price only from the middle of the month: the days before have none
    case("1", "2025-01-01", "", &[("2026-03-16", "110")], "2026-03"),
    // halves of a kopeck go away from zero
    case("1", "2026-03-01", "2026-03-01", &[("2025-01-01", "0.155")], "2026-03"),
    case("1", "2026-03-01", "2026-03-01", &[("2025-01-01", "0.465")], "2026-03"),
    case("1", "2026-04-01", "2026-04-15", &[("2025-01-01", "0.01")], "2026-04"),
    // large, and within a hair of half a kopeck
    case("1000000", "2025-01-01", "", &[("2025-01-01", "99999.9999")], "2026-03"),
    case(
        "999999.999",
        "2026-02-01",
        "2026-02-13",
        &[("2025-01-01", "99999.9999")],
        "2026-02",
    ),
    case("123.457", "2026-03-03", "", &[("2025-01-01", "4321.0987")], "2026-03"),
];

/// Random sums jump; here nothing is parked for that.
const LENIENT: &str = "update setting set park_times = 100, park_lines = 500";

/// Days of the month without a price: the account is parked until somebody mends it.
fn has_no_price(case: &Case) -> bool {
    let month: Month = case.month.parse().unwrap();
    day(case.prices[0].0) > day(case.from).max(month.first_day())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What Rust charges, one sum a price within the month.
fn expected(case: &Case) -> Vec<Money> {
    let month: Month = case.month.parse().unwrap();
    let end = (!case.to.is_empty()).then(|| day(case.to));
    let mut sums = Vec::new();
    for (at, (from, price)) in case.prices.iter().enumerate() {
        let first = day(case.from).max(day(from)).max(month.first_day());
        let until = case.prices.get(at + 1).map(|(next, _)| day(next).pred_opt().unwrap());
        let last = [end, until, Some(month.last_day())]
            .into_iter()
            .flatten()
            .min()
            .unwrap();
        if first <= last {
            sums.push(charge(
                case.quantity.parse().unwrap(),
                price.parse().unwrap(),
                first,
                Some(last),
                month,
            ));
        }
    }
    sums
}

#[tokio::test]
async fn the_database_charges_what_the_domain_does() {
    let office = Office::open().await;
    let manager = office.manager();
    office.tamper(LENIENT).await;
    for (at, case) in CASES.iter().enumerate() {
        let subscriber = payer(&office, &format!("C{at:03}")).await;
        let [(first_from, first_price), later @ ..] = case.prices else {
            panic!("a price")
        };
        let name = format!("Услуга {at}");
        let id = service(&manager, &name, first_price, first_from).await;
        for (from, sum) in later {
            price(&manager, id, sum, from).await.unwrap();
        }
        link(&manager, subscriber, id, case.from, case.to, case.quantity)
            .await
            .unwrap();
    }
    let mut months: Vec<&str> = CASES.iter().map(|case| case.month).collect();
    months.sort_unstable();
    months.dedup();
    for month in months {
        let preview = invoices::preview(&manager, month.parse().unwrap()).await.unwrap();
        let run = issue(&manager, month).await.unwrap();
        assert_eq!((preview.total, preview.subscribers), (run.total, run.issued), "{month}");
        assert_eq!(preview.without_price, run.without_price, "{month}");
    }
    for (at, case) in CASES.iter().enumerate() {
        let id = office
            .count(&format!(
                "select coalesce(max(id), 0) from invoice where account = 'C{at:03}' and month = '{}-01'",
                case.month
            ))
            .await;
        let charged: Vec<Money> = match id {
            0 => Vec::new(),
            id => {
                let card = invoices::show(&manager, id).await.unwrap();
                assert_eq!(
                    card.charges.iter().map(|line| line.amount).sum::<Money>(),
                    card.invoice.total
                );
                card.charges.iter().map(|line| line.amount).collect()
            }
        };
        let expected: Vec<Money> = expected(case);
        if has_no_price(case) {
            assert!(
                charged.is_empty(),
                "{at}: what can't be computed is not charged in part"
            );
        } else if expected.iter().copied().sum::<Money>().is_zero() {
            assert!(charged.is_empty(), "{at}: nothing to pay is no invoice");
        } else {
            assert_eq!(
                charged, expected,
                "case {at}: {} of {} in {}",
                case.quantity, case.from, case.month
            );
        }
    }
    proved(&manager).await;
}

#[tokio::test]
async fn random_links_and_prices_are_charged_alike() {
    let office = Office::open().await;
    let manager = office.manager();
    office.tamper(LENIENT).await;
    // A sequence without randomness: primes walk over quantities, prices and days.
    office
        .tamper(
            "insert into subscriber (account, kind, name, created_at)
                select 'R' || n, 'person', 'Р', now() from generate_series(1, 400) n;
            insert into service (name, unit, created_at) select 'Услуга ' || n, 'шт.', now() from generate_series(1, 20) n;
            insert into service_price (service_id, valid_from, price, created_at)
                select s.id, d, ((s.id * 7919 + extract(doy from d)::integer * 104729) % 9999999) / 10000.0, now()
                from service s cross join (values ('2025-01-01'::date), ('2026-02-03'), ('2026-02-17'), ('2026-03-09')) v (d)
                where (s.id + extract(doy from d)) % 3 <> 1 or d = '2025-01-01';
            insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, created_at)
                select s.id, v.id, '2026-01-01'::date + ((s.id * 31 + v.id * 17) % 70)::integer,
                    '2026-03-31'::date - ((s.id * 13 + v.id * 29) % 20)::integer,
                    1 + ((s.id * 6007 + v.id * 3571) % 99999) / 1000.0, now()
                from subscriber s cross join service v where (s.id + v.id) % 5 = 0;",
        )
        .await;
    for month in ["2026-02", "2026-03"] {
        assert!(issue(&manager, month).await.unwrap().issued > 300);
    }
    let (mut compared, mut after) = (0, String::new());
    loop {
        let query = domain::invoices::InvoiceQuery {
            after,
            ..Default::default()
        };
        let page = invoices::list(&manager, &query).await.unwrap();
        for line in &page.items {
            for charge in invoices::show(&manager, line.id).await.unwrap().charges {
                let exact =
                    charge.quantity * charge.price * Decimal::from(charge.days) / Decimal::from(charge.days_of_month);
                assert_eq!(charge.amount, Money::round(exact), "{charge:?}");
                compared += 1;
            }
        }
        let Some(next) = page.next else { break };
        after = next;
    }
    assert!(compared > 2000, "{compared}");
    let covered = office
        .count(
            "select count(*) from service_link l cross join (values ('2026-02-01'::date), ('2026-03-01')) m (month)
            where greatest(l.valid_from, m.month) <= least(l.valid_to, (m.month + interval '1 month')::date - 1)
            and least(l.valid_to, (m.month + interval '1 month')::date - 1) - greatest(l.valid_from, m.month) + 1
                <> coalesce((select sum(days) from charge c where c.link_id = l.id and c.month = m.month), 0)",
        )
        .await;
    assert_eq!(covered, 0, "each day of each link is charged once");
    proved(&manager).await;
}
