//! Runs as records.

use domain::runs::{RunLine, Status};
use domain::{Failure, Page as PageOf, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{
    Align, ButtonLink, Card, Cell, Column, EmptyState, FailureView, Icon, Loaded, Page, Pager, Row, Sum, Table, boot,
    format,
};

use super::api::list_runs;
use super::figures::StatusBadge;
use crate::rehearsals::RehearsalList;
use crate::texts::money;
use crate::texts::money::runs::texts;

/// All runs, the latest first; rehearsals below.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = texts();
    if !boot().may(Permission::IssueInvoices) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let after = Memo::new(move |_| address.with(|address| address.get("after").unwrap_or_default()));
    let runs = Resource::new(move || after.get(), list_runs);
    let back = ("/invoices".to_owned(), money::texts().invoices.to_owned());
    let actions = move || {
        view! {
            <ButtonLink href="/runs/completeness" label=words.complete icon=Icon::Check kind=ButtonKind::Secondary />
            <ButtonLink href="/invoices/issue" label=money::texts().invoice_issue icon=Icon::Invoice />
        }
    };
    view! {
        <Page title=words.title subtitle=words.subtitle back actions>
            <Card flush=true>
                <Loaded resource=runs let:page>{show(page)}</Loaded>
            </Card>
            <RehearsalList />
        </Page>
    }
    .into_any()
}

fn show(page: PageOf<RunLine>) -> AnyView {
    let words = texts();
    if page.items.is_empty() {
        let action = ("/invoices/issue".to_owned(), money::texts().invoice_issue.to_owned());
        return view! { <EmptyState icon=Icon::Invoice title=words.none text=words.none_text action /> }.into_any();
    }
    let head = vec![
        Column::text(words.month),
        Column::text(words.status),
        Column::number(words.invoices),
        Column::number(words.sum),
        Column::number(words.parked),
        Column::text(words.made),
        Column::text(words.made_by),
    ];
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=words.title>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn line(run: RunLine) -> AnyView {
    let words = texts();
    let boot = boot();
    let language = boot.language;
    let whole = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let (count, sum) = match run.status {
        Status::Draft => (run.accounts - run.parked, run.planned),
        Status::Issuing | Status::Issued | Status::Undone => (run.issued, run.total),
    };
    let faded = run.status == Status::Undone;
    view! {
        <Row faded>
            <Cell link=format!("/runs/{}", run.id)>{format::month(language, run.month)}</Cell>
            <Cell label=words.status><StatusBadge status=run.status /></Cell>
            <Cell label=words.invoices align=Align::End>{whole(count)}</Cell>
            <Cell label=words.sum align=Align::End><Sum of=sum /></Cell>
            <Cell label=words.parked align=Align::End>{whole(run.parked)}</Cell>
            <Cell label=words.made><span class="tabular-nums">{format::instant(&boot, run.created_at)}</span></Cell>
            <Cell label=words.made_by>{run.run_by}</Cell>
        </Row>
    }
    .into_any()
}
