//! Tables and properties of imports.

use proptest::prelude::*;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;
use crate::{premises, subscribers};

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn from() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

#[test]
fn headings_are_recognised_however_written() {
    for (heading, want) in [
        ("\u{feff}ЛИЦЕВОЙ  СЧЕТ", Some(Column::Account)),
        ("Ф.И.О.", Some(Column::Name)),
        ("phone", Some(Column::Phone)),
        ("Сальдо", Some(Column::Balance)),
        ("Цвет", None),
    ] {
        assert_eq!(Column::from_heading(heading), want, "{heading}");
    }
    for (column, heading, _) in Column::ALL {
        assert_eq!(Column::from_heading(heading), Some(*column));
        assert_eq!(column.heading(), *heading);
    }
    assert_eq!(
        columns(&strings(&["ФИО"])),
        Err(Reason::ColumnMissing {
            column: "Лицевой счёт".into()
        })
    );
    assert_eq!(
        columns(&strings(&["Л/С", "ФИО", "Имя", "Цвет"])).unwrap(),
        [(0, Column::Account), (1, Column::Name)]
    );
}

#[test]
fn a_row_is_read_or_refused_by_column() {
    let headings = strings(&[
        "л/с",
        "фио",
        "тип",
        "телефон",
        "город",
        "улица",
        "дом",
        "кв",
        "площадь",
        "проживает",
        "услуги",
        "услуги с",
        "сальдо",
    ]);
    let columns = columns(&headings).unwrap();
    let good = strings(&[
        "1001",
        "Иванов И. И.",
        "",
        "8 916 123-45-67",
        "Калуга",
        "ул. Садовая",
        "12",
        "5",
        "54,3",
        "2",
        "Охрана | Вывоз мусора * 2",
        "01.02.2026",
        "-150,25",
    ]);
    let row = parse_row(&columns, &good, from()).unwrap();
    assert_eq!(
        row.house,
        Some(strings(&["Калуга", "ул. Садовая", "12"]).try_into().unwrap())
    );
    assert_eq!(
        row.services,
        [
            ("Охрана".to_owned(), None),
            ("Вывоз мусора".to_owned(), Some(Decimal::TWO))
        ]
    );
    assert_eq!(row.balance, Money::from_kopecks(-15_025));
    assert_eq!((row.residents, row.premises_kind), (Some(2), premises::Kind::Flat));

    let short = strings(&["1002", "ООО «Вектор»", "юр. лицо"]);
    let row = parse_row(&columns, &short, from()).unwrap();
    assert_eq!(
        (row.house, row.services_from, row.kind),
        (None, from(), subscribers::Kind::Organisation)
    );

    let bad = strings(&[
        "",
        "",
        "кот",
        "x",
        "Калуга",
        "",
        "",
        "",
        "-1",
        "1,5",
        "Охрана*0",
        "завтра",
        "много",
    ]);
    let fields = parse_row(&columns, &bad, from()).unwrap_err();
    let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "account",
            "area",
            "balance",
            "house",
            "kind",
            "name",
            "phone",
            "residents",
            "services",
            "services_from",
            "street"
        ]
    );
    let twice = strings(&["1", "A", "", "", "", "", "", "", "", "", "Охрана|охрана"]);
    assert_eq!(
        parse_row(&columns, &twice, from()).unwrap_err().get("services"),
        Some(&Reason::Overlaps)
    );
}

#[test]
fn an_empty_table_is_refused() {
    assert_eq!(
        check_table(&Table::default()).unwrap_err().reason_for("file"),
        Some(&Reason::FileEmpty)
    );
    let table = Table {
        headings: strings(&["a"]),
        rows: vec![strings(&["1"])],
    };
    assert!(matches!(
        check_table(&table).unwrap_err().reason_for("file"),
        Some(Reason::ColumnMissing { .. })
    ));
    for (code, want) in [
        ("previewed", Some(Status::Previewed)),
        ("posted", Some(Status::Posted)),
        ("discarded", Some(Status::Discarded)),
        ("", None),
    ] {
        assert_eq!(Status::from_code(code), want);
    }
}

proptest! {
    #[test]
    fn no_row_panics(cells in prop::collection::vec(".{0,30}", 0..20)) {
        let columns: Vec<_> = Column::ALL.iter().enumerate().map(|(at, (column, ..))| (at, *column)).collect();
        let _ = parse_row(&columns, &cells, from());
    }
}
