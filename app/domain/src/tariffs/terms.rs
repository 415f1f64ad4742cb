//! The terms of a tariff as typed: kind, norm, tiers, VAT. The price and the day stand beside them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Kind, Norm, Per, Tariff, Tier, Vat, Version};
use crate::failure::Fields;
use crate::{Reason, typed};

/// The highest price of a unit that is not a slip.
const MAX_PRICE: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);
/// The highest norm.
const MAX_NORM: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);
/// The highest end of a tier.
const MAX_TIER: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// What a tariff is besides its price, as typed; all empty is a fixed one without VAT.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    /// The word of a [`Kind`].
    pub kind: String,
    /// Units for a resident or a square metre.
    pub norm: String,
    /// The word of a [`Per`].
    pub norm_per: String,
    /// The raising coefficient; one if empty.
    pub coefficient: String,
    /// The word of a [`Vat`].
    pub vat: String,
    /// The ends of the tiers; the last is empty.
    pub upto: Vec<String>,
    /// The prices of the tiers.
    pub tier: Vec<String>,
}

/// The form shows so many tiers.
pub const TIERS: usize = 5;

impl TermsForm {
    /// Reads the terms together with price and day; of tiers the price is the first one's, and none is typed for them.
    /// Fields are refused as `price`, `from`, `terms[kind]` and so on.
    pub fn parse(&self, fields: &mut Fields, price: &str, from: &str) -> Option<Version> {
        let kind = fields.keep("terms[kind]", choice(&self.kind, Kind::Fixed, Kind::from_code));
        let vat = fields.keep("terms[vat]", choice(&self.vat, Vat::None, Vat::from_code));
        let from = fields.keep("from", typed::date(from));
        let kind = kind?;
        let price = match kind {
            Kind::Tiered => Some(Decimal::ZERO),
            _ => fields.keep("price", typed::quantity(price, 4, MAX_PRICE)),
        };
        let norm = match kind {
            Kind::Norm => self.norm(fields, true),
            Kind::Metered | Kind::Tiered => self.norm(fields, false),
            Kind::Fixed | Kind::Area | Kind::Person => Some(None),
        };
        let tiers = match kind {
            Kind::Tiered => self.tiers(fields),
            _ => Some(Vec::new()),
        };
        Some(Version {
            from: from?,
            tariff: Tariff::of(kind, price?, norm?, tiers?)?,
            vat: vat?,
        })
    }

    fn norm(&self, fields: &mut Fields, required: bool) -> Option<Option<Norm>> {
        if !required && self.norm.trim().is_empty() {
            return Some(None);
        }
        let positive = |typed: &str, places, max| {
            typed::quantity(typed, places, max).and_then(|number| {
                if number.is_zero() {
                    Err(Reason::NotPositive)
                } else {
                    Ok(number)
                }
            })
        };
        let amount = fields.keep("terms[norm]", positive(&self.norm, 6, MAX_NORM));
        let per = Per::from_code(self.norm_per.trim()).ok_or(Reason::Required);
        let per = fields.keep("terms[norm_per]", per);
        let coefficient = match self.coefficient.trim() {
            "" => Some(Decimal::ONE),
            typed => fields.keep("terms[coefficient]", positive(typed, 3, Decimal::ONE_HUNDRED)),
        };
        Some(Some(Norm {
            amount: amount?,
            per: per?,
            coefficient: coefficient?,
        }))
    }

    fn tiers(&self, fields: &mut Fields) -> Option<Vec<Tier>> {
        let cell = |column: &[String], at: usize| column.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
        let rows: Vec<(usize, String, String)> = (0..TIERS)
            .map(|at| (at, cell(&self.upto, at), cell(&self.tier, at)))
            .filter(|(_, upto, price)| !upto.is_empty() || !price.is_empty())
            .collect();
        if rows.is_empty() {
            fields.refuse("terms[tier][0]", Reason::Required);
            return None;
        }
        let last = rows.len() - 1;
        let mut tiers = Vec::new();
        let mut above = Decimal::ZERO;
        for (nth, (at, upto, price)) in rows.iter().enumerate() {
            let price = fields.keep(&format!("terms[tier][{at}]"), typed::quantity(price, 4, MAX_PRICE));
            let field = format!("terms[upto][{at}]");
            let upto = match (nth == last, upto.is_empty()) {
                (true, true) => Some(None),
                // Beyond the last tier nothing would have a price.
                (true, false) => fields.keep(&field, Err(Reason::MustBeOpen)),
                (false, _) => fields
                    .keep(
                        &field,
                        typed::quantity(upto, 3, MAX_TIER).and_then(|end| rising(above, end)),
                    )
                    .map(Some),
            };
            if let (Some(upto), Some(price)) = (upto, price) {
                above = upto.unwrap_or(above);
                tiers.push(Tier { upto, price });
            }
        }
        (tiers.len() == rows.len()).then_some(tiers)
    }
}

fn rising(above: Decimal, end: Decimal) -> Result<Decimal, Reason> {
    if end > above { Ok(end) } else { Err(Reason::NotRising) }
}

fn choice<T>(typed: &str, blank: T, of: impl Fn(&str) -> Option<T>) -> Result<T, Reason> {
    match typed.trim() {
        "" => Ok(blank),
        code => of(code).ok_or(Reason::NotAChoice),
    }
}
