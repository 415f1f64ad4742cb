//! Charts as inline SVG. They carry classes instead of colours and no style of their own: the page's style sheet
//! colours them for either theme, and a strict content policy lets them through. A table beside says the exact sums.

mod balance;

pub use balance::balance;

use charts_rs::{BarChart, Color, Series};
use domain::Language;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The drawing's own size; on the page it is as wide as its place.
const WIDTH: f32 = 720.0; // not money: a drawing
const HEIGHT: f32 = 280.0; // not money: a drawing
/// Stands behind the axis' numbers until they get their unit, to tell them from other text.
const MARK: char = '\u{a4}';
/// Colours that only mark what is drawn with them, until a class takes their place.
const TEXT: (u8, u8, u8) = (1, 2, 1);
const GRID: (u8, u8, u8) = (1, 2, 2);
const AXIS: (u8, u8, u8) = (1, 2, 3);

/// Numbers by month as bars side by side: `labels` name the months, each series has a name and a number a month
/// (missing ones are nothing). `describe` is what a screen reader says.
///
/// Classes: `chart` on the whole, `chart-series-0`, `chart-series-1`, .. on bars and their marks in the legend,
/// `chart-text`, `chart-grid`, `chart-axis`. Each sets `color`; everything is drawn in the current colour.
#[must_use]
pub fn months(labels: &[String], series: &[(String, Vec<Decimal>)], language: Language, describe: &str) -> String {
    let scale = Scale::of(
        series
            .iter()
            .flat_map(|(_, sums)| sums)
            .copied()
            .max()
            .unwrap_or_default(),
    );
    let bars = series.iter().map(|(name, sums)| {
        let values: Vec<f32> = (0..labels.len())
            .map(|at| scale.drawn(sums.get(at).copied().unwrap_or_default())) // not money: a drawing
            .collect();
        Series::from((name.as_str(), values))
    });
    let mut chart = BarChart::new(bars.collect(), labels.to_vec());
    (chart.base.width, chart.base.height) = (WIDTH, HEIGHT);
    chart.base.background_color = Color::transparent();
    chart.base.series.colors = (0..series.len()).map(series_colour).map(Color::from).collect();
    chart.base.legend.font.color = TEXT.into();
    chart.base.x_axis.font.color = TEXT.into();
    chart.base.x_axis.stroke_color = AXIS.into();
    chart.base.grid.stroke_color = GRID.into();
    for axis in &mut chart.y_axis_configs {
        axis.font.color = TEXT.into();
        axis.stroke_color = AXIS.into();
        axis.min = Some(0.0); // not money: a drawing
        axis.max = scale.top.to_f32(); // not money: a drawing
        axis.split_number = scale.steps;
        // Room for the unit, which is put behind the number afterwards.
        axis.formatter = Some(format!("{{c}}{}{MARK}", scale.unit(language)));
    }
    // A chart that can't be drawn is an empty picture: the table says the same.
    let drawn = chart.svg().unwrap_or_default();
    finish(&drawn, series.len(), language, scale.unit(language), describe)
}

/// How the axis is divided: `steps` equal ones from zero to `top`, counted in thousands, millions, ..
struct Scale {
    thousands: u32,
    top: Decimal,
    steps: usize,
}

impl Scale {
    /// The axis of a largest sum: three to six steps of 1, 2 or 5 at some power of ten.
    fn of(largest: Decimal) -> Self {
        let largest = largest.max(Decimal::ZERO);
        let thousands = (1..=3).rev().find(|n| largest >= thousand_to(*n)).unwrap_or_default();
        let largest = largest / thousand_to(thousands);
        let mut step = Decimal::new(1, 1);
        let mut factors = [2, 5, 10].into_iter().cycle();
        let mut decade = step;
        while step * Decimal::from(5) < largest {
            match factors.next() {
                Some(10) => {
                    decade *= Decimal::TEN;
                    step = decade;
                }
                Some(factor) => step = decade * Decimal::from(factor),
                None => break,
            }
        }
        let steps = (largest / step).ceil().max(Decimal::ONE);
        Self {
            thousands,
            top: step * steps,
            steps: steps.to_usize().unwrap_or(1),
        }
    }

