//! Sums, dates and numbers as people read them. Pure: the language comes as an argument, there is no locale.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{Count, Currency, Language, Money, Month};
use rust_decimal::Decimal;

use crate::boot::Boot;

const NBSP: char = '\u{a0}';
const MINUS: char = '\u{2212}';

const MONTHS_RU: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_RU: [&str; 12] = [
    "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
];
const SHORT_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A sum with both places: `12 345,67`, `12,345.67`; groups by an unbreakable space or a comma, a true minus.
#[must_use]
pub fn money(language: Language, sum: Money) -> String {
    plain(language, &sum.to_string())
}

/// The same with the currency: `12 345,67 ₽`, `$12,345.67`.
#[must_use]
pub fn money_with_sign(language: Language, currency: Currency, sum: Money) -> String {
    let text = money(language, sum);
    match (language, currency) {
        (Language::En, Currency::Eur | Currency::Usd) => match text.strip_prefix(MINUS) {
            Some(rest) => format!("{MINUS}{}{rest}", currency.sign()),
            None => format!("{}{text}", currency.sign()),
        },
        _ => format!("{text}{NBSP}{}", currency.sign()),
    }
}

/// A number without idle zeros: `12,5`, `1 000`.
#[must_use]
pub fn number(language: Language, value: Decimal) -> String {
    plain(language, &value.normalize().to_string())
}

/// A whole number in groups.
#[must_use]
pub fn whole(language: Language, n: u64) -> String {
    plain(language, &n.to_string())
}

/// How many: `42`, `1 000+`.
#[must_use]
pub fn count(language: Language, count: Count) -> String {
    match count {
        Count::Exactly(n) => whole(language, n),
        Count::MoreThan(n) => format!("{}+", whole(language, n)),
    }
}

/// A number with its noun: `5 квитанций`.
#[must_use]
pub fn counted(language: Language, n: u64, forms: [&str; 3]) -> String {
    format!("{}{NBSP}{}", whole(language, n), language.plural(n, forms))
}

/// A business day: `22.11.2026`, `22 Nov 2026`.
#[must_use]
pub fn date(language: Language, day: NaiveDate) -> String {
    match language {
        Language::Ru => day.format("%d.%m.%Y").to_string(),
        Language::En => format!("{} {} {}", day.day(), name(&SHORT_EN, day.month()), day.year()),
    }
}

/// A billing period: `ноябрь 2026`, `November 2026`.
#[must_use]
pub fn month(language: Language, month: Month) -> String {
    let names = match language {
        Language::Ru => &MONTHS_RU,
        Language::En => &MONTHS_EN,
    };
    format!("{} {}", name(names, month.number()), month.year())
}

/// The same where there is little room: `ноя 2026`, `Nov 2026`.
#[must_use]
pub fn month_short(language: Language, month: Month) -> String {
    let names = match language {
        Language::Ru => &SHORT_RU,
        Language::En => &SHORT_EN,
    };
    format!("{} {}", name(names, month.number()), month.year())
}

/// A moment on the clock of the page's time zone: `22.11.2026, 14:05`; with `UTC` behind it where there is no zone.
#[must_use]
pub fn instant(boot: &Boot, at: DateTime<Utc>) -> String {
    let local = boot.offsets.local(at);
    let zone = if boot.offsets.is_utc() { " UTC" } else { "" };
    format!("{}, {}{zone}", date(boot.language, local.date()), local.format("%H:%M"))
}

/// A size: `640 КБ`, `12,3 МБ`, `1,2 GB`; in units of a thousand, as discs are sold.
#[must_use]
pub fn bytes(language: Language, bytes: i64) -> String {
    let units = match language {
        Language::Ru => ["КБ", "МБ", "ГБ", "ТБ"],
        Language::En => ["KB", "MB", "GB", "TB"],
    };
    let mut size = Decimal::from(bytes.max(0)) / Decimal::from(1000);
    let mut unit = 0;
    while size >= Decimal::from(1000) && unit + 1 < units.len() {
        size /= Decimal::from(1000);
        unit += 1;
    }
    let places = u32::from(size < Decimal::from(100) && unit > 0);
    let unit = units.get(unit).copied().unwrap_or_default();
    format!("{}{NBSP}{unit}", number(language, size.round_dp(places).normalize()))
}

/// A telephone number kept as `+79161234567`: `+7 916 123-45-67`. Others stay as they are kept.
#[must_use]
pub fn phone(kept: &str) -> String {
    let digits = kept
        .strip_prefix("+7")
        .filter(|rest| rest.len() == 10 && rest.bytes().all(|c| c.is_ascii_digit()));
    let parts = digits.and_then(|d| Some((d.get(..3)?, d.get(3..6)?, d.get(6..8)?, d.get(8..)?)));
    match parts {
        Some((code, a, b, c)) => format!("+7{NBSP}{code}{NBSP}{a}\u{2011}{b}\u{2011}{c}"),
        None => kept.to_owned(),
    }
}

