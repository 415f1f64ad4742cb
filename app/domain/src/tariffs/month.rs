//! What a month costs. The database's `month_charges` computes the same; a test holds the two together line by line.
//!
//! The days of a month fall into stretches with one tariff, area and number of residents; pauses are left out. A
//! quantity is for a whole month and counts by the days of the stretch, but for a volume: that is what the charged days
//! used, and is spread over them alone. Tiers are cut off a whole month's volume and do not shrink with its days.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Kind, Per, Rate, Tariff, Tier, Vat, Version, percent_on, vat_within, words};
use crate::{Money, Month};

words! {
    /// Where a quantity is from.
    Source {
        /// The link's own, of a fixed tariff.
        Quantity = "quantity",
        /// The link's own, instead of what the tariff would take.
        Override = "override",
        /// The area of the premises.
        Area = "area",
        /// The residents of the premises.
        Residents = "residents",
        /// The volume of the month.
        Volume = "volume",
        /// The average of the volumes before.
        Average = "average",
        /// The norm.
        Norm = "norm",
        /// A document says so.
        Document = "document",
    }
}

words! {
    /// Why a stretch can't be charged.
    Problem {
        /// No tariff holds on these days.
        NoPrice = "no_price",
        /// Nobody knows the area.
        NoArea = "no_area",
        /// Nobody knows the residents.
        NoResidents = "no_residents",
        /// No volume, no average, no norm.
        NoVolume = "no_volume",
    }
}

/// For so many months in a row a missing volume is the average of those before; then the norm counts (rules of decree
/// 354, items 59 and 60).
pub const AVERAGE_MONTHS: u32 = 3;

/// What is charged: a link with what it overrides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if known.
    pub to: Option<NaiveDate>,
    /// Instead of the quantity that the tariff takes.
    pub quantity: Option<Decimal>,
    /// Instead of the tariff's price.
    pub price: Option<Decimal>,
}

/// Area and residents from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The first day on which they hold.
    pub from: NaiveDate,
    /// Square metres.
    pub area: Option<Decimal>,
    /// How many people.
    pub residents: Option<i32>,
}

/// Days without a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them, if known.
    pub to: Option<NaiveDate>,
}

/// All that a link's charge depends on.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The link.
    pub link: Link,
    /// The tariffs of its service.
    pub versions: &'a [Version],
    /// What is known of the premises.
    pub states: &'a [State],
    /// Its pauses.
    pub pauses: &'a [Pause],
    /// Its volumes.
    pub volumes: &'a [(Month, Decimal)],
    /// The rates of VAT.
    pub rates: &'a [Rate],
}

/// The numbers that made a quantity, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs(pub BTreeMap<String, Decimal>);

impl Inputs {
    /// The number of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Decimal> {
        self.0.get(name).copied()
    }

    fn with(mut self, name: &str, number: Decimal) -> Self {
        self.0.insert(name.to_owned(), number);
        self
    }
}

/// One line of a charge: quantity x price x days / days of the period, rounded once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Counts the lines of a link and month, from 1.
    pub segment: i32,
    /// The tariff's kind.
    pub kind: Kind,
    /// Which version: its first day.
    pub tariff_from: Option<NaiveDate>,
    /// Where the quantity is from.
    pub source: Source,
    /// The numbers that made it.
    pub inputs: Inputs,
    /// How many units; nought where nobody knows.
    pub quantity: Decimal,
    /// For a unit.
    pub price: Option<Decimal>,
    /// Days of the line.
    pub days: i32,
    /// Out of how many.
    pub days_of_month: i32,
    /// The sum, unless there is a problem.
    pub amount: Option<Money>,
    /// Which VAT it includes.
    pub vat: Vat,
    /// At which rate.
    pub vat_percent: Option<Decimal>,
    /// How much of the sum it is.
    pub vat_amount: Option<Money>,
    /// Why there is no sum.
    pub problem: Option<Problem>,
}

/// The volume that counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Used {
    Volume(Decimal),
    Average { volume: Decimal, months: i32 },
    Unknown,
}

fn used(volumes: &[(Month, Decimal)], month: Month) -> Used {
    if let Some((_, volume)) = volumes.iter().find(|(of, _)| *of == month) {
        return Used::Volume(*volume);
    }
    let mut before: Vec<_> = volumes.iter().filter(|(of, _)| *of < month).collect();
    before.sort_unstable_by_key(|(month, _)| std::cmp::Reverse(*month));
    before.truncate(3);
    match before.first() {
        Some((latest, _)) if *latest >= month.minus(AVERAGE_MONTHS) => {
            let sum: Decimal = before.iter().map(|(_, volume)| *volume).sum();
            let months = i32::try_from(before.len()).unwrap_or(1);
            let volume = round(sum / Decimal::from(months), 3);
            Used::Average { volume, months }
        }
        _ => Used::Unknown,
    }
}

