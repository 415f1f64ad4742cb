//! The months that a filter offers.

use chrono::NaiveDate;
use domain::{Language, Month};
use ui::prelude::format;

/// The months around today as pairs of value and label, the latest first: so many ahead, the current one, so many
/// back. `chosen` is among them even if it lies further off.
#[must_use]
pub fn month_options(
    language: Language,
    today: NaiveDate,
    ahead: u32,
    back: u32,
    chosen: &str,
) -> Vec<(String, String)> {
    let latest = Month::of(today).plus(ahead);
    let mut months: Vec<Month> = (0..=ahead + back).map(|n| latest.minus(n)).collect();
    if let Ok(chosen) = chosen.parse::<Month>()
        && !months.contains(&chosen)
    {
        months.push(chosen);
        months.sort_unstable_by(|a, b| b.cmp(a));
    }
    months
        .into_iter()
        .map(|month| (month.to_string(), capital(&format::month(language, month))))
        .collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_month_is_always_among_them() {
        let today = "2026-11-22".parse().unwrap();
        let values = |chosen| -> Vec<String> {
            month_options(Language::Ru, today, 1, 1, chosen)
                .into_iter()
                .map(|(value, _)| value)
                .collect()
        };
        assert_eq!(values(""), ["2026-12", "2026-11", "2026-10"]);
        assert_eq!(values("2026-11"), ["2026-12", "2026-11", "2026-10"]);
        assert_eq!(values("2024-02"), ["2026-12", "2026-11", "2026-10", "2024-02"]);
        assert_eq!(month_options(Language::Ru, today, 0, 0, "x")[0].1, "Ноябрь 2026");
    }
}
