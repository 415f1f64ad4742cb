//! Contracts: numbers that are there once, days, covered links, the scan, lists and rights.

use bytes::Bytes;
use domain::contracts::{ContractForm, ContractQuery, EndContractForm, ScanForm, State, link_key};
use domain::files::FileRefForm;
use domain::subscribers::SubscriberRefForm;
use domain::{Count, Failure, Reason};
use tenant::{Ctx, contracts, files, subscribers};

use super::estate::{link, payer, service};
use super::support::{Office, conflict, failed, on, refused};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

fn form(account: &str, number: &str) -> ContractForm {
    ContractForm {
        account: account.into(),
        number: number.into(),
        party: "Иванова Мария Петровна".into(),
        subject: "Вывоз мусора".into(),
        signed_on: "2026-01-10".into(),
        valid_from: "2026-01-10".into(),
        valid_to: "2026-12-31".into(),
        ..ContractForm::default()
    }
}

fn end_form(id: i64, version: i32, on: &str) -> EndContractForm {
    EndContractForm {
        id: id.to_string(),
        version: version.to_string(),
        ended_on: on.into(),
        reason: "по соглашению сторон".into(),
    }
}

fn scan_form(id: i64, file_id: &str) -> ScanForm {
    ScanForm {
        id: id.to_string(),
        file_id: file_id.into(),
    }
}

async fn numbers(ctx: &Ctx, show: &str, q: &str) -> Vec<String> {
    let query = ContractQuery {
        show: show.into(),
        q: q.into(),
        after: String::new(),
    };
    let page = contracts::list(ctx, &query).await.unwrap();
    assert_eq!(page.count, Count::Exactly(u64::try_from(page.items.len()).unwrap()));
    page.items.into_iter().map(|line| line.number).collect()
}

#[tokio::test]
async fn a_contract_is_entered_and_changed() {
    let office = Office::open().await;
    let ctx = office.manager();
    let (own, other) = (payer(&office, "A-1").await, payer(&office, "B-2").await);
    let waste = service(&ctx, "Вывоз мусора", "100", "2026-01-01").await;
    let mine = link(&ctx, own, waste, "2026-01-01", "", "1").await.unwrap();
    let theirs = link(&ctx, other, waste, "2026-01-01", "", "1").await.unwrap();

    let opened = contracts::open_new(&ctx, " a-1").await.unwrap();
    assert_eq!(opened.form.party, "Плательщик A-1");
    assert_eq!(opened.form.links, [(link_key(mine), "on".to_owned())].into());
    assert_eq!(opened.subscriber, Some((own, "Плательщик A-1".into())));
    assert_eq!(contracts::open_new(&ctx, "нет").await.unwrap().subscriber, None);

    let new = ContractForm {
        links: opened.form.links,
        ..form("A-1", "1/26")
    };
    let id = contracts::save(&ctx, &new).await.unwrap();
    let card = contracts::show(&office.operator(), id).await.unwrap();
    assert_eq!((card.account.as_str(), card.subscriber_id), ("A-1", own));
    assert_eq!(card.links.iter().map(|link| link.id).collect::<Vec<_>>(), [mine]);
    assert_eq!(card.state, State::Expiring { days: 39 });
    assert_eq!(card.created_by, "Михаил");

    assert_eq!(
        refused(contracts::save(&ctx, &form("B-2", "1/26")).await, "number"),
        Reason::Taken
    );
    assert_eq!(
        refused(contracts::save(&ctx, &form("C-3", "2/26")).await, "account"),
        Reason::Unknown
    );
    // Another's link is none of this contract's; nothing of it stays.
    let foreign = ContractForm {
        links: [(link_key(theirs), "on".to_owned())].into(),
        ..form("A-1", "3/26")
    };
    assert_eq!(failed(contracts::save(&ctx, &foreign).await), Failure::NotFound);
    assert_eq!(office.count("select count(*) from contract").await, 1);

    let opened = contracts::open(&ctx, id).await.unwrap().form;
    let longer = ContractForm {
        valid_to: String::new(),
        links: Default::default(),
        ..opened.clone()
    };
    assert_eq!(contracts::save(&ctx, &longer).await, Ok(id));
    let card = contracts::show(&ctx, id).await.unwrap();
    assert_eq!((card.state, card.terms.valid_to), (State::Active, None));
    assert!(card.links.is_empty());
    assert_eq!(conflict(contracts::save(&ctx, &opened).await), Reason::ChangedMeanwhile);
    let told = "select count(*) from event where noun = 'contract' and verb = 'changed'
        and details->'from'->'terms'->>'valid_to' = '2026-12-31' and details->'to'->'terms'->>'valid_to' is null";
    assert_eq!(office.count(told).await, 1);
}

