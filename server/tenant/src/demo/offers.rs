//! The services of the demonstration: one of each kind of tariff, with and without VAT.

use chrono::NaiveDate;
use domain::tariffs::{Norm, Per, Tariff, Tier, Vat, Version};
use rust_decimal::Decimal;

/// Whom a service serves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Flats and offices.
    Premises,
    /// Flats.
    Flats,
    /// Some flats.
    SomeFlats,
    /// Plots.
    Plots,
    /// Plots, by hundreds of square metres.
    PlotsByArea,
}

/// A service with its tariff at first and, if it rises, later.
pub(super) struct Offer {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    pub(super) whom: For,
    /// Prices in ten-thousandths: at first and later.
    prices: (i64, i64),
    vat: Vat,
    by: By,
}

/// What the price is multiplied by.
#[derive(Clone, Copy)]
enum By {
    One,
    Area,
    Person,
    Meter,
    HeatNorm,
    Tiers,
}

const fn offer(name: &'static str, unit: &'static str, whom: For, prices: (i64, i64), vat: Vat, by: By) -> Offer {
    Offer {
        name,
        unit,
        whom,
        prices,
        vat,
        by,
    }
}

pub(super) const OFFERS: [Offer; 9] = [
    offer(
        "Содержание жилья",
        "м²",
        For::Premises,
        (284_400, 312_800),
        Vat::None,
        By::Area,
    ),
    offer(
        "Отопление",
        "Гкал",
        For::Premises,
        (16_540_000, 17_985_000),
        Vat::Standard,
        By::HeatNorm,
    ),
    offer(
        "Капитальный ремонт",
        "м²",
        For::Premises,
        (131_600, 131_600),
        Vat::None,
        By::Area,
    ),
    offer(
        "Холодная вода",
        "м³",
        For::Flats,
        (541_200, 589_900),
        Vat::Standard,
        By::Meter,
    ),
    offer(
        "Вывоз мусора",
        "чел.",
        For::Flats,
        (1_104_200, 1_187_000),
        Vat::None,
        By::Person,
    ),
    offer(
        "Домофон",
        "мес.",
        For::SomeFlats,
        (600_000, 750_000),
        Vat::Special5,
        By::One,
    ),
    offer("Охрана", "мес.", For::Plots, (4_500_000, 4_900_000), Vat::None, By::One),
    offer(
        "Членский взнос",
        "сот.",
        For::PlotsByArea,
        (900_000, 950_000),
        Vat::None,
        By::One,
    ),
    offer(
        "Электроэнергия",
        "кВт·ч",
        For::Plots,
        (46_200, 51_300),
        Vat::Standard,
        By::Tiers,
    ),
];

impl Offer {
    /// Whether links of it need a volume each month.
    pub(super) const fn is_by_volume(&self) -> bool {
        matches!(self.by, By::Meter | By::Tiers)
    }

    /// What a link uses in a month is about this, in thousandths.
    pub(super) const fn usual(&self) -> (i64, i64) {
        match self.by {
            By::Tiers => (20_000, 340_000),
            _ => (900, 9_800),
        }
    }

    /// The tariffs: from the beginning, and from a later day if the price rises.
    pub(super) fn versions(&self, first: NaiveDate, later: NaiveDate) -> Vec<Version> {
        let (at_first, rises_to) = self.prices;
        let version = |from, price| Version {
            from,
            tariff: self.tariff(Decimal::new(price, 4)),
            vat: self.vat,
        };
        let mut versions = vec![version(first, at_first)];
        if rises_to != at_first {
            versions.push(version(later, rises_to));
        }
        versions
    }

    fn tariff(&self, price: Decimal) -> Tariff {
        let norm = |amount, per| Norm {
            amount,
            per,
            coefficient: Decimal::ONE,
        };
        match self.by {
            By::One => Tariff::Fixed { price },
            By::Area => Tariff::Area { price },
            By::Person => Tariff::Person { price },
            By::Meter => Tariff::Metered {
                price,
                norm: Some(norm(Decimal::new(4_332, 3), Per::Person)),
            },
            By::HeatNorm => Tariff::Norm {
                price,
                norm: norm(Decimal::new(231, 4), Per::Area),
            },
            By::Tiers => {
                let tier = |upto: Option<i64>, times: i64| Tier {
                    upto: upto.map(Decimal::from),
                    price: (price * Decimal::new(times, 2)).round_dp(4),
                };
                Tariff::Tiered {
                    tiers: vec![tier(Some(150), 100), tier(Some(300), 135), tier(None, 190)],
                    norm: None,
                }
            }
        }
    }
}
