//! Penalties: the whole delay less what was charged, once a subscriber and month; giving up; the rules as rows.

use domain::penalties::{
    ChargeForm, Charged, DueDayForm, PenaltyQuery, PolicyForm, RateForm, Rule, WriteOffForm, WriteOffKind,
};
use domain::{Failure, Money, Reason};
use sqlx::types::Uuid;
use tenant::{Ctx, invoices, penalties};

use super::estate::{issue, money, pay, payer, proved, with_payers};
use super::support::{Office, conflict, failed, on, refused};

fn month(month: &str) -> ChargeForm {
    ChargeForm { month: month.into() }
}

async fn charge(ctx: &Ctx, of: &str) -> Charged {
    penalties::charge(ctx, &month(of)).await.unwrap()
}

/// Payers who owe 10 000 of March 2026, due on 2026-04-15.
async fn with_march(count: i64) -> (Office, Ctx) {
    let (office, manager) = with_payers(count).await;
    office.tamper("update service_link set quantity = 100").await;
    issue(&on(&manager, "2026-03-31"), "2026-03").await.unwrap();
    (office, manager)
}

async fn penalties_of(office: &Office) -> i64 {
    office
        .count("select coalesce(sum(total) * 100, 0)::bigint from invoice where kind = 'penalty'")
        .await
}

async fn invoice_of(office: &Office, account: &str, kind: &str) -> i64 {
    office
        .count(&format!(
            "select max(id) from invoice where account = '{account}' and kind = '{kind}'"
        ))
        .await
}

#[tokio::test]
async fn invoices_are_due_by_the_rule_of_their_month() {
    let (office, manager) = with_payers(1).await;
    issue(&on(&manager, "2026-02-28"), "2026-02").await.unwrap();
    issue(&on(&manager, "2026-03-31"), "2026-03").await.unwrap();
    for (month, due) in [("2026-02-01", "2026-03-10"), ("2026-03-01", "2026-04-15")] {
        let hits = office
            .count(&format!(
                "select count(*) from invoice where month = '{month}' and due_on = '{due}'"
            ))
            .await;
        assert_eq!(hits, 1, "{month}");
    }
}

#[tokio::test]
async fn a_month_charges_the_golden_values_by_and_by() {
    let (office, manager) = with_march(1).await;
    // Day 30 costs nothing; day 31 is 3.17; day 107 is 314.23.
    assert_eq!(charge(&on(&manager, "2026-05-15"), "2026-05").await.issued, 0);
    let may = charge(&on(&manager, "2026-05-16"), "2026-05").await;
    assert_eq!((may.issued, may.total, may.all), (1, money("3.17"), 1));
    let july = on(&manager, "2026-07-31");
    let preview = penalties::preview(&july, &month("2026-07")).await.unwrap();
    assert_eq!(
        (preview.accounts, preview.invoices, preview.total),
        (1, 1, money("311.06"))
    );
    assert_eq!(preview.largest[0].sum, money("311.06"));
    assert_eq!(preview.due_on.to_string(), "2026-08-15");
    assert_eq!(preview.unconfirmed_after, None);
    let charged = charge(&july, "2026-07").await;
    assert_eq!(charged.total, preview.total);
    assert_eq!(penalties_of(&office).await, 31_423);
    let page = penalties::schedule(&july, 1).await.unwrap();
    assert_eq!((page.total, page.charged), (money("314.23"), money("314.23")));
    let rows: Vec<_> = page.invoices[0]
        .schedule
        .stretches
        .iter()
        .map(|s| (s.days, s.divisor, s.sum))
        .collect();
    assert_eq!(
        rows,
        [(60, Some(300), money("190.00")), (17, Some(130), money("124.23"))]
    );
    assert_eq!(page.invoices[0].costs_from.unwrap().to_string(), "2026-05-16");
    // The document says for which invoice, and is kept as it was reckoned.
    let document = invoices::show(&manager, invoice_of(&office, "P0001", "penalty").await)
        .await
        .unwrap();
    assert!(document.charges[0].service.contains("2026-000001"), "{document:?}");
    assert_eq!(document.invoice.due_on.to_string(), "2026-08-15");
    assert_eq!(
        office
            .count("select count(*) from penalty_accrual where jsonb_array_length(stretches) between 1 and 2")
            .await,
        2
    );
    proved(&manager).await;
}

