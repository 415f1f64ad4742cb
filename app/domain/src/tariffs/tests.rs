//! Tariffs as tables and properties.

use proptest::prelude::*;

use super::*;
use crate::failure::Fields;
use crate::{Month, Reason};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn version(from: &str, tariff: Tariff, vat: Vat) -> Version {
    Version {
        from: day(from),
        tariff,
        vat,
    }
}

fn fixed(from: &str, price: &str) -> Version {
    version(from, Tariff::Fixed { price: dec(price) }, Vat::None)
}

const fn rate(vat: Vat, from: NaiveDate, percent: Decimal) -> Rate {
    Rate { vat, from, percent }
}

fn rates() -> Vec<Rate> {
    vec![
        rate(Vat::Standard, day("2019-01-01"), dec("20")),
        rate(Vat::Standard, day("2026-01-01"), dec("22")),
        rate(Vat::Special5, day("2025-01-01"), dec("5")),
    ]
}

/// What a test has not said: a link of all days, nothing known.
struct Case {
    link: Link,
    versions: Vec<Version>,
    states: Vec<State>,
    pauses: Vec<Pause>,
    volumes: Vec<(Month, Decimal)>,
}

impl Case {
    fn of(versions: Vec<Version>) -> Self {
        Self {
            link: Link {
                from: day("2025-01-01"),
                to: None,
                quantity: None,
                price: None,
            },
            versions,
            states: Vec::new(),
            pauses: Vec::new(),
            volumes: Vec::new(),
        }
    }

    fn state(mut self, from: &str, area: Option<&str>, residents: Option<i32>) -> Self {
        let area = area.map(dec);
        self.states.push(State {
            from: day(from),
            area,
            residents,
        });
        self
    }

    fn volume(mut self, of: &str, volume: &str) -> Self {
        self.volumes.push((month(of), dec(volume)));
        self
    }

    fn pause(mut self, from: &str, to: Option<&str>) -> Self {
        self.pauses.push(Pause {
            from: day(from),
            to: to.map(day),
        });
        self
    }

    fn lines(&self, of: &str) -> Vec<Line> {
        let terms = Terms {
            link: self.link,
            versions: &self.versions,
            states: &self.states,
            pauses: &self.pauses,
            volumes: &self.volumes,
            rates: &rates(),
        };
        charge(&terms, month(of))
    }

    /// Sums and days.
    fn sums(&self, of: &str) -> Vec<(String, i32, i32)> {
        let sum = |line: Line| {
            let sum = line
                .amount
                .map_or_else(|| format!("{:?}", line.problem), |amount| amount.to_string());
            (sum, line.days, line.days_of_month)
        };
        self.lines(of).into_iter().map(sum).collect()
    }
}

fn sums(rows: &[(&str, i32, i32)]) -> Vec<(String, i32, i32)> {
    rows.iter()
        .map(|(sum, days, all)| ((*sum).to_owned(), *days, *all))
        .collect()
}

fn heat(per: Per, coefficient: &str) -> Tariff {
    Tariff::Norm {
        price: dec("1800"),
        norm: Norm {
            amount: dec("0.02"),
            per,
            coefficient: dec(coefficient),
        },
    }
}

#[test]
fn a_norm_of_heat_as_the_trade_writes_it() {
    let case =
        Case::of(vec![version("2025-01-01", heat(Per::Area, "1"), Vat::None)]).state("2025-01-01", Some("78"), None);
    let lines = case.lines("2026-11");
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(line.amount.unwrap().to_string(), "2808.00");
    assert_eq!((line.source, line.quantity), (Source::Norm, dec("1.56")));
    let factors = factors(line.source, &line.inputs, line.quantity, line.price.unwrap(), (30, 30));
    assert_eq!(
        factors,
        [
            Factor::Area(dec("78")),
            Factor::Norm(dec("0.02"), Per::Area),
            Factor::Price(dec("1800"))
        ]
    );
    let raised = Case::of(vec![version("2025-01-01", heat(Per::Person, "1.5"), Vat::None)])
        .state("2025-01-01", None, Some(3))
        .pause("2026-11-16", None);
    let lines = raised.lines("2026-11");
    assert_eq!(lines[0].amount.unwrap().to_string(), "81.00");
    let inputs = &lines[0].inputs;
    assert_eq!(
        super::factors(Source::Norm, inputs, lines[0].quantity, dec("1800"), (15, 30)),
        [
            Factor::Residents(dec("3")),
            Factor::Norm(dec("0.02"), Per::Person),
            Factor::Coefficient(dec("1.5")),
            Factor::Price(dec("1800")),
            Factor::Days(15, 30)
        ]
    );
}

