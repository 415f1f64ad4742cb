//! The page of metrics: a chart a figure, each with its table for those who can't see it.

use leptos::prelude::*;
use ui::prelude::*;

use super::api::{Curve, read_metrics};
use crate::texts::metrics;

/// The drawing has classes and no colours of its own: they follow the theme here.
const COLOURS: &str = "[&_.chart-series-0]:text-primary [&_.chart-text]:text-muted [&_.chart-grid]:text-line \
    [&_.chart-axis]:text-[var(--control-line)]";

/// Twelve months of business.
#[component]
pub fn MetricsPage() -> impl IntoView {
    let words = metrics::texts();
    let language = language();
    let curves = Resource::new(move || language, read_metrics);
    view! {
        <Page title=words.title subtitle=words.subtitle>
            <Loaded resource=curves skeleton=SkeletonShape::Figures let:curves>{show(curves)}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(curves: Vec<Curve>) -> AnyView {
    let words = metrics::texts();
    if curves.is_empty() {
        return view! { <Card><EmptyState icon=Icon::Chart title=words.none text=words.none_text /></Card> }.into_any();
    }
    let cards = curves.into_iter().map(card).collect_view();
    view! { <div class="grid items-start gap-6 lg:grid-cols-2">{cards}</div> }.into_any()
}

fn card(curve: Curve) -> AnyView {
    let words = metrics::texts();
    let rows = curve
        .rows
        .into_iter()
        .map(|(month, value)| view! { <tr><th scope="row">{month}</th><td>{value}</td></tr> })
        .collect_view();
    let label = curve.title.clone();
    view! {
        <Card title=curve.title>
            <p class="text-sm text-(--muted)">{curve.text}</p>
            <figure class=COLOURS>
                <div class="overflow-x-auto [direction:rtl]" role="region" aria-label=label.clone() tabindex="0">
                    <div class="min-w-[32rem] [direction:ltr] [&_svg]:block [&_svg]:h-auto" inner_html=curve.chart></div>
                </div>
                <div class="sr-only">
                    <table>
                        <caption>{label}</caption>
                        <thead><tr><th scope="col">{words.month}</th><th scope="col">{words.value}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </figure>
        </Card>
    }
    .into_any()
}