    fn unit(&self, language: Language) -> &'static str {
        match (language, self.thousands) {
            (_, 0) => "",
            (Language::Ru, 1) => "\u{a0}тыс.",
            (Language::Ru, 2) => "\u{a0}млн",
            (Language::Ru, _) => "\u{a0}млрд",
            (Language::En, 1) => "\u{a0}K",
            (Language::En, 2) => "\u{a0}M",
            (Language::En, _) => "\u{a0}B",
        }
    }

    /// A number on this axis.
    fn drawn(&self, sum: Decimal) -> f32 {
        let sum = sum.max(Decimal::ZERO) / thousand_to(self.thousands);
        sum.to_f32().unwrap_or_default() // not money: a drawing
    }
}

fn thousand_to(power: u32) -> Decimal {
    (0..power).fold(Decimal::ONE, |product, _| product * Decimal::ONE_THOUSAND)
}

/// A colour that only marks a series.
fn series_colour(at: usize) -> (u8, u8, u8) {
    (1, 1, u8::try_from(at).unwrap_or(u8::MAX))
}

/// Puts classes where the marking colours stand, and makes the picture as wide as its place.
fn finish(drawn: &str, series: usize, language: Language, unit: &str, describe: &str) -> String {
    let mut classes: Vec<(String, String)> = (0..series)
        .map(|at| (Color::from(series_colour(at)).hex(), format!("chart-series-{at}")))
        .collect();
    for (colour, class) in [(TEXT, "chart-text"), (GRID, "chart-grid"), (AXIS, "chart-axis")] {
        classes.push((Color::from(colour).hex(), class.to_owned()));
    }
    let inside = drawn.split_once('>').map_or("", |(_, inside)| inside).trim_end();
    let inside = inside.strip_suffix("</svg>").unwrap_or_default();
    let mut svg = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}">"#,
        escaped(describe)
    );
    for line in inside.lines() {
        let line = match line.strip_suffix(MARK) {
            Some(number) => axis_number(number, language, unit),
            None => line.to_owned(),
        };
        svg.push_str(&plain(&line, &classes));
        svg.push('\n');
    }
    svg.push_str("</svg>");
    svg
}

/// A number of the axis as people write it: a decimal comma in Russian, and nothing behind a zero.
fn axis_number(number: &str, language: Language, unit: &str) -> String {
    if number.strip_suffix(unit) == Some("0") {
        return "0".to_owned();
    }
    match language {
        // Only the number has a point; the unit may end with one.
        Language::Ru => number.replacen('.', ",", usize::from(number.trim_end_matches(unit).contains('.'))),
        Language::En => number.to_owned(),
    }
}