#[test]
fn vat_follows_the_month_of_the_service() {
    let case = Case::of(vec![version(
        "2025-01-01",
        Tariff::Fixed { price: dec("122") },
        Vat::Standard,
    )]);
    for (of, percent, vat) in [("2025-12", "20", "20.33"), ("2026-01", "22", "22.00")] {
        let lines = case.lines(of);
        assert_eq!(lines[0].vat_percent, Some(dec(percent)), "{of}");
        assert_eq!(lines[0].vat_amount.unwrap().to_string(), vat, "{of}");
    }
    let without = Case::of(vec![fixed("2025-01-01", "122")]).lines("2026-01");
    assert_eq!(
        (without[0].vat, without[0].vat_percent, without[0].vat_amount),
        (Vat::None, None, None)
    );
    // Before there was such a VAT there is none.
    let mut special = Case::of(vec![version(
        "2024-01-01",
        Tariff::Fixed { price: dec("105") },
        Vat::Special5,
    )]);
    special.link.from = day("2024-01-01");
    assert_eq!(special.lines("2024-12")[0].vat, Vat::None);
    assert_eq!(special.lines("2025-01")[0].vat_amount.unwrap().to_string(), "5.00");
}

#[test]
fn stretches_of_a_month() {
    let two = Case::of(vec![fixed("2025-01-01", "100"), fixed("2026-11-16", "110")]);
    assert_eq!(two.sums("2026-11"), sums(&[("50.00", 15, 30), ("55.00", 15, 30)]));
    let mut late = Case::of(vec![fixed("2025-01-01", "100")]);
    late.link.from = day("2026-11-16");
    assert_eq!(late.sums("2026-11"), sums(&[("50.00", 15, 30)]));
    assert_eq!(late.sums("2026-10"), sums(&[]));
    let paused = Case::of(vec![fixed("2025-01-01", "300")]).pause("2026-11-11", Some("2026-11-20"));
    assert_eq!(paused.sums("2026-11"), sums(&[("100.00", 10, 30), ("100.00", 10, 30)]));
    let ahead = Case::of(vec![fixed("2026-11-21", "300")]);
    assert_eq!(
        ahead.sums("2026-11"),
        sums(&[("Some(NoPrice)", 20, 30), ("100.00", 10, 30)])
    );
    // Residents come and go; the area does not cut a charge by residents.
    let people = Case::of(vec![version(
        "2025-01-01",
        Tariff::Person { price: dec("90") },
        Vat::None,
    )])
    .state("2025-01-01", Some("50"), Some(2))
    .state("2026-11-06", Some("60"), Some(2))
    .state("2026-11-11", Some("60"), Some(3));
    assert_eq!(people.sums("2026-11"), sums(&[("60.00", 10, 30), ("180.00", 20, 30)]));
    let area = Case::of(vec![version(
        "2025-01-01",
        Tariff::Area { price: dec("10") },
        Vat::None,
    )])
    .state("2026-11-16", Some("50"), None);
    assert_eq!(
        area.sums("2026-11"),
        sums(&[("Some(NoArea)", 15, 30), ("250.00", 15, 30)])
    );
}

#[test]
fn overrides_take_the_place_of_quantity_and_price() {
    let mut case = Case::of(vec![version(
        "2025-01-01",
        Tariff::Area { price: dec("10") },
        Vat::None,
    )]);
    case.link.quantity = Some(dec("2.5"));
    case.link.price = Some(dec("8"));
    let line = case.lines("2026-11").remove(0);
    assert_eq!(
        (line.source, line.amount.unwrap().to_string()),
        (Source::Override, "20.00".into())
    );
    // A price of the link's own is no tariff.
    case.versions.clear();
    assert_eq!(case.lines("2026-11")[0].problem, Some(Problem::NoPrice));
}

fn metered(norm: Option<Norm>) -> Vec<Version> {
    vec![version(
        "2025-01-01",
        Tariff::Metered { price: dec("50"), norm },
        Vat::None,
    )]
}

