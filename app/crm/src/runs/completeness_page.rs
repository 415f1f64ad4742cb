//! Whether a month is complete: the difference is nothing, or each link of it has its reason.

use domain::runs::{Completeness, CompletenessQuery, MissingLink};
use domain::{Failure, Month, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::{
    Alert, Card, Cell, Column, FailureView, Glyph, Icon, Loaded, Page, Pager, Row, SelectField, SkeletonShape, Stat,
    Stats, Table, Tone, boot, fill, format,
};

use super::api::check_completeness;
use crate::invoices::{GetForm, month_options};
use crate::texts::money::runs::texts;

/// Active links of a month against the lines made.
#[component]
pub fn CompletenessPage() -> impl IntoView {
    let words = texts();
    let boot = boot();
    if !boot.may(Permission::IssueInvoices) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let current = Month::of(boot.today).to_string();
    let query = Memo::new(move |_| {
        address.with(|address| CompletenessQuery {
            month: address
                .get("month")
                .filter(|month| !month.is_empty())
                .unwrap_or_else(|| current.clone()),
            after: address.get("after").unwrap_or_default(),
        })
    });
    let report = Resource::new(move || query.get(), check_completeness);
    let back = ("/runs".to_owned(), words.title.to_owned());
    view! {
        <Page title=words.complete subtitle=words.complete_subtitle back>
            {move || view! { <MonthChooser month=query.get().month /> }}
            <Loaded resource=report skeleton=SkeletonShape::Figures let:report>
                {summary(&report, false)}
                {missing(report)}
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn MonthChooser(month: String) -> impl IntoView {
    let words = texts();
    let boot = boot();
    let options = month_options(boot.language, boot.today, 1, 24, &month);
    view! {
        <GetForm action="/runs/completeness" field="month" class="flex items-end gap-3">
            <div class="min-w-0 flex-1 sm:max-w-60">
                <SelectField name="month" label=words.month options value=month />
            </div>
            <button type="submit" class="button"><Glyph icon=Icon::Calendar /><span>{words.complete_show}</span></button>
        </GetForm>
    }
    .into_any()
}

/// The figures, and what keeps the rest from being charged. With `link` the way to the rest one by one.
pub fn summary(report: &Completeness, link: bool) -> AnyView {
    let words = texts();
    let language = boot().language;
    let whole = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let missing = report.active - report.charged;
    let tone = if missing == 0 { Tone::Good } else { Tone::Warning };
    let waiting = report.waiting();
    let verdict = if missing == 0 {
        view! { <Alert tone=Tone::Good title=words.complete_good><p>{words.complete_subtitle}</p></Alert> }.into_any()
    } else {
        let reasons = report
            .reasons
            .iter()
            .map(|(reason, count)| view! { <li>{words.missing(*reason)} ": " {whole(*count)}</li> })
            .collect_view();
        let href = format!("/runs/completeness?month={}", report.month);
        let draft = format!("/invoices/issue?month={}", report.month);
        let waiting = (waiting > 0).then(|| {
            let title = fill(words.complete_waiting, &[("count", &whole(waiting))]);
            view! { <p>{title} ". " {words.complete_waiting_text} " " <a href=draft>{words.begin}</a></p> }
        });
        view! {
            <Alert tone=Tone::Warning title=words.complete_reasons>
                <ul>{reasons}</ul>
                {waiting}
                {link.then(|| view! { <p><a href=href>{words.complete_open}</a></p> })}
            </Alert>
        }
        .into_any()
    };
    let (active, charged, missing) = (whole(report.active), whole(report.charged), whole(missing));
    view! {
        <div class="flex flex-col gap-4">
            <Stats>
                <Stat label=words.complete_active value=active />
                <Stat label=words.complete_charged value=charged />
                <Stat label=words.complete_missing value=missing tone />
            </Stats>
            {verdict}
        </div>
    }
    .into_any()
}

fn missing(report: Completeness) -> Option<AnyView> {
    let words = texts();
    if report.missing.items.is_empty() {
        return None;
    }
    let head = vec![
        Column::text(words.account),
        Column::text(words.subscriber),
        Column::text(words.service),
        Column::text(words.reason),
    ];
    let rows = report.missing.items.into_iter().map(line).collect_view();
    let list = view! {
        <Card flush=true>
            <Table head caption=words.complete_missing>{rows}</Table>
            <Pager next=report.missing.next count=report.missing.count />
        </Card>
    };
    Some(list.into_any())
}

fn line(link: MissingLink) -> AnyView {
    let words = texts();
    let causes: Vec<&str> = link.causes.iter().map(|cause| words.cause(*cause)).collect();
    let reason = match causes.as_slice() {
        [] => words.missing(link.reason).to_owned(),
        causes => format!("{}: {}", words.missing(link.reason), causes.join(", ")),
    };
    view! {
        <Row>
            <Cell link=format!("/subscribers/{}", link.subscriber_id)><span class="tabular-nums">{link.account}</span></Cell>
            <Cell label=words.subscriber>{link.name}</Cell>
            <Cell label=words.service>{link.service}</Cell>
            <Cell label=words.reason>{reason}</Cell>
        </Row>
    }
    .into_any()
}
