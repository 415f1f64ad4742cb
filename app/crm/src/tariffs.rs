//! Tariffs in words: what a version says, and how a charge came about. Shared by services, links and invoices.

mod fields;

pub use fields::TariffFields;

use domain::Language;
use domain::tariffs::{Factor, Inputs, Per, Source, Tariff, factors};
use rust_decimal::Decimal;
use ui::prelude::{fill, format};

use crate::services::{price_number, price_text};
use crate::texts::money::tariffs::of;

/// What a formula is made of.
pub struct Counted<'a> {
    /// Where the quantity is from.
    pub source: Source,
    /// The numbers that made it.
    pub inputs: &'a Inputs,
    /// How many units.
    pub quantity: Decimal,
    /// For a unit.
    pub price: Decimal,
    /// Days out of days.
    pub days: (i32, i32),
    /// The unit.
    pub unit: &'a str,
}

/// «78 м² × 0,02 Гкал/м² × 1 800,00 ₽ × 15 / 30 дн.»
#[must_use]
pub fn formula(language: Language, sign: &str, counted: &Counted<'_>) -> String {
    let words = of(language);
    let number = |number| format::number(language, number);
    let factor = |factor: Factor| match factor {
        Factor::Area(area) => format!("{}\u{a0}{}", number(area), words.m2),
        Factor::Residents(people) => format!("{}\u{a0}{}", number(people), words.people),
        Factor::Norm(norm, per) => {
            let per = if per == Per::Area { words.m2 } else { words.people };
            fill(
                words.norm_factor,
                &[("norm", &number(norm)), ("unit", counted.unit), ("per", per)],
            )
        }
        Factor::Coefficient(coefficient) => number(coefficient),
        Factor::Units(units) => format!("{}\u{a0}{}", number(units), counted.unit),
        Factor::Price(price) => format!("{}\u{a0}{sign}", price_number(language, price)),
        Factor::Days(days, all) => fill(words.days, &[("days", &days.to_string()), ("all", &all.to_string())]),
    };
    let factors = factors(
        counted.source,
        counted.inputs,
        counted.quantity,
        counted.price,
        counted.days,
    );
    factors.into_iter().map(factor).collect::<Vec<_>>().join(" × ")
}

/// «среднее за 3 мес.», «2-я ступень, объём 400»
#[must_use]
pub fn source_text(language: Language, source: Source, inputs: &Inputs) -> String {
    let words = of(language);
    let number = |name: &str| {
        inputs
            .get(name)
            .map(|n| format::number(language, n))
            .unwrap_or_default()
    };
    let said = fill(words.source_of(source), &[("months", &number("months"))]);
    match (inputs.get("tier"), inputs.get("volume")) {
        (Some(_), Some(_)) => {
            let tier = fill(
                words.source_tier,
                &[("n", &number("tier")), ("volume", &number("volume"))],
            );
            format!("{said}, {tier}")
        }
        _ => said,
    }
}

/// What a tariff says beside its price: tiers, norm, coefficient.
#[must_use]
pub fn details(boot: &ui::prelude::Boot, tariff: &Tariff, unit: &str) -> Vec<String> {
    let (language, currency) = (boot.language, boot.currency);
    let words = of(language);
    let mut said = Vec::new();
    for tier in tariff.tiers() {
        let price = price_text(language, currency, tier.price);
        said.push(match tier.upto {
            Some(upto) => {
                let upto = format!("{}\u{a0}{unit}", format::number(language, upto));
                fill(words.tier_line, &[("upto", &upto), ("price", &price)])
            }
            None => fill(words.tier_last, &[("price", &price)]),
        });
    }
    if let Some(norm) = tariff.norm() {
        let amount = format!("{}\u{a0}{unit}", format::number(language, norm.amount));
        said.push(fill(
            words.norm_line,
            &[("norm", &amount), ("per", words.per_of(norm.per))],
        ));
        if norm.coefficient != Decimal::ONE {
            said.push(fill(
                words.coefficient_line,
                &[("n", &format::number(language, norm.coefficient))],
            ));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_reads_as_the_trade_writes_it() {
        let inputs = |pairs: &[(&str, &str)]| {
            Inputs(
                pairs
                    .iter()
                    .map(|(name, value)| ((*name).into(), value.parse().unwrap()))
                    .collect(),
            )
        };
        let heat = inputs(&[("area", "78"), ("norm", "0.02"), ("coefficient", "1")]);
        let average = inputs(&[("volume", "4.667"), ("months", "3")]);
        let counted = |source, inputs, quantity: &str, price: &str, days, unit| Counted {
            source,
            inputs,
            quantity: quantity.parse().unwrap(),
            price: price.parse().unwrap(),
            days,
            unit,
        };
        let text = |language, counted: &Counted<'_>| formula(language, "₽", counted).replace('\u{a0}', " ");
        assert_eq!(
            text(
                Language::Ru,
                &counted(Source::Norm, &heat, "1.56", "1800", (15, 30), "Гкал")
            ),
            "78 м² × 0,02 Гкал/м² × 1 800,00 ₽ × 15 / 30 дн."
        );
        assert_eq!(
            text(
                Language::En,
                &counted(Source::Average, &average, "4.667", "50.5", (30, 30), "m³")
            ),
            "4.667 m³ × 50.50 ₽"
        );
        assert_eq!(
            source_text(Language::Ru, Source::Average, &average),
            "среднее за 3 мес."
        );
        let tier = inputs(&[("volume", "400"), ("tier", "2")]);
        assert_eq!(
            source_text(Language::Ru, Source::Volume, &tier),
            "объём за месяц, 2-я ступень, объём 400"
        );
    }
}
