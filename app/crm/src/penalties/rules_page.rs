//! The rules as data: due days, how delay is charged, rates; each row with its source.

use domain::Permission;
use domain::penalties::{DueDay, Policy, Rate, Rule, Rules};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::penalty_rules;
use super::rule_forms::{DueDayForm, PolicyForm, RateForm};
use crate::texts::penalties::texts as own;

/// All rules, and for an administrator the forms that add one.
#[component]
pub fn RulesPage() -> impl IntoView {
    let text = own();
    let deeds = deeds();
    if !boot().may(Permission::ChargePenalties) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let rules = Resource::new(move || deeds.get(), |_| penalty_rules());
    let back = ("/penalties".to_owned(), text.title.to_owned());
    view! {
        <Page title=text.rules_title subtitle=text.rules_subtitle back>
            <Loaded resource=rules skeleton=SkeletonShape::Lines let:rules>
                <View rules />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn View(rules: Rules) -> impl IntoView {
    let text = own();
    let may = boot().may(Permission::EditSettings);
    let for_admin = (!may).then(|| view! { <Alert><p>{text.rules_for_admin}</p></Alert> });
    let (due_days, policies, rates) = (due_days(rules.due_days), policies(rules.policies), rates(rules.rates));
    view! {
        {for_admin}
        <Card title=text.due_days flush=true>
            <p class="px-5 py-3 text-muted">{text.due_days_text}</p>
            {due_days}
            {may.then(|| view! { <div class="px-5 py-4"><DueDayForm /></div> })}
        </Card>
        <Card title=text.policies flush=true>
            <p class="px-5 py-3 text-muted">{text.policies_text}</p>
            {policies}
            {may.then(|| view! { <div class="px-5 py-4"><PolicyForm /></div> })}
        </Card>
        <Card title=text.rates flush=true>
            <p class="px-5 py-3 text-muted">{text.rates_text}</p>
            {rates}
            {may.then(|| view! { <div class="px-5 py-4"><RateForm /></div> })}
        </Card>
    }
    .into_any()
}

fn due_days(rows: Vec<DueDay>) -> AnyView {
    let text = own();
    let head = vec![
        Column::text(text.from_month),
        Column::text(text.due_days),
        Column::text(text.source),
    ];
    let line = |row: DueDay| {
        view! {
            <Row>
                <Cell>{format::month(language(), row.valid_from)}</Cell>
                <Cell label=text.due_days>{fill(text.due_day, &[("day", &row.day.to_string())])}</Cell>
                <Cell label=text.source>{row.source}</Cell>
            </Row>
        }
    };
    let rows = rows.into_iter().map(line).collect_view();
    view! { <Table head caption=text.due_days>{rows}</Table> }.into_any()
}

fn policies(rows: Vec<Policy>) -> AnyView {
    let text = own();
    let language = language();
    let head = vec![
        Column::text(text.from_due),
        Column::text(text.rule),
        Column::text(text.source),
    ];
    let line = |row: Policy| {
        let rule = match row.rule {
            Rule::None => text.rule_none.to_owned(),
            Rule::Housing => text.rule_housing.to_owned(),
            Rule::Daily { percent, free_days } => fill(
                text.rule_daily_is,
                &[
                    ("percent", &format::number(language, percent)),
                    ("days", &free_days.to_string()),
                ],
            ),
        };
        let rule = match row.cap_percent {
            Some(cap) => {
                let cap = fill(text.cap_is, &[("percent", &format::number(language, cap))]);
                format!("{rule}, {cap}")
            }
            None => rule,
        };
        view! {
            <Row>
                <Cell><span class="tabular-nums">{format::date(language, row.valid_from)}</span></Cell>
                <Cell label=text.rule>{rule}</Cell>
                <Cell label=text.source>{row.source}</Cell>
            </Row>
        }
    };
    let rows = rows.into_iter().map(line).collect_view();
    view! { <Table head caption=text.policies>{rows}</Table> }.into_any()
}

fn rates(rows: Vec<Rate>) -> AnyView {
    let text = own();
    let language = language();
    let head = vec![
        Column::text(text.from),
        Column::text(text.until),
        Column::number(text.percent_of_year),
        Column::text(text.source),
    ];
    let line = |row: Rate| {
        let until = row
            .valid_to
            .map_or_else(|| text.open_end.to_owned(), |day| format::date(language, day));
        view! {
            <Row>
                <Cell><span class="tabular-nums">{format::date(language, row.valid_from)}</span></Cell>
                <Cell label=text.until><span class="tabular-nums">{until}</span></Cell>
                <Cell label=text.percent_of_year align=Align::End>{format::number(language, row.percent)}</Cell>
                <Cell label=text.source>{row.source}</Cell>
            </Row>
        }
    };
    let rows = rows.into_iter().map(line).collect_view();
    view! { <Table head caption=text.rates>{rows}</Table> }.into_any()
}
