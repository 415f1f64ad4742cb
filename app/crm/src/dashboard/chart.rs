//! Charged and paid over a year: the server's drawing, its legend, and the same in a table for those who can't see it.

use domain::Money;
use domain::dashboard::MonthTotals;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::people::dashboard::texts as own;

/// The chart in its card; a new tenant, who has nothing to draw, is told what will be here.
#[component]
pub(super) fn MonthChart(months: Vec<MonthTotals>, svg: String) -> impl IntoView {
    let text = own();
    let flat = months.iter().all(|totals| totals.charged == Money::ZERO && totals.paid == Money::ZERO);
    let body = if flat {
        view! { <EmptyState icon=Icon::Chart title=text.chart_empty text=text.chart_empty_text /> }.into_any()
    } else {
        view! {
            <figure>
                <div class="overflow-x-auto" aria-hidden="true">
                    <div class="min-w-[36rem] [&_svg]:block [&_svg]:h-auto [&_svg]:w-full" inner_html=svg></div>
                </div>
                <figcaption class="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-sm text-muted">
                    <span class="inline-flex items-center gap-2">
                        <span class="size-3 rounded-sm bg-[var(--control-line)]"></span>
                        {text.series_charged}
                    </span>
                    <span class="inline-flex items-center gap-2">
                        <span class="size-3 rounded-sm bg-primary"></span>
                        {text.series_paid}
                    </span>
                </figcaption>
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