/// A line without colours, fonts and notes of its own.
fn plain(line: &str, classes: &[(String, String)]) -> String {
    let line = line.replace(r##"fill-opacity="0" fill="#000000""##, r#"fill="none""#);
    let mut line = without(&line, "font-family");
    for note in ["data-series", "data-category", "data-value", "style"] {
        line = without(&line, note);
    }
    for (colour, class) in classes {
        for drawn in ["fill", "stroke"] {
            line = line.replace(
                &format!("{drawn}=\"{colour}\""),
                &format!("class=\"{class}\" {drawn}=\"currentColor\""),
            );
        }
    }
    line
}

/// A line without an attribute; text between tags has its quotes escaped, so it can't be taken for one.
fn without(line: &str, attribute: &str) -> String {
    let begin = format!(" {attribute}=\"");
    let mut rest = line;
    let mut kept = String::with_capacity(line.len());
    while let Some((before, after)) = rest.split_once(&begin) {
        kept.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(count: usize) -> Vec<String> {
        (1..=count).map(|month| format!("{month:02}.26")).collect()
    }

    fn draw(roubles: &[i64], language: Language) -> String {
        let sums = roubles.iter().map(|sum| Decimal::new(sum * 100, 2)).collect::<Vec<_>>();
        let paid = vec![Decimal::new(50, 2); roubles.len()];
        let series = [("Начислено".to_owned(), sums), ("Оплачено".to_owned(), paid)];
        months(
            &labels(roubles.len()),
            &series,
            language,
            "Начислено и оплачено по месяцам",
        )
    }

    /// The numbers on the axis, the top first.
    fn axis(svg: &str, unit: &str) -> Vec<String> {
        svg.lines()
            .filter(|line| !line.contains('<') && line.ends_with(unit))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn carries_classes_instead_of_styles_and_colours() {
        let svg = draw(&[1_200_000, 800_000], Language::Ru);
        for class in [
            "chart-series-0",
            "chart-series-1",
            "chart-text",
            "chart-grid",
            "chart-axis",
        ] {
            assert!(svg.contains(&format!("class=\"{class}\"")), "{class}: {svg}");
        }
        for absent in [
            "style",
            "<script",
            "font-family",
            "data-",
            "=\"#0",
            "=\"#F",
            "height=\"280\"",
        ] {
            assert!(!svg.contains(absent), "{absent}: {svg}");
        }
        assert!(
            svg.starts_with("<svg class=\"chart\" viewBox=\"0 0 720 280\" width=\"100%\""),
            "{svg}"
        );
        assert!(
            svg.contains("role=\"img\" aria-label=\"Начислено и оплачено по месяцам\""),
            "{svg}"
        );
        assert!(svg.ends_with("</svg>"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("<rect").count(), 4, "{svg}");
    }

    #[test]
    fn draws_nothing_and_zero() {
        for svg in [
            months(&[], &[], Language::Ru, "пусто"),
            months(&[], &[("A".to_owned(), vec![])], Language::En, "empty"),
            draw(&[0, 0, 0], Language::Ru),
            months(
                &labels(2),
                &[("A".to_owned(), vec![Decimal::new(-100, 2)])],
                Language::Ru,
                "меньше нуля",
            ),
        ] {
            assert!(
                svg.starts_with("<svg class=\"chart\"") && svg.ends_with("</svg>"),
                "{svg}"
            );
            for absent in ["style=", "NaN", "inf", "height=\"-"] {
                assert!(!svg.contains(absent), "{absent}: {svg}");
            }
        }
    }

    #[test]
    fn the_axis_is_short_and_round() {
        let svg = draw(&[1_200_000, 800_000], Language::Ru);
        assert_eq!(
            axis(&svg, "млн"),
            ["1,5\u{a0}млн", "1\u{a0}млн", "0,5\u{a0}млн"].map(String::from),
            "{svg}"
        );
    }

    #[test]
    fn the_axis_reaches_the_largest_sum_in_few_steps() {
        for (kopecks, thousands, top, steps) in [
            (0, 0, "0.1", 1),
            (3, 0, "0.1", 1),
            (99, 0, "1.0", 5),
            (100, 0, "1.0", 5),
            (99_999, 0, "1000", 5),
            (100_000, 1, "1.0", 5),
            (123_456, 1, "1.5", 3),
            (70_000_000, 1, "800", 4),
            (100_000_000, 2, "1.0", 5),
            (250_000_000, 2, "2.5", 5),
            (99_999_999_999_999, 3, "1000", 5),
        ] {
            let scale = Scale::of(Decimal::new(kopecks, 2));
            let expected: Decimal = top.parse().unwrap();
            assert_eq!(
                (scale.thousands, scale.top, scale.steps),
                (thousands, expected, steps),
                "{kopecks}"
            );
        }
    }

    #[test]
    fn text_can_not_break_out() {
        let series = [("<b>\"x\" style=\"y\"".to_owned(), vec![Decimal::new(100, 2)])];
        let svg = months(&["<i>&\"".to_owned()], &series, Language::En, "\"><script>");
        for absent in ["<b>", "<i>", "<script", "style=\"y\""] {
            assert!(!svg.contains(absent), "{absent}: {svg}");
        }
    }
}
