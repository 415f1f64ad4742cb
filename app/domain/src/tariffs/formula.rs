//! How a charge came about, as factors that multiply to it: «78 м² × 0,02 Гкал/м² × 1 800 ₽ × 15 / 30 дн.».

use rust_decimal::Decimal;

use super::{Inputs, Per, Source};

/// One number of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Square metres.
    Area(Decimal),
    /// Residents.
    Residents(Decimal),
    /// Units by norm for a square metre or a resident.
    Norm(Decimal, Per),
    /// The raising coefficient.
    Coefficient(Decimal),
    /// Units of the service.
    Units(Decimal),
    /// The price of a unit.
    Price(Decimal),
    /// Days out of days.
    Days(i32, i32),
}

/// The factors of a line, in the order in which one says them. A coefficient of one and a whole period are no factors.
#[must_use]
pub fn factors(
    source: Source,
    inputs: &Inputs,
    quantity: Decimal,
    price: Decimal,
    (days, all): (i32, i32),
) -> Vec<Factor> {
    let measure = |area: fn(Decimal) -> Factor, people: fn(Decimal) -> Factor| {
        inputs
            .get("area")
            .map(area)
            .or_else(|| inputs.get("residents").map(people))
    };
    let mut factors = Vec::new();
    // A norm through tiers is cut in parts: only the part itself multiplies to the line then.
    let by_norm = source == Source::Norm && inputs.get("tier").is_none();
    match (by_norm, measure(Factor::Area, Factor::Residents), inputs.get("norm")) {
        (true, Some(measured), Some(norm)) => {
            let per = if matches!(measured, Factor::Area(_)) {
                Per::Area
            } else {
                Per::Person
            };
            factors.extend([measured, Factor::Norm(norm, per)]);
            let coefficient = inputs
                .get("coefficient")
                .filter(|coefficient| *coefficient != Decimal::ONE);
            factors.extend(coefficient.map(Factor::Coefficient));
        }
        _ => factors.push(match source {
            Source::Area => Factor::Area(quantity),
            Source::Residents => Factor::Residents(quantity),
            _ => Factor::Units(quantity),
        }),
    }
    factors.push(Factor::Price(price));
    if days != all {
        factors.push(Factor::Days(days, all));
    }
    factors
}
