//! A line of an invoice: its sum leads to what it is made of, which unfolds in the line itself.

use domain::invoices::ChargeLine;
use leptos::prelude::*;
use ui::prelude::{Align, Cell, DefinitionList, Fact, Row, Sum, boot, fill, format};

use crate::tariffs::{Counted, formula, source_text};
use crate::texts::money::{self, tariffs};

/// A line: formula and rule in short, all of it behind.
#[must_use]
pub fn charge((nth, charge): (i32, &ChargeLine)) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let language = boot.language;
    let (service, unit, amount) = (charge.service.clone(), charge.unit.clone(), charge.amount);
    let counted = Counted {
        source: charge.source,
        inputs: &charge.inputs,
        quantity: charge.quantity,
        price: charge.price,
        days: (charge.days, charge.days_of_month),
        unit: &unit,
    };
    let formula = formula(language, boot.currency.sign(), &counted);
    let rule = source_text(language, charge.source, &charge.inputs);
    let place = format!("charge-{nth}");
    let (href, facts) = (format!("#{place}"), facts(charge));
    view! {
        <Row>
            <Cell>{service} <span class="ml-1.5 font-normal text-(--muted)">{unit.clone()}</span></Cell>
            <Cell label=words.charge_how>
                <details>
                    <summary class="cursor-pointer">
                        <span class="tabular-nums">{formula}</span>
                        <span class="block text-sm text-(--muted)">{rule}</span>
                    </summary>
                    <div id=place class="pt-2">{facts}</div>
                </details>
            </Cell>
            <Cell label=words.sum align=Align::End>
                // The browser itself unfolds what a fragment leads to.
                <a class="link inline-block py-1" href=href rel="external"><Sum of=amount /></a>
            </Cell>
        </Row>
    }
    .into_any()
}

/// Tariff, version, source, VAT.
fn facts(charge: &ChargeLine) -> AnyView {
    let words = tariffs::texts();
    let boot = boot();
    let language = boot.language;
    // What no tariff charges (a penalty, a recalculation) has no version to name.
    let version = charge.tariff_from.map(|day| {
        let mut said = vec![words.kind_of(charge.tariff).to_owned()];
        said.push(fill(words.version_from, &[("day", &format::date(language, day))]));
        said.extend(
            charge
                .tariff_by
                .as_ref()
                .map(|who| fill(words.version_by, &[("who", who)])),
        );
        said.join(", ")
    });
    let source = source_text(language, charge.source, &charge.inputs);
    let spread = (charge.source == domain::tariffs::Source::Volume && charge.days != charge.days_of_month)
        .then(|| fill(words.spread_days, &[("all", &charge.days_of_month.to_string())]));
    let vat = match (charge.vat_percent, charge.vat_amount) {
        (Some(percent), Some(sum)) => {
            let sum = format::money_with_sign(language, boot.currency, sum);
            fill(
                words.vat_within,
                &[("percent", &format::number(language, percent)), ("sum", &sum)],
            )
        }
        _ => words.vat_none.to_owned(),
    };
    view! {
        <DefinitionList>
            {version.map(|text| view! { <Fact label=words.version>{text}</Fact> })}
            <Fact label=words.source>{source} {spread.map(|text| view! { <span class="block text-sm">{text}</span> })}</Fact>
            <Fact label=words.vat>{vat}</Fact>
        </DefinitionList>
    }
    .into_any()
}