#[test]
fn a_missing_volume_is_an_average_then_the_norm() {
    let norm = Norm {
        amount: dec("4"),
        per: Per::Person,
        coefficient: Decimal::ONE,
    };
    let case = Case::of(metered(Some(norm)))
        .state("2025-01-01", None, Some(2))
        .volume("2025-12", "100")
        .volume("2026-01", "4")
        .volume("2026-02", "5")
        .volume("2026-03", "5.001");
    let line = |of: &str| {
        let line = case.lines(of).remove(0);
        (line.source, line.quantity, line.amount.unwrap().to_string())
    };
    assert_eq!(line("2026-03"), (Source::Volume, dec("5.001"), "250.05".into()));
    for of in ["2026-04", "2026-05", "2026-06"] {
        assert_eq!(line(of), (Source::Average, dec("4.667"), "233.35".into()), "{of}");
    }
    assert_eq!(line("2026-07"), (Source::Norm, dec("8"), "400.00".into()));
    let bare = Case::of(metered(None));
    assert_eq!(bare.lines("2026-07")[0].problem, Some(Problem::NoVolume));
    let known = Case::of(metered(Some(norm)));
    assert_eq!(known.lines("2026-07")[0].problem, Some(Problem::NoResidents));
}

#[test]
fn a_volume_is_spread_over_the_charged_days() {
    let mut case = Case::of(metered(None))
        .volume("2026-11", "10")
        .pause("2026-11-11", Some("2026-11-15"));
    case.versions.push(version(
        "2026-11-21",
        Tariff::Metered {
            price: dec("60"),
            norm: None,
        },
        Vat::None,
    ));
    case.link.from = day("2026-11-06");
    assert_eq!(
        case.sums("2026-11"),
        sums(&[("125.00", 5, 20), ("125.00", 5, 20), ("300.00", 10, 20)])
    );
    // An average is of whole months, so it counts by the days of the month.
    case.volumes = vec![(month("2026-10"), dec("30"))];
    assert_eq!(case.sums("2026-11")[2], ("600.00".to_owned(), 10, 30));
}

fn tiers() -> Tariff {
    let tier = |upto: Option<&str>, price: &str| Tier {
        upto: upto.map(dec),
        price: dec(price),
    };
    Tariff::Tiered {
        tiers: vec![tier(Some("150"), "4.5"), tier(Some("300"), "5.5"), tier(None, "7")],
        norm: None,
    }
}

#[test]
fn tiers_cut_the_volume_of_a_month() {
    let case = |volume: &str| Case::of(vec![version("2025-01-01", tiers(), Vat::None)]).volume("2026-11", volume);
    let quantities = |volume: &str| -> Vec<String> {
        let lines = case(volume).lines("2026-11");
        lines.iter().map(|line| line.quantity.normalize().to_string()).collect()
    };
    assert_eq!(quantities("400"), ["150", "150", "100"]);
    assert_eq!(quantities("150"), ["150"]);
    assert_eq!(quantities("150.001"), ["150", "0.001"]);
    assert_eq!(quantities("0"), ["0"]);
    // Half a month of charged days changes nothing: the volume is what they used.
    let mut half = case("400");
    half.link.from = day("2026-11-16");
    assert_eq!(
        half.sums("2026-11"),
        sums(&[("675.00", 15, 15), ("825.00", 15, 15), ("700.00", 15, 15)])
    );
    let line = &half.lines("2026-11")[2];
    assert_eq!((line.segment, line.inputs.get("tier")), (3, Some(dec("3"))));
}

