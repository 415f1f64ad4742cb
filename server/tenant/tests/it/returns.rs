//! What is done to a payment afterwards: taken back, paid back, spread anew.

use domain::payments::returns::{ReallocateForm, RefundForm, ReturnKind, ReverseForm, State};
use domain::payments::spread::Rule;
use domain::payments::{PaymentForm, Receipt};
use domain::settings::BookRulesForm;
use domain::{Failure, Money, Reason};
use sqlx::types::Uuid;
use tenant::{Ctx, payments, settings};

use super::estate::{money, pay, proved, spread, with_debts};
use super::support::{Office, conflict, on, refused};

pub fn reverse_form(payment: i64) -> ReverseForm {
    ReverseForm {
        key: Uuid::new_v4().to_string(),
        payment: payment.to_string(),
        reason: "ошибка кассира".into(),
    }
}

pub fn refund_form(payment: i64, amount: &str) -> RefundForm {
    RefundForm {
        key: Uuid::new_v4().to_string(),
        payment: payment.to_string(),
        amount: amount.into(),
        method: "cash".into(),
        reason: "заявление абонента".into(),
        ..RefundForm::default()
    }
}

pub fn reallocate_form(payment: i64, parts: &[(i64, &str)], rule: &str) -> ReallocateForm {
    ReallocateForm {
        key: Uuid::new_v4().to_string(),
        payment: payment.to_string(),
        parts: parts
            .iter()
            .map(|(id, sum)| (id.to_string(), (*sum).to_owned()))
            .collect(),
        rule: rule.into(),
        reason: "по заявлению".into(),
    }
}

/// What a payment pays, by month.
pub fn months(receipt: &Receipt) -> Vec<(String, Money)> {
    let part = |(_, _, month, part): &(i64, String, domain::Month, Money)| (month.to_string(), *part);
    receipt.parts.iter().map(part).collect()
}

/// The same as a test says it.
pub fn paid(parts: &[(&str, &str)]) -> Vec<(String, Money)> {
    parts
        .iter()
        .map(|(month, sum)| ((*month).to_owned(), money(sum)))
        .collect()
}

/// Sets the rule of spreading.
pub async fn set_rule(office: &Office, rule: Rule) {
    let form = BookRulesForm {
        allocation_rule: rule.code().into(),
        write_off_limit: "100".into(),
        grace_days: String::new(),
        outlier_percent: "50".into(),
        park_times: "5".into(),
        park_lines: "30".into(),
    };
    settings::set_rules(&office.admin(), &form).await.unwrap();
}

#[tokio::test]
async fn a_reversal_is_a_counter_entry_and_opens_what_was_paid() {
    let (office, manager) = with_debts(1).await;
    let wrong = pay(&manager, "P0001", "150", "2026-11-20").await.unwrap();
    let form = reverse_form(wrong.id);
    let reversed = payments::reverse(&manager, &form).await.unwrap();
    assert_eq!(
        (reversed.state, reversed.returned, reversed.advance, reversed.balance),
        (State::Reversed, money("150"), Money::ZERO, money("200"))
    );
    assert!(reversed.parts.is_empty());
    assert_eq!(reversed.returns[0].kind, ReturnKind::Reversal);
    // The same key is the same reversal; another one is refused.
    assert_eq!(payments::reverse(&manager, &form).await.unwrap(), reversed);
    let again = payments::reverse(&manager, &reverse_form(wrong.id)).await;
    assert_eq!(conflict(again), Reason::AlreadyReturned);
    let entry = "select count(*) from ledger_entry e join payment_return r on r.id = e.document_id
        where e.document = 'reversal' and e.debit = 'receivable' and e.credit = 'cash' and e.amount = 150 and r.kind = 'reversal'";
    assert_eq!(office.count(entry).await, 1);
    assert_eq!(office.count("select count(*) from invoice where paid > 0").await, 0);
    assert_eq!(
        office.count("select count(*) from event where verb = 'reversed'").await,
        1
    );
    let listed = payments::list(&manager, &Default::default()).await.unwrap();
    assert_eq!(listed.items[0].state, State::Reversed);
    let slip = payments::show_return(&office.operator(), reversed.returns[0].id)
        .await
        .unwrap();
    assert_eq!(
        (slip.kind, slip.amount, slip.account.as_str()),
        (ReturnKind::Reversal, money("150"), "P0001")
    );
    assert_eq!(payments::show_return(&manager, 4040).await, Err(Failure::NotFound));
    proved(&manager).await;
}

