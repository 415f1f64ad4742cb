//! What is typed into the forms of contracts, and how contracts stand.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn form() -> ContractForm {
    ContractForm {
        account: "000101".into(),
        number: " 12/2026 ".into(),
        party: "Иванова М. П.".into(),
        subject: "Вывоз мусора".into(),
        signed_on: "2026-01-10".into(),
        valid_from: "15.01.2026".into(),
        ..ContractForm::default()
    }
}

#[test]
fn a_contract_is_read_as_typed() {
    let links = [("l7", "on"), ("l12", ""), ("l9", "true")];
    let links = links.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let contract = ContractForm {
        links: links.into_iter().collect(),
        ..form()
    }
    .parse()
    .unwrap();
    assert_eq!(
        contract.about,
        About::New {
            account: "000101".into()
        }
    );
    assert_eq!(contract.terms.number, "12/2026");
    assert_eq!(contract.terms.valid_from, day("2026-01-15"));
    assert_eq!((contract.links, contract.terms.valid_to), (vec![7, 9], None));
    let known = ContractForm {
        id: "4".into(),
        version: "2".into(),
        account: String::new(),
        ..form()
    };
    assert_eq!(known.parse().unwrap().about, About::Known { id: 4, version: 2 });
}

#[test]
fn each_field_is_told_of() {
    let bad = ContractForm {
        account: "?".into(),
        number: String::new(),
        party: String::new(),
        subject: "x".repeat(301),
        signed_on: "завтра".into(),
        valid_from: String::new(),
        valid_to: "1".into(),
        note: "\u{1}".into(),
        ..ContractForm::default()
    };
    let Err(Failure::Invalid { fields }) = bad.parse() else {
        panic!("accepted")
    };
    assert_eq!(fields.iter().count(), 8);
    let backwards = ContractForm {
        valid_to: "2026-01-14".into(),
        ..form()
    };
    assert_eq!(
        backwards.parse().unwrap_err().reason_for("valid_to"),
        Some(&Reason::EndsBeforeItBegins)
    );
    let one_day = ContractForm {
        valid_to: "2026-01-15".into(),
        ..form()
    };
    assert!(one_day.parse().is_ok());
    for (id, version) in [("x", "1"), ("1", "x"), ("0", "1")] {
        let strange = ContractForm {
            id: id.into(),
            version: version.into(),
            ..form()
        };
        assert_eq!(strange.parse(), Err(Failure::NotFound));
    }
    let strange = ContractForm {
        links: [("7".to_owned(), "on".to_owned())].into(),
        ..form()
    };
    assert_eq!(strange.parse(), Err(Failure::NotFound));
}

#[test]
fn an_end_needs_a_day_and_a_reason() {
    let form = EndContractForm {
        id: "1".into(),
        version: "1".into(),
        ended_on: "2026-02-01".into(),
        reason: "по соглашению сторон".into(),
    };
    assert_eq!(form.parse().unwrap().ended_on, day("2026-02-01"));
    let bad = EndContractForm {
        ended_on: String::new(),
        reason: " ".into(),
        ..form.clone()
    };
    let failure = bad.parse().unwrap_err();
    assert_eq!(failure.reason_for("ended_on"), Some(&Reason::Required));
    assert_eq!(failure.reason_for("reason"), Some(&Reason::Required));
    let nobody = EndContractForm {
        id: String::new(),
        ..form
    };
    assert_eq!(nobody.parse(), Err(Failure::NotFound));

    let (from, to) = (day("2026-01-10"), Some(day("2026-12-31")));
    assert_eq!(may_end(from, to, day("2026-01-09")), Err(Reason::EndsBeforeItBegins));
    assert_eq!(may_end(from, to, day("2027-01-01")), Err(Reason::AfterTheEnd));
    for on in ["2026-01-10", "2026-12-31"] {
        assert_eq!(may_end(from, to, day(on)), Ok(()));
    }
    assert_eq!(may_end(from, None, day("2050-01-01")), Ok(()));
}

#[test]
fn a_contract_stands_by_its_days() {
    let today = day("2026-11-22");
    let table = [
        ("2026-01-01", None, false, State::Active),
        ("2026-11-23", None, false, State::Upcoming),
        ("2026-01-01", Some("2026-11-21"), false, State::Expired),
        ("2026-01-01", Some("2026-11-21"), true, State::Ended),
        ("2026-01-01", Some("2026-11-22"), false, State::Expiring { days: 0 }),
        ("2026-01-01", Some("2027-02-20"), true, State::Expiring { days: 90 }),
        ("2026-01-01", Some("2027-02-21"), false, State::Active),
        ("2026-12-01", Some("2026-12-31"), false, State::Upcoming),
    ];
    for (from, last, ended, want) in table {
        assert_eq!(
            State::decide(day(from), last.map(day), ended, today),
            want,
            "{from} {last:?}"
        );
    }
}

#[test]
fn lists_and_scans_are_known_by_their_words() {
    for show in Show::ALL {
        assert_eq!(Show::from_code(show.code()), show);
    }
    assert_eq!(Show::from_code("x"), Show::Active);
    assert_eq!(days_after(day("2026-11-22"), 30), day("2026-12-22"));
    let scan = |id: &str, file_id: &str| {
        ScanForm {
            id: id.into(),
            file_id: file_id.into(),
        }
        .parse()
    };
    assert_eq!(scan("1", " "), Ok((1, None)));
    assert_eq!(
        scan("1", "00000000-0000-4000-8000-000000000001").unwrap().1,
        Some(Uuid::from_u128(0x4000_8000_0000_0000_0001))
    );
    assert_eq!(scan("", ""), Err(Failure::NotFound));
    assert_eq!(
        scan("1", "../x").unwrap_err().reason_for("file_id"),
        Some(&Reason::NotAChoice)
    );
}
