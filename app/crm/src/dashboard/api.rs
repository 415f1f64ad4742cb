//! What the first page asks of the server: everything at once, the chart drawn.

use domain::Language;
use domain::dashboard::Dashboard;
use leptos::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ui::{Fault, format};

use crate::texts::people::dashboard::of as texts_of;

/// The first page's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The figures.
    pub figures: Dashboard,
    /// The chart of the months, SVG.
    pub chart: String,
}

/// The figures and the chart in one call. The chart's words are in the language of the page that asks.
#[server(name = ReadOverview, prefix = "/rpc", endpoint = "crm/dashboard/overview")]
pub async fn read_overview(language: Language) -> Result<Overview, Fault> {
    let ctx = crate::server::context()?;
    let figures = tenant::dashboard::show(&ctx).await?;
    let (labels, series, describe) = words_of_chart(&figures, language);
    let chart = documents::charts::months(&labels, &series, language, &describe);
    Ok(Overview { figures, chart })
}

type Series = Vec<(String, Vec<Decimal>)>;

/// Labels, series and description of the chart.
#[allow(dead_code, reason = "only the server draws")]
fn words_of_chart(figures: &Dashboard, language: Language) -> (Vec<String>, Series, String) {
    let text = texts_of(language);
    let months = &figures.months;
    let labels = months
        .iter()
        .map(|totals| format::month_short(language, totals.month))
        .collect();
    let series = vec![
        (
            text.series_charged.to_owned(),
            months.iter().map(|totals| totals.charged.decimal()).collect(),
        ),
        (
            text.series_paid.to_owned(),
            months.iter().map(|totals| totals.paid.decimal()).collect(),
        ),
    ];
    let name = |totals: Option<&domain::dashboard::MonthTotals>| {
        totals
            .map(|totals| format::month(language, totals.month))
            .unwrap_or_default()
    };
    let describe = ui::texts::fill(
        text.chart_describe,
        &[("from", &name(months.first())), ("to", &name(months.last()))],
    );
    (labels, series, describe)
}