#[tokio::test]
async fn the_archive_gets_no_new_contracts() {
    let office = Office::open().await;
    let id = payer(&office, "A-1").await;
    let archived = SubscriberRefForm { id: id.to_string() };
    subscribers::archive(&office.manager(), &archived).await.unwrap();
    let new = contracts::save(&office.manager(), &form("A-1", "1")).await;
    assert_eq!(conflict(new), Reason::Archived);
}

#[tokio::test]
async fn an_early_end_stays_within_the_term() {
    let office = Office::open().await;
    let ctx = office.manager();
    payer(&office, "A-1").await;
    let id = contracts::save(&ctx, &form("A-1", "1")).await.unwrap();
    for (day, want) in [
        ("2026-01-09", Reason::EndsBeforeItBegins),
        ("2027-01-01", Reason::AfterTheEnd),
    ] {
        assert_eq!(
            refused(contracts::end(&ctx, &end_form(id, 1, day)).await, "ended_on"),
            want
        );
    }
    contracts::end(&ctx, &end_form(id, 1, "2026-11-30")).await.unwrap();
    let card = contracts::show(&ctx, id).await.unwrap();
    assert_eq!(card.state, State::Expiring { days: 8 });
    assert_eq!(card.ended.unwrap().1, "по соглашению сторон");
    assert_eq!(
        conflict(contracts::end(&ctx, &end_form(id, 1, "2026-11-29")).await),
        Reason::ChangedMeanwhile
    );
    // A slip in the day is corrected by the same form.
    contracts::end(&ctx, &end_form(id, 2, "2026-11-20")).await.unwrap();
    assert_eq!(contracts::show(&ctx, id).await.unwrap().state, State::Ended);

    let opened = contracts::open(&ctx, id).await.unwrap().form;
    let shorter = ContractForm {
        valid_to: "2026-11-19".into(),
        ..opened.clone()
    };
    assert_eq!(
        refused(contracts::save(&ctx, &shorter).await, "valid_to"),
        Reason::EndsBeforeItBegins
    );
    let later = ContractForm {
        valid_from: "2026-11-21".into(),
        ..opened
    };
    assert_eq!(
        refused(contracts::save(&ctx, &later).await, "valid_from"),
        Reason::AfterTheEnd
    );
    assert_eq!(
        office
            .count("select count(*) from event where noun = 'contract' and verb = 'ended'")
            .await,
        2
    );
}

