//! The cash desk: what a payment would pay before it is taken, by each rule; twins; what one has taken today.

use domain::payments::spread::Rule;
use domain::payments::{PaymentForm, PaymentQuery};
use domain::{Failure, Money, Reason};
use tenant::payments;

use super::estate::{issue, link_all, money, pay, payers, payment, proved, service, with_debts};
use super::returns::{months, paid, reverse_form, set_rule};
use super::support::{Office, later, on, refused};

#[tokio::test]
async fn what_is_previewed_is_what_is_recorded() {
    for rule in Rule::ALL {
        let (office, manager) = with_debts(1).await;
        set_rule(&office, rule).await;
        let form = PaymentForm {
            month: if rule == Rule::Oldest {
                "2026-10".into()
            } else {
                String::new()
            },
            ..payment("p0001", "130", "2026-11-20")
        };
        let shown = payments::preview(&office.operator(), &form).await.unwrap();
        let made = payments::record(&manager, &form).await.unwrap();
        assert_eq!(
            shown
                .parts
                .iter()
                .map(|part| (part.0, part.3))
                .collect::<std::collections::BTreeMap<_, _>>(),
            made.parts.iter().map(|part| (part.0, part.3)).collect(),
            "{rule:?}"
        );
        assert_eq!((shown.advance, made.advance), (Money::ZERO, Money::ZERO));
        let october_first = matches!(rule, Rule::Oldest | Rule::Current);
        let want = if october_first { ("30", "100") } else { ("100", "30") };
        assert_eq!(
            months(&made),
            paid(&[("2026-09", want.0), ("2026-10", want.1)]),
            "{rule:?}"
        );
        proved(&manager).await;
    }
}

#[tokio::test]
async fn a_preview_knows_people_by_name_and_says_what_is_wrong() {
    let (office, manager) = with_debts(2).await;
    let asked = |account: &str, amount: &str| PaymentForm {
        account: account.into(),
        amount: amount.into(),
        ..PaymentForm::default()
    };
    let known = payments::preview(&manager, &asked("P0001", "")).await.unwrap();
    assert_eq!(
        (known.payer.unwrap().balance, known.amount, known.parts.len()),
        (money("200"), None, 0)
    );
    let found = payments::preview(&manager, &asked("плательщик", "5")).await.unwrap();
    assert!(found.payer.is_none());
    assert_eq!(
        found
            .found
            .iter()
            .map(|(account, _, _)| account.as_str())
            .collect::<Vec<_>>(),
        ["P0001", "P0002"]
    );
    for (field, form, reason) in [
        ("account", asked("", "5"), Reason::Required),
        ("account", asked("никто", "5"), Reason::Unknown),
        ("amount", asked("P0001", "x"), Reason::NotMoney),
    ] {
        assert_eq!(refused(payments::preview(&manager, &form).await, field), reason);
    }
    // Parts that a person says.
    let october = office
        .count("select max(i.id) from invoice i join subscriber s on s.id = i.subscriber_id where s.account = 'P0001'")
        .await;
    let said = |sum: &str| PaymentForm {
        parts: [(october.to_string(), sum.to_owned())].into(),
        ..payment("P0001", "150", "2026-11-20")
    };
    let beyond = payments::record(&manager, &said("100,01")).await;
    assert_eq!(refused(beyond, &format!("parts[{october}]")), Reason::AboveOpen);
    let made = payments::record(&manager, &said("90")).await.unwrap();
    assert_eq!(months(&made), paid(&[("2026-09", "60"), ("2026-10", "90")]));
    proved(&manager).await;
}

#[tokio::test]
async fn the_same_sum_again_is_asked_about_once() {
    let (office, manager) = with_debts(2).await;
    let again = |account: &str, confirmed: &str| PaymentForm {
        confirmed: confirmed.into(),
        ..payment(account, "70", "2026-11-20")
    };
    let first = again("P0001", "");
    let receipt = payments::record(&manager, &first).await.unwrap();
    assert_eq!(
        payments::record(&manager, &first).await.unwrap(),
        receipt,
        "the same key is no twin"
    );
    let twin = payments::record(&manager, &again("P0001", "")).await;
    assert_eq!(refused(twin, "confirmed"), Reason::LooksRepeated);
    payments::record(&manager, &again("P0002", "")).await.unwrap();
    let six = later(&manager, chrono::TimeDelta::minutes(6));
    payments::record(&six, &again("P0001", "")).await.unwrap();
    payments::record(&six, &again("P0001", "on")).await.unwrap();
    assert_eq!(office.count("select count(*) from payment").await, 4);
    // What was taken back is no twin.
    let (_other, clerk) = with_debts(1).await;
    let wrong = payments::record(&clerk, &again("P0001", "")).await.unwrap();
    payments::reverse(&clerk, &reverse_form(wrong.id)).await.unwrap();
    payments::record(&clerk, &again("P0001", "")).await.unwrap();
}