fn name(names: &[&'static str; 12], number: u32) -> &'static str {
    let at = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    names.get(at).copied().unwrap_or_default()
}

/// Groups the digits of a plain number.
fn plain(language: Language, text: &str) -> String {
    let (group, point) = match language {
        Language::Ru => (NBSP, ','),
        Language::En => (',', '.'),
    };
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, places) = text
        .split_once('.')
        .map_or((text, None), |(whole, places)| (whole, Some(places)));
    let mut out = String::with_capacity(text.len() + 8);
    if negative && text.bytes().any(|c| (b'1'..=b'9').contains(&c)) {
        out.push(MINUS);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if let Some(places) = places {
        out.push(point);
        out.push_str(places);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Language::{En, Ru};
    use domain::Offsets;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn sizes_have_three_figures_at_most() {
        for (size, ru, en) in [
            (0, "0 КБ", "0 KB"),
            (640_400, "640 КБ", "640 KB"),
            (9_463_808, "9,5 МБ", "9.5 MB"),
            (141_000_000, "141 МБ", "141 MB"),
            (2_000_000_000, "2 ГБ", "2 GB"),
        ] {
            let (ru, en) = (ru.replace(' ', "\u{a0}"), en.replace(' ', "\u{a0}"));
            assert_eq!((bytes(Ru, size), bytes(En, size)), (ru, en));
        }
    }

    #[test]
    fn sums() {
        let table = [
            (0, "0,00", "0.00"),
            (5, "0,05", "0.05"),
            (100_000, "1\u{a0}000,00", "1,000.00"),
            (-1_234_567, "\u{2212}12\u{a0}345,67", "\u{2212}12,345.67"),
            (
                99_999_999_999_999,
                "999\u{a0}999\u{a0}999\u{a0}999,99",
                "999,999,999,999.99",
            ),
        ];
        for (kopecks, ru, en) in table {
            let sum = Money::from_kopecks(kopecks);
            assert_eq!((money(Ru, sum).as_str(), money(En, sum).as_str()), (ru, en));
        }
        let sum = Money::from_kopecks(-1250);
        assert_eq!(money_with_sign(Ru, Currency::Rub, sum), "\u{2212}12,50\u{a0}₽");
        assert_eq!(money_with_sign(En, Currency::Rub, sum), "\u{2212}12.50\u{a0}₽");
        assert_eq!(money_with_sign(En, Currency::Usd, sum), "\u{2212}$12.50");
        assert_eq!(money_with_sign(En, Currency::Eur, -sum), "€12.50");
        assert_eq!(money(Ru, Money::round("-0.001".parse().unwrap())), "0,00");
    }

    #[test]
    fn numbers() {
        for (value, ru, en) in [
            ("12.500", "12,5", "12.5"),
            ("1000.00", "1\u{a0}000", "1,000"),
            ("-0.10", "\u{2212}0,1", "\u{2212}0.1"),
            ("0.000", "0", "0"),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!((number(Ru, value).as_str(), number(En, value).as_str()), (ru, en));
        }
        assert_eq!(count(Ru, Count::MoreThan(1000)), "1\u{a0}000+");
        assert_eq!(count(En, Count::Exactly(42)), "42");
        assert_eq!(
            counted(Ru, 1022, ["квитанция", "квитанции", "квитанций"]),
            "1\u{a0}022\u{a0}квитанции"
        );
    }

    #[test]
    fn days_and_months() {
        assert_eq!(
            (
                date(Ru, day("2026-11-02")).as_str(),
                date(En, day("2026-11-02")).as_str()
            ),
            ("02.11.2026", "2 Nov 2026")
        );
        let november = Month::of(day("2026-11-22"));
        assert_eq!(
            (month(Ru, november).as_str(), month(En, november).as_str()),
            ("ноябрь 2026", "November 2026")
        );
        assert_eq!(
            (month_short(Ru, november).as_str(), month_short(En, november).as_str()),
            ("ноя 2026", "Nov 2026")
        );
        let at = day("2026-11-22").and_hms_opt(14, 5, 0).unwrap().and_utc();
        assert_eq!(instant(&Boot::default(), at), "22.11.2026, 14:05 UTC");
        let moscow = Boot {
            offsets: Offsets::between(at, at, |_| 3 * 3600),
            ..Boot::default()
        };
        assert_eq!(instant(&moscow, at), "22.11.2026, 17:05");
    }

    #[test]
    fn phones() {
        assert_eq!(phone("+79161234567"), "+7\u{a0}916\u{a0}123\u{2011}45\u{2011}67");
        assert_eq!(phone("+375291234567"), "+375291234567");
        assert_eq!(phone(""), "");
    }
}