#[tokio::test]
async fn charging_eight_times_at_once_charges_once() {
    let (office, manager) = with_march(30).await;
    let july = on(&manager, "2026-07-31");
    let asked = (0..8).map(|_| {
        let july = july.clone();
        tokio::spawn(async move { charge(&july, "2026-07").await })
    });
    let done: Vec<Charged> = futures::future::join_all(asked)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(done.iter().map(|charged| charged.issued).sum::<i64>(), 30);
    assert_eq!(
        done.iter().map(|charged| charged.total).sum::<Money>(),
        Money::from_kopecks(31_423 * 30)
    );
    assert_eq!(
        office
            .count("select count(distinct subscriber_id) from invoice where kind = 'penalty'")
            .await,
        30
    );
    // Numbers go on behind the invoices without a gap.
    assert_eq!(
        office
            .count("select count(*) from invoice where right(number, 6)::integer <= 60")
            .await,
        60
    );
    let query = PenaltyQuery {
        month: "2026-07".into(),
        ..PenaltyQuery::default()
    };
    assert_eq!(penalties::list(&july, &query).await.unwrap().items.len(), 30);
    proved(&manager).await;
}

#[tokio::test]
async fn month_by_month_is_the_whole_delay() {
    let (office, manager) = with_march(3).await;
    pay(&manager, "P0002", "4000", "2026-06-14").await.unwrap();
    pay(&manager, "P0003", "2500.55", "2026-05-20").await.unwrap();
    pay(&manager, "P0003", "7499.45", "2026-08-03").await.unwrap();
    for (month, day) in [
        ("2026-05", "2026-05-31"),
        ("2026-06", "2026-06-30"),
        ("2026-07", "2026-08-09"),
        ("2026-08", "2026-08-31"),
        ("2026-09", "2026-09-30"),
        ("2026-10", "2026-11-22"),
    ] {
        charge(&on(&manager, day), month).await;
        // What was charged never bears penalties of its own.
        assert_eq!(
            office
                .count("select count(*) from penalty_accrual a join invoice i on i.id = a.invoice_id where i.kind = 'penalty'")
                .await,
            0
        );
    }
    for id in 1..=3 {
        let page = penalties::schedule(&on(&manager, "2026-10-31"), id).await.unwrap();
        assert_eq!(page.total, page.charged, "{page:?}");
        assert!(page.total.is_positive());
    }
    proved(&manager).await;
}

#[tokio::test]
async fn a_payment_entered_late_counts_against_what_comes() {
    let (office, manager) = with_march(1).await;
    charge(&on(&manager, "2026-07-31"), "2026-07").await;
    // It had been paid in May, before anything was due.
    pay(&manager, "P0001", "10000", "2026-05-15").await.unwrap();
    let charged = charge(&on(&manager, "2026-08-31"), "2026-08").await;
    assert_eq!((charged.issued, penalties_of(&office).await), (0, 31_423));
    let page = penalties::schedule(&manager, 1).await.unwrap();
    assert_eq!((page.total, page.charged), (Money::ZERO, money("314.23")));
    proved(&manager).await;
}

#[tokio::test]
async fn a_debt_brought_in_bears_penalties_from_its_due_day() {
    let office = Office::open().await;
    let manager = office.manager();
    payer(&office, "P0001").await;
    // As it is brought in: due on the day of the import.
    office
        .tamper(
            "insert into number_counter values (2026, 1);
            insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total, created_at)
            values ('2026-000001', 'opening', 1, '2026-04-01', '2026-04-15', '2026-04-15', 'P0001', 'П', '', 10000, now());
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            values ('2026-04-15', 'receivable', 'opening', 10000, 1, 'opening', 1, now())",
        )
        .await;
    assert_eq!(
        charge(&on(&manager, "2026-07-31"), "2026-07").await.total,
        money("314.23")
    );
    let page = penalties::schedule(&manager, 1).await.unwrap();
    assert_eq!(page.invoices[0].number, "2026-000001");
    proved(&manager).await;
}