fn round(exact: Decimal, places: u32) -> Decimal {
    exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A run of days alike.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Alike {
    /// Which of the versions.
    version: Option<usize>,
    /// The area or the residents, where they count.
    measure: Option<Decimal>,
}

struct Stretch {
    alike: Alike,
    days: i32,
    last: NaiveDate,
}

impl Terms<'_> {
    fn version_on(&self, day: NaiveDate) -> Option<usize> {
        let held = self
            .versions
            .iter()
            .enumerate()
            .filter(|(_, version)| version.from <= day);
        held.max_by_key(|(_, version)| version.from).map(|(at, _)| at)
    }

    fn measure_on(&self, day: NaiveDate, per: Per) -> Option<Decimal> {
        let state = self
            .states
            .iter()
            .filter(|state| state.from <= day)
            .max_by_key(|state| state.from)?;
        match per {
            Per::Area => state.area,
            Per::Person => state.residents.map(Decimal::from),
        }
    }

    fn is_charged_on(&self, day: NaiveDate) -> bool {
        let within = |from: NaiveDate, to: Option<NaiveDate>| from <= day && to.is_none_or(|to| day <= to);
        within(self.link.from, self.link.to) && !self.pauses.iter().any(|pause| within(pause.from, pause.to))
    }

    /// Whether a tariff counts what a meter shows.
    fn is_by_volume(&self, tariff: &Tariff) -> bool {
        matches!(tariff.kind(), Kind::Metered | Kind::Tiered) && self.link.quantity.is_none()
    }

    fn source(&self, tariff: Option<&Tariff>, used: Used) -> Source {
        let Some(tariff) = tariff else { return Source::Quantity };
        match (tariff, self.link.quantity, used) {
            (Tariff::Fixed { .. }, ..) => Source::Quantity,
            (_, Some(_), _) => Source::Override,
            (Tariff::Area { .. }, ..) => Source::Area,
            (Tariff::Person { .. }, ..) => Source::Residents,
            (Tariff::Norm { .. }, ..) => Source::Norm,
            (_, _, Used::Volume(_)) => Source::Volume,
            (_, _, Used::Average { .. }) => Source::Average,
            (_, _, Used::Unknown) if tariff.norm().is_some() => Source::Norm,
            (_, _, Used::Unknown) => Source::Volume,
        }
    }

    fn stretches(&self, month: Month, used: Used) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for day in month.first_day().iter_days().take_while(|day| *day <= month.last_day()) {
            if !self.is_charged_on(day) {
                continue;
            }
            let version = self.version_on(day);
            let tariff = version
                .and_then(|at| self.versions.get(at))
                .map(|version| &version.tariff);
            let per = per_of(self.source(tariff, used), tariff);
            let measure = per.and_then(|per| self.measure_on(day, per));
            let alike = Alike { version, measure };
            match stretches.last_mut() {
                Some(open) if open.alike == alike && open.last.succ_opt() == Some(day) => {
                    open.days += 1;
                    open.last = day;
                }
                _ => stretches.push(Stretch {
                    alike,
                    days: 1,
                    last: day,
                }),
            }
        }
        stretches
    }
}

/// What of the premises counts.
fn per_of(source: Source, tariff: Option<&Tariff>) -> Option<Per> {
    match source {
        Source::Area => Some(Per::Area),
        Source::Residents => Some(Per::Person),
        Source::Norm => tariff.and_then(Tariff::norm).map(|norm| norm.per),
        Source::Quantity | Source::Override | Source::Volume | Source::Average | Source::Document => None,
    }
}

/// The lines of a link in a month, in the order of days and tiers.
#[must_use]
pub fn charge(terms: &Terms<'_>, month: Month) -> Vec<Line> {
    let used = used(terms.volumes, month);
    let stretches = terms.stretches(month, used);
    let tariff_of = |stretch: &Stretch| stretch.alike.version.and_then(|at| terms.versions.get(at));
    let metered_days = stretches
        .iter()
        .filter(|stretch| tariff_of(stretch).is_some_and(|version| terms.is_by_volume(&version.tariff)))
        .map(|stretch| stretch.days)
        .sum();
    let mut lines = Vec::new();
    for stretch in &stretches {
        let line = Draft {
            terms,
            version: tariff_of(stretch),
            stretch,
            used,
            month_days: i32::try_from(month.days()).unwrap_or(30),
            metered_days,
        };
        lines.extend(line.lines());
    }
    for (at, line) in (1..).zip(&mut lines) {
        line.segment = at;
    }
    lines
}

