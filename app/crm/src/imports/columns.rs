//! The columns of the table in words, for those who fill it in and for those who correct it.

use domain::imports::Column;
use leptos::prelude::*;
use ui::prelude::{Badge, Cell, Row, Table, Tone};

use crate::texts::money::imports::{Words, texts};

/// A column in words: heading, what it holds, an example.
struct Explained {
    heading: &'static str,
    text: &'static str,
    example: &'static str,
}

fn explained(words: &Words, column: Column) -> Explained {
    let (heading, text, example) = match column {
        Column::Account => (words.account, words.account_text, words.account_example),
        Column::Name => (words.name, words.name_text, words.name_example),
        Column::Kind => (words.kind, words.kind_text, words.kind_example),
        Column::Inn => (words.inn, words.inn_text, words.inn_example),
        Column::Phone => (words.phone, words.phone_text, words.phone_example),
        Column::Email => (words.email, words.email_text, words.email_example),
        Column::Locality => (words.locality, words.locality_text, words.locality_example),
        Column::Street => (words.street, words.street_text, words.street_example),
        Column::House => (words.house, words.house_text, words.house_example),
        Column::Flat => (words.flat, words.flat_text, words.flat_example),
        Column::District => (words.district, words.district_text, words.district_example),
        Column::Route => (words.route, words.route_text, words.route_example),
        Column::Area => (words.area, words.area_text, words.area_example),
        Column::Residents => (words.residents, words.residents_text, words.residents_example),
        Column::Services => (words.services, words.services_text, words.services_example),
        Column::ServicesFrom => (
            words.services_from,
            words.services_from_text,
            words.services_from_example,
        ),
        Column::Balance => (words.balance, words.balance_text, words.balance_example),
    };
    Explained { heading, text, example }
}

/// The heading of a column by its word in a refused row; an unknown word stays as it is.
pub fn heading(code: &str) -> String {
    let words = texts();
    let known = match code {
        "account" => Column::Account,
        "name" => Column::Name,
        "kind" => Column::Kind,
        "inn" => Column::Inn,
        "phone" => Column::Phone,
        "email" => Column::Email,
        "locality" => Column::Locality,
        "street" => Column::Street,
        "house" => Column::House,
        "flat" => Column::Flat,
        "district" => Column::District,
        "route" => Column::Route,
        "area" => Column::Area,
        "residents" => Column::Residents,
        "services" => Column::Services,
        "services_from" => Column::ServicesFrom,
        "balance" => Column::Balance,
        other => return other.to_owned(),
    };
    explained(words, known).heading.to_owned()
}

/// All columns with an example of each.
#[component]
pub fn ColumnsTable() -> impl IntoView {
    let words = texts();
    let head = vec![
        ui::table::Column::text(words.column),
        ui::table::Column::text(words.what),
        ui::table::Column::text(words.example),
    ];
    let rows = Column::ALL
        .iter()
        .map(|(column, ..)| {
            let Explained { heading, text, example } = explained(words, *column);
            let needed = matches!(column, Column::Account | Column::Name);
            view! {
                <Row>
                    <Cell>
                        <span class="font-medium">{heading}</span>
                        {needed
                            .then(|| view! { <span class="ml-2"><Badge tone=Tone::Accent>{words.needed}</Badge></span> })}
                    </Cell>
                    <Cell label=words.what>{text}</Cell>
                    <Cell label=words.example><span class="whitespace-nowrap text-(--muted) tabular-nums">{example}</span></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table head caption=words.columns>{rows}</Table> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Language;

    #[test]
    fn every_heading_that_we_show_is_recognised_again() {
        for language in Language::ALL {
            for (column, own, _) in Column::ALL {
                let shown = explained(crate::texts::money::imports::of(language), *column).heading;
                assert_eq!(Column::from_heading(shown), Some(*column), "{shown}");
                assert!(language == Language::En || shown == *own, "{shown}");
            }
        }
    }

    #[test]
    fn every_example_is_accepted() {
        let from = "2026-11-01".parse().unwrap();
        for language in Language::ALL {
            let words = crate::texts::money::imports::of(language);
            let columns: Vec<_> = Column::ALL
                .iter()
                .enumerate()
                .map(|(at, (column, ..))| (at, *column))
                .collect();
            let cells: Vec<_> = Column::ALL
                .iter()
                .map(|(column, ..)| explained(words, *column).example.to_owned())
                .collect();
            let row = domain::imports::parse_row(&columns, &cells, from);
            assert!(row.is_ok_and(|row| row.services.len() == 2), "{language:?}");
        }
    }
}
