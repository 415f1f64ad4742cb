//! The accounts of a run with their lines: all of them, those that are parked, those that differ strongly.

use domain::runs::{AccountQuery, AccountState, RunAccount, RunCharge, may_be_released};
use domain::{Language, Page as PageOf};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{
    Align, Badge, Card, Cell, Column, Confirm, EmptyState, Form, Icon, Loaded, Pager, Row, Sum, Tab, Table, Tabs,
    TextField, Tone, boot, deeds, fill, format,
};

use super::api::{ReleaseAccount, list_run_accounts};
use crate::services::price_number;
use crate::texts::money;
use crate::texts::money::runs::texts;

/// The accounts of a run.
#[component]
pub fn Accounts(
    run: i64,
    /// Parked ones can still be let go.
    is_draft: bool,
) -> impl IntoView {
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| AccountQuery {
            run,
            show: address.get("show").unwrap_or_default(),
            after: address.get("after").unwrap_or_default(),
        })
    });
    let release = ServerAction::<ReleaseAccount>::new();
    let done = deeds();
    let accounts = Resource::new(move || (query.get(), done.get()), |(query, _)| list_run_accounts(query));
    let row = Ways {
        run,
        release: is_draft.then_some(release),
    };
    view! {
        {move || view! { <Tabs tabs=tabs(run, &query.get().show) /> }}
        <Card flush=true>
            <Loaded resource=accounts let:page>{show(page, &query.get_untracked().show, row)}</Loaded>
        </Card>
    }
    .into_any()
}

/// What can be done with a row.
#[derive(Clone, Copy)]
struct Ways {
    run: i64,
    release: Option<ServerAction<ReleaseAccount>>,
}

fn tabs(run: i64, shown: &str) -> Vec<Tab> {
    let words = texts();
    let shown = match shown {
        known @ ("parked" | "outliers") => known,
        _ => "",
    };
    let tab = |show: &str, label: &str| {
        let href = if show.is_empty() {
            format!("/runs/{run}")
        } else {
            format!("/runs/{run}?show={show}")
        };
        Tab::new(href, label, shown == show)
    };
    vec![
        tab("", words.tab_all),
        tab("parked", words.tab_parked),
        tab("outliers", words.tab_outliers),
    ]
}

