//! What a month costs: the database's `month_charges` and `domain::tariffs::charge` say the same, line by line.

use domain::tariffs::{Line, Link, Tariff, Terms, Vat, Version, charge};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::types::chrono::NaiveDate;
use sqlx::{Executor, Row};
use tenant::{Ctx, invoices, subscribers};

use super::estate::{issue, link, payer, price, proved, service};
use super::support::{Office, on};

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
    let version = |(from, price): &(&str, &str)| Version {
        from: day(from),
        tariff: Tariff::Fixed {
            price: price.parse().unwrap(),
        },
        vat: Vat::None,
    };
    let versions: Vec<_> = case.prices.iter().map(version).collect();
    let terms = Terms {
        link: Link {
            from: day(case.from),
            to: (!case.to.is_empty()).then(|| day(case.to)),
            quantity: Some(case.quantity.parse().unwrap()),
            price: None,
        },
        versions: &versions,
        states: &[],
        pauses: &[],
        volumes: &[],
        rates: &[],
    };
    let lines = charge(&terms, case.month.parse().unwrap());
    lines.iter().filter_map(|line| line.amount).collect()
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

/// Every kind of tariff, a change within a month for each, states, pauses, volumes with gaps, overrides: a walk of primes.
const EVERYTHING: &str = "
    insert into house (locality, street, number, created_at) values ('К', 'ул. С', '1', now());
    insert into premises (house_id, number, kind, created_at)
        select 1, n::text, 'flat', now() from generate_series(1, 90) n;
    insert into premises_state (premises_id, valid_from, area, residents)
        select p.id, d, case when (p.id * 5 + k) % 9 > 0 then (p.id * 377 + k * 91) % 9000 / 100.0 end,
            case when (p.id * 7 + k) % 11 > 0 then (p.id + k * 2) % 5 end
        from premises p cross join (values (0, '2025-01-01'::date), (1, '2026-02-05'), (2, '2026-02-20'), (3, '2026-03-08')) v (k, d)
        where p.id % 10 < 9 and (k = 0) = (p.id % 4 > 0) or k > 0 and (p.id + k) % 3 = 0;
    insert into subscriber (account, kind, name, premises_id, created_at)
        select 'E' || lpad(n::text, 3, '0'), 'person', 'Р', case when n % 13 > 0 then n end, now() from generate_series(1, 90) n;
    insert into service (name, unit, created_at) select 'Услуга ' || n, 'ед.', now() from generate_series(1, 18) n;
    insert into service_price (service_id, valid_from, price, kind, norm, norm_per, coefficient, tiers, vat, created_at)
        select service_id, d, price, kind, norm, case when norm is not null then per end, coefficient,
            case when kind = 'tiered' then jsonb_build_array(
                jsonb_build_object('upto', '10.5', 'price', price::text),
                jsonb_build_object('upto', '30', 'price', (price * 2)::text),
                jsonb_build_object('upto', null, 'price', (price + 1)::text)) end,
            vat, now()
        from (
            select s.id as service_id, d, ((s.id * 7919 + k * 104729) % 999999) / 10000.0 as price,
                (array['fixed', 'area', 'person', 'metered', 'norm', 'tiered'])[1 + (s.id + case when s.id > 12 then k else 0 end) % 6] as kind,
                (s.id * 131 + k * 17) % 100000 / 10007.0 as rough, (array['person', 'area'])[1 + (s.id + k) % 2] as per,
                (array[1, 1.5, 1.333])[1 + (s.id + k) % 3] as coefficient,
                (array['none', 'zero', 'reduced', 'standard', 'special5', 'special7'])[1 + (s.id + k) % 6] as vat, k
            from service s cross join (values (0, '2025-01-01'::date), (1, '2026-02-09'), (2, '2026-02-17'), (3, '2026-03-12')) v (k, d)
            where k = 0 and s.id % 7 > 0 or k > 0 and (s.id + k) % 2 = 0) v
        cross join lateral (select case when kind = 'norm' or kind in ('metered', 'tiered') and service_id % 2 = 0
            then round(rough + 0.000001, 6) end as norm) n;
    insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, price, created_at)
        select s.id, v.id, '2025-06-01'::date + case when (s.id + v.id) % 4 = 0 then 240 + ((s.id * 31 + v.id * 17) % 40)::integer else 0 end,
            case when (s.id + v.id) % 5 = 0 then '2026-02-10'::date + ((s.id * 13 + v.id * 29) % 60)::integer + case when (s.id + v.id) % 4 = 0 then 24 else 0 end end,
            case when (s.id + v.id) % 6 = 0 then 1 + ((s.id * 6007 + v.id * 3571) % 99999) / 1000.0 end,
            case when (s.id + v.id) % 7 = 0 then ((s.id * 607 + v.id * 357) % 99999) / 1000.0 end, now()
        from subscriber s cross join service v where (s.id * 3 + v.id) % 4 > 0;
    insert into link_pause (link_id, valid_from, valid_to, reason, created_by, created_at)
        select id, d, case when id % 3 > 0 then d + (id % 20)::integer end, 'x', 'x', now()
        from (select id, '2026-01-20'::date + (id * 7 % 60)::integer as d from service_link where id % 4 = 0) l;
    insert into link_pause (link_id, valid_from, valid_to, reason, created_by, created_at)
        select id, '2026-01-01', '2026-01-10', 'x', 'x', now() from service_link where id % 8 = 0;
    insert into volume (link_id, month, volume, entered_by, created_at)
        select l.id, m.month, (l.id * 7919 + extract(month from m.month)::integer * 613) % 60000 / 1000.0, 'x', now()
        from service_link l cross join (
            select generate_series('2025-07-01'::date, '2026-03-01', interval '1 month')::date as month) m
        where (l.id + extract(month from m.month)::integer * (l.id % 5)) % 3 > 0 and (l.id % 6 > 0 or m.month < '2025-10-01');";