/// A stretch about to become lines.
struct Draft<'a> {
    terms: &'a Terms<'a>,
    version: Option<&'a Version>,
    stretch: &'a Stretch,
    used: Used,
    month_days: i32,
    metered_days: i32,
}

impl Draft<'_> {
    fn lines(&self) -> Vec<Line> {
        let tariff = self.version.map(|version| &version.tariff);
        let source = self.terms.source(tariff, self.used);
        let per = per_of(source, tariff);
        let (whole, inputs) = self.whole(source, per, tariff);
        let tiers = tariff.map(Tariff::tiers).unwrap_or_default();
        if tiers.is_empty() {
            let price = tariff.map(Tariff::price);
            return vec![self.line(source, per, inputs, whole, price)];
        }
        let mut lines = Vec::new();
        let mut above = Decimal::ZERO;
        for (at, Tier { upto, price }) in (1_i64..).zip(tiers) {
            if at == 1 || whole.is_some_and(|whole| whole > above) {
                let part = whole.map(|whole| upto.map_or(whole, |upto| whole.min(upto)) - above);
                let inputs = inputs.clone().with("tier", Decimal::from(at));
                lines.push(self.line(source, per, inputs, part, Some(*price)));
            }
            above = upto.unwrap_or(above);
        }
        lines
    }

    /// The quantity of a whole month, if it is known, and what made it.
    fn whole(&self, source: Source, per: Option<Per>, tariff: Option<&Tariff>) -> (Option<Decimal>, Inputs) {
        let inputs = Inputs::default();
        let measure = self.stretch.alike.measure;
        let with_measure = |inputs: Inputs| match (per, measure) {
            (Some(Per::Area), Some(area)) => inputs.with("area", area),
            (Some(Per::Person), Some(people)) => inputs.with("residents", people),
            _ => inputs,
        };
        match (source, self.used) {
            (Source::Quantity, _) => (Some(self.terms.link.quantity.unwrap_or(Decimal::ONE)), inputs),
            (Source::Override, _) => (self.terms.link.quantity, inputs),
            (Source::Volume, Used::Volume(volume)) => (Some(volume), inputs.with("volume", volume)),
            (Source::Average, Used::Average { volume, months }) => (
                Some(volume),
                inputs.with("volume", volume).with("months", Decimal::from(months)),
            ),
            (Source::Norm, _) => match tariff.and_then(Tariff::norm) {
                Some(norm) => (
                    measure.map(|measure| round(norm.amount * measure * norm.coefficient, 6)),
                    with_measure(inputs)
                        .with("norm", norm.amount)
                        .with("coefficient", norm.coefficient),
                ),
                None => (None, inputs),
            },
            (Source::Area | Source::Residents, _) => (measure, with_measure(inputs)),
            (Source::Volume | Source::Average | Source::Document, _) => (None, inputs),
        }
    }

    fn line(
        &self,
        source: Source,
        per: Option<Per>,
        inputs: Inputs,
        quantity: Option<Decimal>,
        price: Option<Decimal>,
    ) -> Line {
        let price = price.map(|price| self.terms.link.price.unwrap_or(price));
        let by_volume = source == Source::Volume && matches!(self.used, Used::Volume(_));
        let of_days = if by_volume { self.metered_days } else { self.month_days };
        let days = self.stretch.days;
        let problem = match (price, quantity, per) {
            (None, ..) => Some(Problem::NoPrice),
            (_, Some(_), _) => None,
            (_, None, Some(Per::Area)) => Some(Problem::NoArea),
            (_, None, Some(Per::Person)) => Some(Problem::NoResidents),
            (_, None, None) => Some(Problem::NoVolume),
        };
        let amount = price
            .zip(quantity)
            .map(|(price, quantity)| prorated(quantity * price, days, of_days));
        let vat = self.version.map_or(Vat::None, |version| version.vat);
        let vat_percent = percent_on(self.terms.rates, vat, self.stretch.last);
        Line {
            segment: 0,
            kind: self.version.map_or(Kind::Fixed, |version| version.tariff.kind()),
            tariff_from: self.version.map(|version| version.from),
            source,
            inputs,
            quantity: quantity.unwrap_or_default(),
            price,
            days,
            days_of_month: of_days,
            amount,
            vat: if vat_percent.is_some() { vat } else { Vat::None },
            vat_percent,
            vat_amount: vat_percent.map(|percent| vat_within(amount.unwrap_or_default(), percent)),
            problem,
        }
    }
}

/// The part of a whole that some of its days cost, rounded once to kopecks.
fn prorated(whole: Decimal, days: i32, of_days: i32) -> Money {
    if days == of_days {
        Money::round(whole)
    } else {
        Money::round(whole * Decimal::from(days) / Decimal::from(of_days))
    }
}