#[tokio::test]
async fn a_scan_is_a_pdf_or_a_picture() {
    let office = Office::open().await;
    let ctx = office.manager();
    payer(&office, "A-1").await;
    let id = contracts::save(&ctx, &form("A-1", "1")).await.unwrap();
    let text = contracts::put_scan(&ctx, id, "договор.pdf", Bytes::from_static("Договор".as_bytes())).await;
    assert_eq!(refused(text, "file"), Reason::NotAScan);
    let nowhere = contracts::put_scan(&ctx, 999, "a.pdf", Bytes::from_static(PDF)).await;
    assert_eq!(failed(nowhere), Failure::NotFound);
    assert_eq!(office.count("select count(*) from file").await, 0);

    contracts::put_scan(&ctx, id, "договор.pdf", Bytes::from_static(PDF))
        .await
        .unwrap();
    let scan = contracts::show(&office.operator(), id).await.unwrap().scan.unwrap();
    assert_eq!(scan.name, "договор.pdf");
    let first = FileRefForm {
        id: scan.id.to_string(),
    };
    assert_eq!(conflict(files::remove(&ctx, &first).await), Reason::InUse);

    // Another file that is kept already takes its place.
    let table = files::put(&ctx, "a.csv", Bytes::from_static(b"a;b\n")).await.unwrap();
    let kept = files::put(&ctx, "b.pdf", Bytes::from_static(PDF)).await.unwrap();
    let offered: Vec<_> = contracts::scans(&ctx)
        .await
        .unwrap()
        .into_iter()
        .map(|file| file.id)
        .collect();
    assert_eq!(offered.len(), 2);
    assert!(offered.contains(&kept) && !offered.contains(&table));
    let wrong = contracts::attach(&ctx, &scan_form(id, &table.to_string())).await;
    assert_eq!(refused(wrong, "file_id"), Reason::NotAScan);
    contracts::attach(&ctx, &scan_form(id, &kept.to_string()))
        .await
        .unwrap();
    files::remove(&ctx, &first).await.unwrap();
    let gone = contracts::attach(&ctx, &scan_form(id, &first.id)).await;
    assert_eq!(refused(gone, "file_id"), Reason::Unknown);
    assert_eq!(contracts::show(&ctx, id).await.unwrap().scan.unwrap().id, kept);
    contracts::attach(&ctx, &scan_form(id, "")).await.unwrap();
    assert_eq!(contracts::show(&ctx, id).await.unwrap().scan, None);
    assert_eq!(
        office
            .count("select count(*) from event where noun = 'contract' and verb = 'attached'")
            .await,
        3
    );
}

#[tokio::test]
async fn lists_go_by_the_last_day() {
    let office = Office::open().await;
    let ctx = office.manager();
    let own = payer(&office, "A-1").await;
    payer(&office, "B-2").await;
    // The office's day is 2026-11-22.
    for (account, number, from, to) in [
        ("A-1", "open", "2026-01-01", ""),
        ("A-1", "today", "2026-01-02", "2026-11-22"),
        ("A-1", "30", "2026-01-03", "2026-12-22"),
        ("B-2", "60", "2026-01-04", "2027-01-21"),
        ("B-2", "90", "2026-01-05", "2027-02-20"),
        ("B-2", "91", "2026-01-06", "2027-02-21"),
        ("B-2", "over", "2026-01-07", "2026-11-21"),
        ("B-2", "ended", "2026-01-08", "2026-12-31"),
    ] {
        let form = ContractForm {
            signed_on: from.into(),
            valid_from: from.into(),
            valid_to: to.into(),
            ..form(account, number)
        };
        let id = contracts::save(&ctx, &form).await.unwrap();
        if number == "ended" {
            contracts::end(&ctx, &end_form(id, 1, "2026-11-10")).await.unwrap();
        }
    }
    let all = ["ended", "over", "91", "90", "60", "30", "today", "open"];
    assert_eq!(numbers(&ctx, "all", "").await, all);
    assert_eq!(numbers(&ctx, "", "").await, ["91", "90", "60", "30", "today", "open"]);
    assert_eq!(numbers(&ctx, "30", "").await, ["today", "30"]);
    assert_eq!(numbers(&ctx, "60", "").await, ["today", "30", "60"]);
    assert_eq!(numbers(&ctx, "90", "").await, ["today", "30", "60", "90"]);
    assert_eq!(numbers(&ctx, "expired", "").await, ["over", "ended"]);
    assert_eq!(
        numbers(&on(&ctx, "2026-11-23"), "expired", "").await,
        ["today", "over", "ended"]
    );

    assert_eq!(numbers(&ctx, "all", "a-1").await, ["30", "today", "open"]);
    assert_eq!(numbers(&ctx, "all", "плательщик b").await.len(), 5);
    assert_eq!(numbers(&ctx, "all", "МАРИЯ").await.len(), 8);
    assert_eq!(numbers(&ctx, "expired", "OVE").await, ["over"]);
    assert_eq!(numbers(&ctx, "90", "9").await, ["90"]);
    assert!(numbers(&ctx, "all", "%").await.is_empty());

    let of: Vec<_> = contracts::of_subscriber(&office.operator(), own).await.unwrap();
    let of: Vec<_> = of.into_iter().map(|line| (line.number, line.state)).collect();
    assert_eq!(
        of,
        [
            ("30".to_owned(), State::Expiring { days: 30 }),
            ("today".to_owned(), State::Expiring { days: 0 }),
            ("open".to_owned(), State::Active),
        ]
    );
}

