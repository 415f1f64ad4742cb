//! The rows of a preview: refused ones with the reasons, good ones as they will be written.

use domain::imports::{PreviewRow, Row as Good};
use leptos::prelude::*;
use ui::prelude::{Align, Cell, Column, Row, Table, boot, fill, format};

use super::columns::heading;
use crate::texts::money::imports::texts;

/// Refused rows: the line, whose it is, what to correct.
#[component]
pub fn Refused(rows: Vec<PreviewRow>) -> impl IntoView {
    let words = texts();
    let language = boot().language;
    let head = vec![
        Column::text(words.line),
        Column::text(words.row),
        Column::text(words.why),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let reasons = row
                .errors
                .iter()
                .map(|(column, reason)| {
                    view! {
                        <li><span class="font-medium">{heading(column)}": "</span>{ui::texts::reason(language, reason)}</li>
                    }
                })
                .collect_view();
            view! {
                <Row>
                    <Cell label=words.line><span class="tabular-nums">{row.line}</span></Cell>
                    <Cell label=words.row>{row.label}</Cell>
                    <Cell label=words.why><ul class="flex flex-col gap-0.5 py-1">{reasons}</ul></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table head caption=words.refused_rows>{rows}</Table> }.into_any()
}

/// Good rows.
#[component]
pub fn Sample(rows: Vec<PreviewRow>) -> impl IntoView {
    let words = texts();
    let head = vec![
        Column::text(words.line),
        Column::text(words.account),
        Column::text(words.name),
        Column::text(words.house),
        Column::text(words.services),
        Column::number(words.balance),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|row| row.row.map(|good| line(row.line, good)))
        .collect_view();
    view! { <Table head caption=words.sample_rows>{rows}</Table> }.into_any()
}

fn line(line: i32, good: Good) -> AnyView {
    let words = texts();
    let (address, services, balance) = (address(&good), services(&good), balance(&good));
    view! {
        <Row>
            <Cell label=words.line><span class="tabular-nums">{line}</span></Cell>
            <Cell label=words.account><span class="tabular-nums">{good.account}</span></Cell>
            <Cell label=words.name>{good.name}</Cell>
            <Cell label=words.house>{address}</Cell>
            <Cell label=words.services>{services}</Cell>
            <Cell label=words.balance align=Align::End>{balance}</Cell>
        </Row>
    }
    .into_any()
}

/// «Калуга, ул. Садовая, 12, 45»
fn address(good: &Good) -> String {
    let house = good.house.iter().flatten().map(String::as_str);
    house
        .chain(Some(good.flat.as_str()))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// «Охрана, Вывоз мусора × 3»
fn services(good: &Good) -> String {
    let language = boot().language;
    let names = good.services.iter().map(|(name, quantity)| match quantity {
        None => name.clone(),
        Some(quantity) => format!("{name} × {}", format::number(language, *quantity)),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn balance(good: &Good) -> Option<AnyView> {
    let words = texts();
    let boot = boot();
    let sum = format::money_with_sign(boot.language, boot.currency, good.balance.abs());
    let (text, class) = match good.balance {
        balance if balance.is_positive() => (words.balance_debt, "sum is-danger"),
        balance if balance.is_negative() => (words.balance_advance, "sum is-good"),
        _ => return None,
    };
    Some(view! { <span class=class>{fill(text, &[("sum", &sum)])}</span> }.into_any())
}