#[test]
fn terms_are_read_as_typed() {
    let read = |form: &TermsForm, price: &str| {
        let mut fields = Fields::default();
        let version = form.parse(&mut fields, price, "2026-01-01");
        (version, fields)
    };
    let (version, _) = read(&TermsForm::default(), "350,50");
    let version = version.unwrap();
    assert_eq!((version.tariff.kind(), version.vat), (Kind::Fixed, Vat::None));
    let norm = TermsForm {
        kind: "norm".into(),
        vat: "standard".into(),
        norm: "0,02".into(),
        norm_per: "area".into(),
        ..TermsForm::default()
    };
    let (version, _) = read(&norm, "1800");
    assert_eq!(version.unwrap().tariff, heat(Per::Area, "1"));
    let typed = |upto: &[&str], tier: &[&str]| TermsForm {
        kind: "tiered".into(),
        upto: upto.iter().map(|text| (*text).to_owned()).collect(),
        tier: tier.iter().map(|text| (*text).to_owned()).collect(),
        ..TermsForm::default()
    };
    let (version, fields) = read(&typed(&["150", "300", "", "", ""], &["4,5", "5,5", "7", "", ""]), "");
    assert_eq!(version.unwrap().tariff, tiers(), "{fields:?}");
    let table: [(TermsForm, &str, Reason); 9] = [
        (
            TermsForm {
                kind: "x".into(),
                ..TermsForm::default()
            },
            "terms[kind]",
            Reason::NotAChoice,
        ),
        (
            TermsForm {
                vat: "x".into(),
                ..TermsForm::default()
            },
            "terms[vat]",
            Reason::NotAChoice,
        ),
        (
            TermsForm {
                norm: String::new(),
                ..norm.clone()
            },
            "terms[norm]",
            Reason::Required,
        ),
        (
            TermsForm {
                norm: "0".into(),
                ..norm.clone()
            },
            "terms[norm]",
            Reason::NotPositive,
        ),
        (
            TermsForm {
                norm_per: String::new(),
                ..norm.clone()
            },
            "terms[norm_per]",
            Reason::Required,
        ),
        (
            TermsForm {
                coefficient: "x".into(),
                ..norm
            },
            "terms[coefficient]",
            Reason::NotANumber,
        ),
        (typed(&["", ""], &["", ""]), "terms[tier][0]", Reason::Required),
        (
            typed(&["150", "100", ""], &["1", "2", "3"]),
            "terms[upto][1]",
            Reason::NotRising,
        ),
        (
            typed(&["150", "300"], &["1", "2"]),
            "terms[upto][1]",
            Reason::MustBeOpen,
        ),
    ];
    for (form, field, want) in table {
        let (version, fields) = read(&form, "1");
        assert_eq!((version, fields.get(field)), (None, Some(&want)), "{form:?}");
    }
}

#[test]
fn every_word_is_known_by_its_code() {
    assert!(Kind::ALL.iter().all(|kind| Kind::from_code(kind.code()) == Some(*kind)));
    assert!(Vat::ALL.iter().all(|vat| Vat::from_code(vat.code()) == Some(*vat)));
    assert!(
        Source::ALL
            .iter()
            .all(|source| Source::from_code(source.code()) == Some(*source))
    );
    assert!(
        Problem::ALL
            .iter()
            .all(|problem| Problem::from_code(problem.code()) == Some(*problem))
    );
    assert_eq!(Per::from_code(""), None);
}

proptest! {
    /// A month cut in two by a new version at the same price costs the whole to a kopeck; of tiers, a kopeck a tier.
    #[test]
    fn two_parts_of_a_month_cost_the_whole_to_a_kopeck(cut in 2_u32..30, price in 0_i64..100_000_000, volume in 0_i64..1_000_000, kind in 0_usize..6) {
        let kind = Kind::ALL[kind];
        let norm = Norm { amount: dec("0.0231"), per: Per::Area, coefficient: dec("1.5") };
        let tiers = vec![Tier { upto: Some(dec("150")), price: Decimal::new(price, 4) }, Tier { upto: None, price: Decimal::new(price, 3) }];
        let tariff = Tariff::of(kind, Decimal::new(price, 4), Some(norm), tiers).unwrap();
        let cut_at = month("2026-11").day(cut);
        let case = |versions| {
            let mut case = Case::of(versions).state("2025-01-01", Some("54.3"), Some(3));
            case.volumes = vec![(month("2026-11"), Decimal::new(volume, 3))];
            case
        };
        let whole = version("2025-01-01", tariff.clone(), Vat::None);
        let later = Version { from: cut_at, ..whole.clone() };
        let sum = |lines: &[Line]| lines.iter().filter_map(|line| line.amount).sum::<Money>();
        let one = case(vec![whole.clone()]).lines("2026-11");
        let two = case(vec![whole, later]).lines("2026-11");
        prop_assert_eq!(two.len(), one.len() * 2);
        let most = Money::from_kopecks(i64::try_from(one.len()).unwrap());
        prop_assert!((sum(&one) - sum(&two)).abs() <= most, "{:?} {:?}", one, two);
        prop_assert!(two.iter().zip(1..).all(|(line, at)| line.segment == at));
    }

    /// The VAT within a sum and the sum without it make the sum again at that rate, to a kopeck.
    #[test]
    fn vat_within_is_the_rate_of_what_is_left(kopecks in 0_i64..10_000_000_000, percent in 0_i64..30) {
        let sum = Money::from_kopecks(kopecks);
        let percent = Decimal::from(percent);
        let within = vat_within(sum, percent);
        let on_top = Money::round((sum - within).decimal() * percent / Decimal::ONE_HUNDRED);
        prop_assert!((on_top - within).abs() <= Money::from_kopecks(1));
    }
}
