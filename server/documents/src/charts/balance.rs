//! The balance of an account over months: bars above the line for what is owed, below it for what is paid ahead.

use std::fmt::Write;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::escaped;

/// The drawing's own size; on the page it is as wide as its place.
const WIDTH: i64 = 720;
const HEIGHT: i64 = 140;
/// What is left free above and below.
const MARGIN: i64 = 6;

/// One bar a month, the oldest first; `labels` are what each says when it is pointed at. `describe` is what a screen reader
/// says. Classes as in [`super::months`]: `chart-series-0` is owed, `chart-series-1` paid ahead.
#[must_use]
pub fn balance(labels: &[String], sums: &[Decimal], describe: &str) -> String {
    let most = sums.iter().copied().max().unwrap_or_default().max(Decimal::ZERO);
    let least = sums.iter().copied().min().unwrap_or_default().min(Decimal::ZERO);
    let span = if most == least { Decimal::ONE } else { most - least };
    let room = Decimal::from(HEIGHT - 2 * MARGIN);
    let height_of = |sum: Decimal| (sum.abs() * room / span).round().to_i64().unwrap_or_default();
    let zero = MARGIN + height_of(most);
    let count = i64::try_from(sums.len()).unwrap_or(1).max(1);
    let step = WIDTH / count;
    let width = (step * 7 / 10).max(1);
    let mut svg = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}">"#,
        escaped(describe)
    );
    for (at, (label, sum)) in (0_i64..).zip(labels.iter().zip(sums)) {
        if sum.is_zero() {
            continue;
        }
        let height = height_of(*sum).max(1);
        let (class, top) = if sum.is_sign_positive() {
            ("chart-series-0", zero - height)
        } else {
            ("chart-series-1", zero)
        };
        let left = at * step + (step - width) / 2;
        // Writing into a string can't fail.
        let _ = write!(
            svg,
            r#"<rect class="{class}" fill="currentColor" x="{left}" y="{top}" width="{width}" height="{height}" rx="2"><title>{}</title></rect>"#,
            escaped(label)
        );
    }
    let _ = write!(
        svg,
        r#"<line class="chart-axis" stroke="currentColor" x1="0" y1="{zero}" x2="{WIDTH}" y2="{zero}"/></svg>"#
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(roubles: &[i64]) -> String {
        let labels: Vec<_> = (1..=roubles.len()).map(|month| format!("месяц <{month}>")).collect();
        let sums: Vec<_> = roubles.iter().copied().map(Decimal::from).collect();
        balance(&labels, &sums, "Баланс \"по месяцам\"")
    }

    #[test]
    fn debts_stand_and_advances_hang() {
        let svg = draw(&[100, -100, 0]);
        let bars = [
            r#"<rect class="chart-series-0" fill="currentColor" x="36" y="6" width="168" height="64" rx="2">"#,
            r#"<rect class="chart-series-1" fill="currentColor" x="276" y="70" width="168" height="64" rx="2">"#,
            r#"y1="70" x2="720" y2="70""#,
        ];
        for bar in bars {
            assert!(svg.contains(bar), "{bar}: {svg}");
        }
        assert_eq!(svg.matches("<rect").count(), 2, "nothing is drawn for nothing");
    }

    #[test]
    fn text_can_not_break_out_and_nothing_is_styled() {
        let svg = draw(&[1, 2]);
        for absent in ["style", "<месяц", "\"по", "<1>"] {
            assert!(!svg.contains(absent), "{absent}: {svg}");
        }
        assert!(svg.contains("месяц &lt;1&gt;"));
    }

    #[test]
    fn nothing_and_even_sums_are_drawn() {
        for svg in [draw(&[]), draw(&[0, 0]), draw(&[5; 24]), draw(&[-5; 24])] {
            assert!(
                svg.starts_with("<svg class=\"chart\"") && svg.ends_with("</svg>"),
                "{svg}"
            );
            assert!(!svg.contains("height=\"-") && !svg.contains("y=\"-"), "{svg}");
        }
    }
}