#[tokio::test]
async fn one_key_sent_at_once_asks_nothing() {
    let (office, manager) = with_debts(1).await;
    let form = PaymentForm {
        confirmed: String::new(),
        ..payment("P0001", "70", "2026-11-20")
    };
    let sent = (0..8).map(|_| payments::record(&manager, &form));
    let receipts = futures::future::try_join_all(sent).await.unwrap();
    assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(office.count("select count(*) from payment").await, 1);
}

#[tokio::test]
async fn the_desk_shows_what_one_has_taken_today() {
    let (office, manager) = with_debts(3).await;
    let operator = office.operator();
    for account in ["P0001", "P0002", "P0003", "P0001", "P0002", "P0003"] {
        pay(&operator, account, "7", "2026-11-20").await.unwrap();
    }
    pay(&manager, "P0001", "8", "2026-11-20").await.unwrap();
    let desk = payments::desk(&operator, "").await.unwrap();
    let accounts: Vec<_> = desk.latest.iter().map(|entry| entry.line.account.as_str()).collect();
    assert_eq!(accounts, ["P0003", "P0002", "P0001", "P0003", "P0002"]);
    let tomorrow = payments::desk(&on(&operator, "2026-11-23"), "").await.unwrap();
    assert!(tomorrow.latest.is_empty());
}

#[tokio::test]
async fn one_button_takes_and_the_other_only_shows() {
    let (office, manager) = with_debts(1).await;
    let form = payment("P0001", "130", "2026-11-20");
    let shows = PaymentForm {
        show: "1".into(),
        ..form.clone()
    };
    let shown = payments::take(&manager, &shows).await.unwrap();
    assert!(shown.recorded().is_none());
    let preview = shown.shown().unwrap();
    assert_eq!((preview.form.clone(), preview.parts.len()), (shows, 2));
    assert_eq!(office.count("select count(*) from payment").await, 0);
    let taken = payments::take(&office.operator(), &form).await.unwrap();
    assert!(taken.shown().is_none());
    let line = taken.recorded().unwrap();
    let listed = payments::list(&manager, &PaymentQuery::default()).await.unwrap();
    assert_eq!(listed.items, std::slice::from_ref(line));
    for form in [
        form,
        PaymentForm {
            show: "1".into(),
            ..PaymentForm::default()
        },
    ] {
        assert_eq!(payments::take(&office.nobody(), &form).await, Err(Failure::SignedOut));
    }
}

/// Advances of many are spread in the database, one payment in the program: both follow the same rule.
#[tokio::test]
async fn advances_follow_the_same_rule_as_payments() {
    for rule in Rule::ALL {
        let office = Office::open().await;
        let manager = office.manager();
        payers(&office, 2).await;
        for (name, price) in [("Охрана", "100"), ("Вода", "50.50"), ("Свет", "33.33")] {
            let id = service(&manager, name, price, "2025-01-01").await;
            link_all(&office, id, "2025-01-01").await;
        }
        office
            .tamper("update service set priority = case name when 'Вода' then 10 when 'Свет' then 20 else 100 end")
            .await;
        set_rule(&office, rule).await;
        // P0001 pays after the months are issued; P0002 has paid before them, so that its advance is spread when another
        // payment that covered them is taken back.
        for month in ["2026-07", "2026-08", "2026-09"] {
            issue(&on(&manager, "2026-10-31"), month).await.unwrap();
        }
        let whole = pay(&manager, "P0002", "551,49", "2026-11-01").await.unwrap();
        pay(&manager, "P0002", "211,11", "2026-11-02").await.unwrap();
        payments::reverse(&manager, &reverse_form(whole.id)).await.unwrap();
        pay(&manager, "P0001", "211,11", "2026-11-02").await.unwrap();
        let differ = "select count(*) from invoice a join invoice b on b.month = a.month
            join subscriber s on s.id = a.subscriber_id and s.account = 'P0001'
            join subscriber t on t.id = b.subscriber_id and t.account = 'P0002'
            where a.paid <> b.paid";
        assert_eq!(office.count(differ).await, 0, "{rule:?}");
        assert_eq!(
            office.count("select (sum(paid) * 100)::bigint from invoice").await,
            42_222
        );
        proved(&manager).await;
    }
}