#[tokio::test]
async fn pages_follow_one_another() {
    let office = Office::open().await;
    let ctx = office.operator();
    let id = payer(&office, "A-1").await;
    // Many share their days, so that only the id tells them apart.
    office
        .tamper(&format!(
            "insert into contract (number, subscriber_id, party, subject, signed_on, valid_from, valid_to, created_by, created_at)
             select 'N' || n, {id}, 'И', 'П', date '2026-01-01' + n % 3, date '2026-01-01', date '2026-12-01' + n % 3, 'А', now()
             from generate_series(1, 120) n
             union all
             select 'E' || n, {id}, 'И', 'П', date '2025-01-01' + n % 3, date '2025-01-01', date '2025-12-01' + n % 3, 'А', now()
             from generate_series(1, 70) n"
        ))
        .await;
    for (show, want) in [("all", 190), ("", 120), ("30", 120), ("expired", 70)] {
        let mut query = ContractQuery {
            show: show.into(),
            ..ContractQuery::default()
        };
        let mut seen = std::collections::BTreeSet::new();
        let mut rows = 0;
        loop {
            let page = contracts::list(&ctx, &query).await.unwrap();
            assert_eq!(page.count, Count::Exactly(want), "{show}");
            rows += page.items.len();
            seen.extend(page.items.iter().map(|line| line.id));
            match page.next {
                Some(next) => query.after = next,
                None => break,
            }
        }
        let want = usize::try_from(want).unwrap();
        assert_eq!((rows, seen.len()), (want, want), "{show}");
    }
}

#[tokio::test]
async fn operators_read_and_managers_write() {
    let office = Office::open().await;
    payer(&office, "A-1").await;
    let id = contracts::save(&office.manager(), &form("A-1", "1")).await.unwrap();
    assert!(contracts::show(&office.operator(), id).await.is_ok());
    for (ctx, want) in [
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        assert_eq!(failed(contracts::save(&ctx, &form("A-1", "2")).await), want);
        assert_eq!(failed(contracts::open(&ctx, id).await), want);
        assert_eq!(failed(contracts::open_new(&ctx, "A-1").await), want);
        assert_eq!(failed(contracts::end(&ctx, &end_form(id, 1, "2026-11-30")).await), want);
        assert_eq!(failed(contracts::attach(&ctx, &scan_form(id, "")).await), want);
        assert_eq!(failed(contracts::scans(&ctx).await), want);
        let scan = contracts::put_scan(&ctx, id, "a.pdf", Bytes::from_static(PDF)).await;
        assert_eq!(failed(scan), want);
    }
    let nobody = office.nobody();
    let out = Failure::SignedOut;
    assert_eq!(failed(contracts::show(&nobody, id).await), out);
    assert_eq!(failed(contracts::list(&nobody, &ContractQuery::default()).await), out);
    assert_eq!(failed(contracts::of_subscriber(&nobody, 1).await), out);
    assert_eq!(failed(contracts::show(&office.admin(), 999).await), Failure::NotFound);
}