fn show(page: PageOf<RunAccount>, shown: &str, ways: Ways) -> AnyView {
    let words = texts();
    if page.items.is_empty() {
        let text = match shown {
            "parked" => words.no_parked,
            "outliers" => words.no_outliers,
            _ => words.no_rows,
        };
        return view! { <EmptyState icon=Icon::Check title=words.no_accounts text /> }.into_any();
    }
    let head = vec![
        Column::text(words.account),
        Column::text(words.subscriber),
        Column::text(words.what),
        Column::number(words.before),
        Column::number(words.now),
    ];
    let rows = page.items.into_iter().map(|row| line(row, ways)).collect_view();
    view! {
        <Table head caption=words.accounts>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn line(row: RunAccount, ways: Ways) -> AnyView {
    let words = texts();
    let card = format!("/subscribers/{}", row.subscriber_id);
    let (before, total) = (row.previous, row.total);
    let known = row.lines.iter().all(|line| line.amount.is_some());
    let what = what(&row);
    let (lines, deed) = (lines(&row.lines), deed(&row, ways));
    view! {
        <Row faded=row.state == AccountState::Nothing>
            <Cell><a class="link tabular-nums" href=card>{row.account}</a></Cell>
            <Cell label=words.subscriber>{row.name}</Cell>
            <Cell label=words.what>{what}{lines}{deed}</Cell>
            <Cell label=words.before align=Align::End>
                {before.map_or_else(|| ui::texts::texts().nothing.into_any(), |sum| view! { <Sum of=sum /> }.into_any())}
            </Cell>
            <Cell label=words.now align=Align::End>
                {if known { view! { <Sum of=total /> }.into_any() } else { ui::texts::texts().nothing.into_any() }}
            </Cell>
        </Row>
    }
    .into_any()
}

/// The state, and why.
fn what(row: &RunAccount) -> AnyView {
    let words = texts();
    let tone = match row.state {
        AccountState::Ready => Tone::Accent,
        AccountState::Parked => Tone::Warning,
        AccountState::Released | AccountState::Issued => Tone::Good,
        AccountState::Nothing => Tone::Neutral,
    };
    let state = words.state(row.state);
    let badge = match row.invoice_id {
        Some(id) => view! { <a href=format!("/invoices/{id}")><Badge tone>{state}</Badge></a> }.into_any(),
        None => view! { <Badge tone>{state}</Badge> }.into_any(),
    };
    let causes: Vec<&str> = row.causes.iter().map(|cause| words.cause(*cause)).collect();
    let causes = (!causes.is_empty()).then(|| view! { <span class="text-sm">" " {causes.join(", ")}</span> });
    let decision = row.decision.as_ref().map(|(why, by)| {
        let text = fill(words.let_go_by, &[("by", by), ("why", why)]);
        view! { <p class="text-sm text-(--muted)">{text}</p> }
    });
    view! { {badge}{causes}{decision} }.into_any()
}

/// The lines behind a fold, each with its formula.
fn lines(lines: &[RunCharge]) -> Option<AnyView> {
    let language = boot().language;
    if lines.is_empty() {
        return None;
    }
    let count = u64::try_from(lines.len()).unwrap_or_default();
    let label = format::counted(language, count, money::runs::counts(language));
    let items = lines
        .iter()
        .map(|line| {
            let sum = match (line.amount, line.problem) {
                (Some(sum), _) => view! { <Sum of=sum /> }.into_any(),
                (None, problem) => problem.map(|cause| texts().cause(cause)).into_any(),
            };
            let (service, formula) = (line.service.clone(), formula(language, line));
            view! {
                <li class="flex items-baseline justify-between gap-4">
                    <span>{service} <span class="ml-2 text-(--muted) tabular-nums">{formula}</span></span>
                    {sum}
                </li>
            }
        })
        .collect_view();
    let folded = view! {
        <details class="mt-1 text-sm">
            <summary class="cursor-pointer">{label}</summary>
            <ul class="mt-1 flex flex-col gap-1">{items}</ul>
        </details>
    };
    Some(folded.into_any())
}

/// «3 × 120,00 × 15/30 дн.»; a whole month needs no days, days without a tariff no price.
fn formula(language: Language, line: &RunCharge) -> String {
    let mut parts = vec![format::number(language, line.quantity)];
    parts.extend(line.price.map(|price| price_number(language, price)));
    if line.days != line.days_of_month {
        let (days, all) = (line.days.to_string(), line.days_of_month.to_string());
        let words = money::runs::of(language);
        parts.push(fill(words.days, &[("days", &days), ("all", &all)]));
    }
    parts.join(" × ")
}

/// What can be done with a parked account.
fn deed(row: &RunAccount, ways: Ways) -> Option<AnyView> {
    let words = texts();
    let action = ways.release.filter(|_| row.state == AccountState::Parked)?;
    if !may_be_released(&row.causes) {
        return Some(view! { <p class="text-sm text-(--muted)">{words.mend}</p> }.into_any());
    }
    let (run, subscriber) = (ways.run.to_string(), row.subscriber_id.to_string());
    let form = view! {
        <Form action key=("subscriber_id", subscriber)>
            <ui::prelude::HiddenField name="id" value=run />
            <Confirm
                label=words.release
                title=words.release_title
                text=words.release_text
                confirm=words.release
                kind=ButtonKind::Primary
                icon=Icon::Check
            >
                <TextField name="reason" label=words.release_reason required=true maxlength=500 />
            </Confirm>
        </Form>
    };
    Some(form.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_can_be_read_off_a_line() {
        let line = |price: Option<&str>, days| RunCharge {
            service: "Охрана".into(),
            unit: "мес.".into(),
            quantity: "54.3".parse().unwrap(),
            price: price.map(|price| price.parse().unwrap()),
            days,
            days_of_month: 30,
            amount: None,
            problem: None,
        };
        for (price, days, want) in [
            (Some("28.7345"), 30, "54,3 × 28,7345"),
            (Some("10"), 15, "54,3 × 10,00 × 15/30 дн."),
            (None, 10, "54,3 × 10/30 дн."),
        ] {
            assert_eq!(formula(Language::Ru, &line(price, days)), want);
        }
    }
}