#[tokio::test]
async fn other_trades_follow_their_policy() {
    let (office, manager) = with_march(1).await;
    let admin = office.admin();
    let policy = PolicyForm {
        from: "1990-01-01".into(),
        rule: "daily".into(),
        percent: "0,1".into(),
        free_days: "10".into(),
        cap: "2".into(),
        source: "Устав, п. 5.3".into(),
    };
    assert_eq!(
        failed(penalties::add_policy(&manager, &policy).await),
        Failure::Forbidden
    );
    penalties::add_policy(&admin, &policy).await.unwrap();
    // 10 a day from 2026-04-26; the cap is 200.
    let april = charge(&on(&manager, "2026-04-30"), "2026-04").await;
    assert_eq!(april.total, money("50"));
    let rest = charge(&on(&manager, "2026-11-22"), "2026-10").await;
    assert_eq!(rest.total, money("150"));
    // A rule on which documents rest stays.
    assert_eq!(
        refused(penalties::add_policy(&admin, &policy).await, "from"),
        Reason::InUse
    );
    let later = PolicyForm {
        from: "2026-12-01".into(),
        rule: "none".into(),
        ..policy
    };
    penalties::add_policy(&admin, &later).await.unwrap();
    let rules = penalties::rules(&manager).await.unwrap();
    assert_eq!((rules.policies.len(), rules.policies[0].rule), (2, Rule::None));
    proved(&manager).await;
}

#[tokio::test]
async fn due_days_and_rates_are_rows_that_stand() {
    let (office, manager) = with_march(1).await;
    let admin = office.admin();
    let due = |from: &str| DueDayForm {
        from: from.into(),
        day: "20".into(),
        source: "Договор".into(),
    };
    assert_eq!(
        refused(penalties::add_due_day(&admin, &due("2026-03")).await, "from"),
        Reason::InUse
    );
    assert_eq!(
        refused(penalties::add_due_day(&admin, &due("2026-01")).await, "from"),
        Reason::InUse
    );
    penalties::add_due_day(&admin, &due("2026-04")).await.unwrap();
    issue(&on(&manager, "2026-04-30"), "2026-04").await.unwrap();
    assert_eq!(
        office
            .count("select count(*) from invoice where due_on = '2026-05-20'")
            .await,
        1
    );
    // 2027: the last rate goes on and is marked; a decree settles it, also for what was charged by then.
    let january = on(&manager, "2027-01-31");
    let preview = penalties::preview(&january, &month("2027-01")).await.unwrap();
    assert_eq!(preview.unconfirmed_after.unwrap().to_string(), "2026-12-31");
    let charged = charge(&january, "2027-01").await;
    assert_eq!(charged.total, preview.total);
    let page = penalties::schedule(&january, 1).await.unwrap();
    assert!(!page.invoices[0].schedule.is_confirmed());
    let rate = |from: &str| RateForm {
        from: from.into(),
        to: String::new(),
        percent: "12".into(),
        source: "Постановление".into(),
    };
    let admin = on(&admin, "2027-02-28");
    assert_eq!(
        refused(penalties::add_rate(&admin, &rate("2026-06-01")).await, "from"),
        Reason::InUse
    );
    penalties::add_rate(&admin, &rate("2027-01-01")).await.unwrap();
    let february = on(&manager, "2027-02-28");
    let preview = penalties::preview(&february, &month("2027-02")).await.unwrap();
    assert_eq!(preview.unconfirmed_after, None);
    charge(&february, "2027-02").await;
    let page = penalties::schedule(&february, 1).await.unwrap();
    assert_eq!(page.total, page.charged);
    assert!(page.invoices.iter().all(|row| row.schedule.is_confirmed()));
    proved(&manager).await;
}