#[tokio::test]
async fn after_a_reversal_other_advances_pay_what_is_open_again() {
    let (office, manager) = with_debts(1).await;
    let wrong = pay(&manager, "P0001", "200", "2026-11-19").await.unwrap();
    let ahead = pay(&manager, "P0001", "130", "2026-11-20").await.unwrap();
    assert_eq!(ahead.advance, money("130"));
    payments::reverse(&manager, &reverse_form(wrong.id)).await.unwrap();
    let ahead = payments::show(&manager, ahead.id).await.unwrap();
    assert_eq!(months(&ahead), paid(&[("2026-09", "100"), ("2026-10", "30")]));
    assert_eq!(
        office
            .count("select count(*) from allocation where cause = 'advance'")
            .await,
        2
    );
    assert_eq!(
        office
            .count("select count(*) from allocation where cause = 'reversal' and amount < 0")
            .await,
        2
    );
    spread(&office).await;
    proved(&manager).await;
}

#[tokio::test]
async fn an_operator_takes_back_only_their_own_of_today() {
    let (office, manager) = with_debts(1).await;
    let operator = office.operator();
    let own = pay(&operator, "P0001", "10", "2026-11-20").await.unwrap();
    let other = pay(&manager, "P0001", "20", "2026-11-20").await.unwrap();
    let may = async |ctx: &Ctx, id| payments::card(ctx, id).await.unwrap().may_reverse;
    assert!(may(&operator, own.id).await && !may(&operator, other.id).await && may(&manager, own.id).await);
    let refusal = payments::reverse(&operator, &reverse_form(other.id)).await;
    assert_eq!(refusal, Err(Failure::Forbidden));
    let tomorrow = on(&operator, "2026-11-23");
    assert_eq!(
        payments::reverse(&tomorrow, &reverse_form(own.id)).await,
        Err(Failure::Forbidden)
    );
    payments::reverse(&operator, &reverse_form(own.id)).await.unwrap();
    assert!(!may(&operator, own.id).await);
    payments::reverse(&on(&manager, "2026-11-30"), &reverse_form(other.id))
        .await
        .unwrap();
    for ctx in [office.operator(), office.nobody()] {
        assert!(payments::refund(&ctx, &refund_form(own.id, "1")).await.is_err());
        assert!(
            payments::reallocate(&ctx, &reallocate_form(own.id, &[], ""))
                .await
                .is_err()
        );
    }
    let nobody = office.nobody();
    assert_eq!(
        payments::reverse(&nobody, &reverse_form(1)).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(payments::card(&nobody, 1).await, Err(Failure::SignedOut));
    assert_eq!(
        payments::preview(&nobody, &PaymentForm::default()).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(payments::show_return(&nobody, 1).await, Err(Failure::SignedOut));
    proved(&manager).await;
}

#[tokio::test]
async fn no_more_is_paid_back_than_is_paid_ahead() {
    let (office, manager) = with_debts(2).await;
    let first = pay(&manager, "P0001", "250", "2026-11-19").await.unwrap();
    let second = pay(&manager, "P0001", "30", "2026-11-20").await.unwrap();
    let form = refund_form(first.id, "50,01");
    assert_eq!(
        refused(payments::refund(&manager, &form).await, "amount"),
        Reason::AboveAdvance
    );
    let form = refund_form(first.id, "20");
    let slip = payments::refund(&manager, &form).await.unwrap();
    assert_eq!((slip.amount, slip.balance), (money("20"), money("-60")));
    assert_eq!(payments::refund(&manager, &form).await.unwrap(), slip);
    assert_eq!(
        payments::show(&manager, first.id).await.unwrap().state,
        State::RefundedPartly
    );
    // Of all advances, the newest first; one entry each.
    let of_all = RefundForm {
        payment: String::new(),
        subscriber: slip.subscriber_id.to_string(),
        ..refund_form(0, "50")
    };
    let all = payments::refund(&manager, &of_all).await.unwrap();
    let drawn: Vec<_> = all.payments.iter().map(|(id, _, part)| (*id, *part)).collect();
    assert_eq!(drawn, [(second.id, money("30")), (first.id, money("20"))]);
    assert_eq!(payments::refund(&manager, &of_all).await.unwrap(), all);
    assert_eq!(
        payments::show(&manager, second.id).await.unwrap().state,
        State::Refunded
    );
    let other_sum = RefundForm {
        amount: "5".into(),
        ..of_all.clone()
    };
    assert_eq!(
        conflict(payments::refund(&manager, &other_sum).await),
        Reason::KeyReused
    );
    assert_eq!(
        office
            .count("select count(*) from ledger_entry where document = 'refund'")
            .await,
        3
    );
    // What was refunded in part is not taken back any more.
    let late = payments::reverse(&manager, &reverse_form(first.id)).await;
    assert_eq!(conflict(late), Reason::AlreadyReturned);
    // A key of another subscriber's.
    let other = pay(&manager, "P0002", "300", "2026-11-20").await.unwrap();
    let reused = RefundForm {
        key: form.key.clone(),
        ..refund_form(other.id, "20")
    };
    assert_eq!(conflict(payments::refund(&manager, &reused).await), Reason::KeyReused);
    proved(&manager).await;
}

#[tokio::test]
async fn one_reversal_or_refund_however_often_it_is_sent() {
    let (office, manager) = with_debts(1).await;
    let payment = pay(&manager, "P0001", "260", "2026-11-20").await.unwrap();
    let form = refund_form(payment.id, "40");
    let sent = (0..8).map(|_| payments::refund(&manager, &form));
    let slips = futures::future::try_join_all(sent).await.unwrap();
    assert!(slips.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(office.count("select count(*) from payment_return").await, 1);
    // Eight refunds at once with keys of their own: the 20 that are left go back once.
    let forms: Vec<_> = (0..8).map(|_| refund_form(payment.id, "20")).collect();
    let sent = forms.iter().map(|form| payments::refund(&manager, form));
    let done = futures::future::join_all(sent).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
    let other = pay(&manager, "P0001", "5", "2026-11-20").await.unwrap();
    let forms: Vec<_> = (0..8).map(|_| reverse_form(other.id)).collect();
    let sent = forms.iter().map(|form| payments::reverse(&manager, form));
    let done = futures::future::join_all(sent).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
    assert_eq!(
        office
            .count("select count(*) from payment where returned > amount")
            .await,
        0
    );
    proved(&manager).await;
}

#[tokio::test]
async fn a_credit_without_money_is_not_taken_back_as_money() {
    let (office, manager) = with_debts(1).await;
    office
        .tamper(
            "with credited as (
                insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
                select gen_random_uuid(), id, '2026-11-20', 10, 10, 'opening', 'x', now() from subscriber
                returning id, subscriber_id)
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select '2026-11-20', 'opening', 'receivable', 10, subscriber_id, 'opening', id, now() from credited",
        )
        .await;
    let id = office.count("select id from payment").await;
    let refusal = payments::reverse(&manager, &reverse_form(id)).await;
    assert_eq!(conflict(refusal), Reason::NotMoneyReceived);
    assert!(!payments::card(&manager, id).await.unwrap().may_reverse);
    // An advance that was brought in may be paid back.
    payments::refund(&manager, &refund_form(id, "10")).await.unwrap();
    proved(&manager).await;
}

#[tokio::test]
async fn a_payment_is_spread_anew_and_its_history_stays() {
    let (office, manager) = with_debts(1).await;
    let receipt = pay(&manager, "P0001", "120", "2026-11-20").await.unwrap();
    assert_eq!(months(&receipt), paid(&[("2026-09", "100"), ("2026-10", "20")]));
    let october = receipt.parts[1].0;
    let form = reallocate_form(receipt.id, &[(october, "90")], "");
    let anew = payments::reallocate(&manager, &form).await.unwrap();
    assert_eq!(months(&anew), paid(&[("2026-09", "30"), ("2026-10", "90")]));
    assert_eq!(payments::reallocate(&manager, &form).await.unwrap(), anew);
    let by_rule = payments::reallocate(&manager, &reallocate_form(receipt.id, &[], "current"))
        .await
        .unwrap();
    assert_eq!(months(&by_rule), paid(&[("2026-09", "20"), ("2026-10", "100")]));
    let history: Vec<_> = by_rule
        .reallocations
        .iter()
        .map(|step| (step.was.len(), step.became.len()))
        .collect();
    assert_eq!(history, [(2, 2), (2, 2)]);
    let last = &by_rule.reallocations[1];
    assert_eq!(
        (last.was[0].1, last.became[0].1, last.made_by.as_str()),
        (money("30"), money("20"), "Михаил")
    );
    for (parts, field, reason) in [
        (
            vec![(october, "100,01")],
            format!("parts[{october}]"),
            Reason::AboveOpen,
        ),
        (vec![(4040, "1")], "parts[4040]".into(), Reason::Unknown),
        (vec![(october, "121")], "parts".into(), Reason::PartsAboveSum),
    ] {
        let refusal = payments::reallocate(&manager, &reallocate_form(receipt.id, &parts, "")).await;
        assert_eq!(refused(refusal, &field), reason);
    }
    // What stands in the invoice's card is the sum, not the rows.
    let card = tenant::invoices::show(&manager, october).await.unwrap();
    assert_eq!(card.paid_by.len(), 1);
    assert!(office.count("select count(*) from allocation where amount < 0").await >= 2);
    payments::reverse(&manager, &reverse_form(receipt.id)).await.unwrap();
    let late = payments::reallocate(&manager, &reallocate_form(receipt.id, &[], "")).await;
    assert_eq!(conflict(late), Reason::AlreadyReturned);
    assert_eq!(tenant::invoices::show(&manager, october).await.unwrap().paid_by, []);
    proved(&manager).await;
}
