//! Charged and paid over a year: the server's drawing with its legend, and the same in a table for those who can't see it.

use domain::Money;
use domain::dashboard::MonthTotals;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::people::dashboard::texts as own;

/// The drawing has classes and no colours of its own: they follow the theme here.
const COLOURS: &str = "[&_.chart-series-0]:text-[var(--control-line)] [&_.chart-series-1]:text-primary \
    [&_.chart-text]:text-muted [&_.chart-grid]:text-line [&_.chart-axis]:text-[var(--control-line)]";

/// The chart in its card; a new tenant, who has nothing to draw, is told what will be here.
#[component]
pub(super) fn MonthChart(months: Vec<MonthTotals>, svg: String) -> impl IntoView {
    let text = own();
    let flat = months
        .iter()
        .all(|totals| totals.charged == Money::ZERO && totals.paid == Money::ZERO);
    let body = if flat {
        view! { <EmptyState icon=Icon::Chart title=text.chart_empty text=text.chart_empty_text /> }.into_any()
    } else {
        view! {
            <figure class=COLOURS>
                // On a phone the drawing keeps its size and begins with the latest months.
                <div class="overflow-x-auto [direction:rtl]" role="region" aria-label=text.chart tabindex="0">
                    <div class="min-w-[36rem] [direction:ltr] [&_svg]:block [&_svg]:h-auto" inner_html=svg></div>
                </div>
                <Figures months />
            </figure>
        }
        .into_any()
    };
    view! { <Card title=text.chart>{body}</Card> }.into_any()
}

/// The chart's numbers, for screen readers.
#[component]
fn Figures(months: Vec<MonthTotals>) -> impl IntoView {
    let text = own();
    let language = language();
    let rows = months
        .into_iter()
        .map(|totals| {
            view! {
                <tr>
                    <th scope="row">{format::month(language, totals.month)}</th>
                    <td>
                        <Sum of=totals.charged />
                    </td>
                    <td>
                        <Sum of=totals.paid />
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="sr-only">
            <table>
                <caption>{text.chart}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text.month}</th>
                        <th scope="col">{text.series_charged}</th>
                        <th scope="col">{text.series_paid}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