fn give_up(invoice: i64, kind: &str, amount: &str) -> WriteOffForm {
    WriteOffForm {
        key: Uuid::new_v4().to_string(),
        invoice_id: invoice.to_string(),
        kind: kind.into(),
        amount: amount.into(),
        reason: "Решение правления".into(),
    }
}

#[tokio::test]
async fn what_is_given_up_pays_and_is_never_more_than_open() {
    let (office, manager) = with_march(2).await;
    charge(&on(&manager, "2026-07-31"), "2026-07").await;
    let penalty = invoice_of(&office, "P0001", "penalty").await;
    let regular = invoice_of(&office, "P0001", "regular").await;
    let form = give_up(penalty, "penalty", "314.23");
    assert_eq!(
        failed(penalties::write_off(&office.operator(), &form).await),
        Failure::Forbidden
    );
    let asked = (0..8).map(|_| {
        let (manager, form) = (manager.clone(), form.clone());
        tokio::spawn(async move { penalties::write_off(&manager, &form).await.unwrap() })
    });
    let done: Vec<_> = futures::future::join_all(asked)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(done.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!((done[0].kind, done[0].amount), (WriteOffKind::Penalty, money("314.23")));
    assert_eq!(office.count("select count(*) from write_off").await, 1);

    let table = [
        (give_up(penalty, "penalty", "0.01"), "amount", Reason::TooLarge),
        (give_up(regular, "penalty", "1"), "kind", Reason::NotAChoice),
        (give_up(penalty, "debt", "1"), "kind", Reason::NotAChoice),
        (give_up(regular, "rounding", "100.01"), "amount", Reason::TooLarge),
        (give_up(regular, "debt", "10000.01"), "amount", Reason::TooLarge),
        (give_up(4040, "debt", "1"), "invoice_id", Reason::Unknown),
    ];
    for (form, field, why) in table {
        assert_eq!(
            refused(penalties::write_off(&manager, &form).await, field),
            why,
            "{form:?}"
        );
    }
    let reused = WriteOffForm {
        amount: "1".into(),
        ..form
    };
    assert_eq!(
        conflict(penalties::write_off(&manager, &reused).await),
        Reason::KeyReused
    );
    penalties::write_off(&manager, &give_up(regular, "rounding", "100"))
        .await
        .unwrap();
    penalties::write_off(&manager, &give_up(regular, "debt", "9900"))
        .await
        .unwrap();
    let page = penalties::schedule(&manager, 1).await.unwrap();
    assert_eq!((page.open.len(), page.written_off.len()), (0, 3));
    assert_eq!(page.written_off[0].reason, "Решение правления");
    assert_eq!(
        office
            .count("select (balance * 100)::bigint from subscriber_balance where subscriber_id = 1")
            .await,
        0
    );
    proved(&manager).await;
}

#[tokio::test]
async fn refusals_by_role_and_form() {
    let (office, manager) = with_march(1).await;
    let operator = office.operator();
    assert_eq!(
        failed(penalties::charge(&operator, &month("2026-07")).await),
        Failure::Forbidden
    );
    assert_eq!(
        failed(penalties::preview(&operator, &month("2026-07")).await),
        Failure::Forbidden
    );
    assert_eq!(failed(penalties::rules(&operator).await), Failure::Forbidden);
    assert_eq!(
        failed(penalties::schedule(&office.nobody(), 1).await),
        Failure::SignedOut
    );
    assert_eq!(failed(penalties::schedule(&operator, 4040).await), Failure::NotFound);
    assert!(penalties::schedule(&operator, 1).await.is_ok());
    assert_eq!(
        refused(penalties::charge(&manager, &month("2026-12")).await, "month"),
        Reason::DateOutOfRange
    );
    assert_eq!(
        refused(penalties::preview(&manager, &month("")).await, "month"),
        Reason::Required
    );
}
