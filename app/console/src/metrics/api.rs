//! What the page of metrics asks of the server: the months, with their charts drawn.

use domain::figures::BusinessMonth;
use domain::{Currency, Language, Month};
use leptos::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ui::{Fault, format};

use crate::texts::metrics;

/// One figure over the months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Curve {
    /// What it is.
    pub title: String,
    /// What is counted.
    pub text: String,
    /// Months and values in words.
    pub rows: Vec<(String, String)>,
    /// The chart, SVG.
    pub chart: String,
}

/// Everything on the page of metrics; nothing while nothing was collected.
#[server(name = ReadMetrics, prefix = "/rpc", endpoint = "console/metrics/read")]
pub async fn read_metrics(language: Language) -> Result<Vec<Curve>, Fault> {
    let ctx = crate::server::context()?;
    let months = landlord::figures::months(&ctx).await?;
    let draw = |labels: &[String], title: &str, values: Vec<Decimal>, describe: &str| {
        documents::charts::months(labels, &[(title.to_owned(), values)], language, describe)
    };
    Ok(curves(&months, language, draw))
}

/// The curves out of the months; `draw` makes a chart of labels, a name, values and a description.
#[allow(dead_code, reason = "only the server draws")]
fn curves(
    found: &[BusinessMonth],
    language: Language,
    draw: impl Fn(&[String], &str, Vec<Decimal>, &str) -> String,
) -> Vec<Curve> {
    let words = metrics::of(language);
    let Some(last) = found.iter().map(|month| Month::of(month.month)).max() else {
        return Vec::new();
    };
    let months: Vec<Month> = (0..12).rev().map(|back| last.minus(back)).collect();
    let labels: Vec<String> = months
        .iter()
        .map(|month| format::month_short(language, *month))
        .collect();
    let sum_of = |of: &dyn Fn(&BusinessMonth) -> Decimal| -> Vec<Decimal> {
        months
            .iter()
            .map(|month| found.iter().filter(|row| Month::of(row.month) == *month).map(of).sum())
            .collect()
    };
    let curve = |title: String, text: &str, values: Vec<Decimal>, say: &dyn Fn(Decimal) -> String| Curve {
        rows: months
            .iter()
            .zip(&values)
            .map(|(month, value)| (format::month(language, *month), say(*value)))
            .collect(),
        chart: draw(
            &labels,
            &title,
            values,
            &ui::texts::fill(words.chart_describe, &[("what", &title)]),
        ),
        title,
        text: text.to_owned(),
    };
    let plain = |value: Decimal| format::number(language, value);
    let mut curves = vec![
        curve(
            words.tenants.to_owned(),
            words.tenants_text,
            sum_of(&|row| Decimal::from(row.tenants)),
            &plain,
        ),
        curve(
            words.subscribers.to_owned(),
            words.subscribers_text,
            sum_of(&|row| Decimal::from(row.subscribers)),
            &plain,
        ),
    ];
    for currency in Currency::ALL {
        if found.iter().any(|row| row.currency == currency) {
            let values = sum_of(&|row| {
                if row.currency == currency {
                    row.payments.decimal()
                } else {
                    Decimal::ZERO
                }
            });
            let title = ui::texts::fill(words.payments, &[("currency", currency.sign())]);
            curves.push(curve(title, words.payments_text, values, &|value| {
                format::money_with_sign(language, currency, domain::Money::round(value))
            }));
        }
    }
    let (scores, answers) = (
        sum_of(&|row| Decimal::from(row.score_sum)),
        sum_of(&|row| Decimal::from(row.scores)),
    );
    let means = scores
        .iter()
        .zip(&answers)
        .map(|(sum, answers)| {
            (sum * Decimal::ONE_HUNDRED)
                .checked_div(*answers)
                .unwrap_or_default()
                .round_dp(0)
        })
        .collect();
    curves.push(curve(words.score.to_owned(), words.score_text, means, &plain));
    curves
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Money;

    #[test]
    fn months_add_up_over_currencies_and_scores_are_means() {
        let row = |month: &str, currency, tenants, kopecks, score_sum, scores| BusinessMonth {
            month: month.parse().unwrap(),
            currency,
            tenants,
            subscribers: tenants * 100,
            payments: Money::from_kopecks(kopecks),
            score_sum,
            scores,
        };
        let found = [
            row("2026-10-01", Currency::Rub, 2, 100_000, 0, 0),
            row("2026-11-01", Currency::Rub, 3, 150_050, 1, 3),
            row("2026-11-01", Currency::Kzt, 1, 900, 0, 1),
        ];
        let curves = curves(&found, Language::En, |labels, _, values, _| {
            format!("{} {values:?}", labels.len())
        });
        assert_eq!(curves.len(), 5, "tenants, subscribers, two currencies, satisfaction");
        let last = |at: usize| curves[at].rows.last().unwrap().1.replace('\u{a0}', " ");
        assert_eq!(
            (last(0).as_str(), last(1).as_str(), last(4).as_str()),
            ("4", "400", "25")
        );
        assert!(
            curves
                .iter()
                .any(|curve| curve.rows.last().unwrap().1.contains("1,500.50")),
            "{curves:?}"
        );
        assert_eq!(curves[0].rows.len(), 12);
        assert!(curves.first().unwrap().chart.starts_with("12 "));
        assert!(super::curves(&[], Language::Ru, |_, _, _, _| String::new()).is_empty());
    }
}