/// A line as one text, the same from both sides.
fn text(link: i64, line: &Line) -> String {
    let number = |number: Option<Decimal>| number.map(|number| number.normalize().to_string()).unwrap_or_default();
    let inputs: Vec<String> = line
        .inputs
        .0
        .iter()
        .map(|(name, value)| format!("{name}={}", value.normalize()))
        .collect();
    format!(
        "{link} {} {} {} {} {} {} {} {}/{} {} {} {} {} {}",
        line.segment,
        line.kind.code(),
        line.tariff_from.map(|day| day.to_string()).unwrap_or_default(),
        line.source.code(),
        inputs.join(","),
        number(Some(line.quantity)),
        number(line.price),
        line.days,
        line.days_of_month,
        line.amount.map(|amount| amount.to_string()).unwrap_or_default(),
        line.vat.code(),
        number(line.vat_percent),
        line.vat_amount.map(|amount| amount.to_string()).unwrap_or_default(),
        line.problem.map(domain::tariffs::Problem::code).unwrap_or_default()
    )
}

async fn by_the_database(ctx: &Ctx, month: &str) -> Vec<String> {
    let mut conn = ctx.db.acquire().await.unwrap();
    let sql = format!(
        "select concat(link_id, ' ', segment, ' ', tariff, ' ', tariff_from, ' ', source, ' ',
            (select string_agg(key || '=' || trim_scale(value::numeric), ',' order by key collate \"C\") from jsonb_each_text(inputs)),
            ' ', trim_scale(quantity), ' ', trim_scale(price), ' ', days, '/', days_of_month, ' ', amount, ' ', vat, ' ',
            trim_scale(vat_percent), ' ', vat_amount, ' ', problem)
        from month_charges('{month}-01') order by link_id, segment"
    );
    let rows = conn.fetch_all(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn by_the_domain(ctx: &Ctx, month: &str, subscribers: i64) -> Vec<String> {
    let at = on(ctx, &format!("{month}-11"));
    let mut texts = Vec::new();
    for id in 1..=subscribers {
        for link in subscribers::show(&at, id).await.unwrap().links {
            texts.extend(
                link.lines
                    .iter()
                    .map(|line| (link.id, line.segment, text(link.id, line))),
            );
        }
    }
    texts.sort();
    texts.into_iter().map(|(_, _, text)| text).collect()
}

#[tokio::test]
async fn every_kind_is_charged_alike_by_both() {
    let office = Office::open().await;
    let manager = office.manager();
    office.tamper(EVERYTHING).await;
    for month in ["2025-12", "2026-01", "2026-02", "2026-03", "2026-06"] {
        let (database, domain) = (
            by_the_database(&manager, month).await,
            by_the_domain(&manager, month, 90).await,
        );
        assert!(database.len() > 900, "{month}: {}", database.len());
        for (one, other) in database.iter().zip(&domain) {
            assert_eq!(one, other, "{month}");
        }
        assert_eq!(database.len(), domain.len(), "{month}");
        if month == "2026-02" {
            for (_, word) in domain::tariffs::Source::ALL
                .iter()
                .filter(|source| **source != domain::tariffs::Source::Document)
                .map(|source| ("source", source.code()))
                .chain(
                    domain::tariffs::Problem::ALL
                        .iter()
                        .map(|problem| ("problem", problem.code())),
                )
            {
                assert!(
                    database.iter().any(|line| line.contains(&format!(" {word}"))),
                    "no line has {word}"
                );
            }
        }
    }
    for month in ["2026-02", "2026-03"] {
        issue(&on(&manager, "2026-03-31"), month).await.unwrap();
    }
    let torn =
        "select count(*) from invoice i where total <> (select sum(amount) from charge c where c.invoice_id = i.id)";
    assert_eq!(office.count(torn).await, 0, "the lines are the total");
    let lost = "select count(*) from charge where (vat = 'none') <> (vat_amount is null) or service_id is null or tariff_from is null";
    assert_eq!(office.count(lost).await, 0);
    // What is charged is not offered again, and what came late says so.
    let again =
        "select count(*) from month_charges('2026-02-01') m join charge c using (link_id) where c.month = '2026-02-01'";
    assert_eq!(office.count(again).await, 0);
    let left = "select count(*) from month_charges('2026-02-01') m where not late and not exists (
        select from run_account a join billing_run r on r.id = a.run_id
        where r.month = '2026-02-01' and a.subscriber_id = m.subscriber_id and a.state in ('parked', 'nothing'))";
    assert_eq!(office.count(left).await, 0, "only what was parked is left");
    proved(&manager).await;
}

#[tokio::test]
async fn a_pause_and_a_voided_charge_are_seen_by_the_database() {
    let office = Office::open().await;
    let manager = office.manager();
    let id = service(&manager, "Охрана", "300", "2025-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    link(&manager, subscriber, id, "2025-01-01", "", "").await.unwrap();
    office
        .tamper("insert into link_pause (link_id, valid_from, reason, created_by, created_at) values (1, '2026-12-01', 'x', 'x', now())")
        .await;
    assert_eq!(by_the_database(&manager, "2026-12").await, Vec::<String>::new());
    issue(&manager, "2026-11").await.unwrap();
    assert_eq!(by_the_database(&manager, "2026-11").await, Vec::<String>::new());
    office.tamper("update charge set voided_at = now()").await;
    assert_eq!(by_the_database(&manager, "2026-11").await.len(), 1);
}
