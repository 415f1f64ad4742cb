//! The list of invoices.

use domain::invoices::{InvoiceLine, InvoiceQuery, Kind};
use domain::{Page as PageOf, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{
    Align, ButtonLink, Card, Cell, Column, EmptyState, FilterSelect, Icon, Loaded, Page, Pager, Row, SearchBar, Sum,
    Tab, Table, Tabs, boot, fill, format,
};

use super::api::list_invoices;
use super::{StateBadge, month_options};
use crate::texts::money;

/// All invoices, or those of a month, or those not paid, or those of one account.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = money::texts();
    let boot = boot();
    let may = boot.may(Permission::IssueInvoices);
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            InvoiceQuery {
                month: get("month"),
                show: get("show"),
                q: get("q"),
                after: get("after"),
            }
        })
    });
    let invoices = Resource::new(move || query.get(), list_invoices);
    let mut months = month_options(boot.language, boot.today, 0, 23, &query.get_untracked().month);
    months.insert(0, (String::new(), words.every_month.to_owned()));
    let issue = move || {
        let runs = money::runs::texts().to_runs;
        may.then(|| {
            view! {
                <ButtonLink href="/runs" label=runs icon=Icon::Calendar kind=ButtonKind::Secondary />
                <ButtonLink href="/invoices/issue" label=words.invoice_issue icon=Icon::Invoice />
            }
        })
    };
    view! {
        <Page title=words.invoices actions=issue>
            {move || view! { <Tabs tabs=tabs(&query.get()) /> }}
            <SearchBar placeholder=words.invoices_search>
                <input type="hidden" name="show" value=move || query.get().show />
                <FilterSelect name="month" label=words.period options=months />
            </SearchBar>
            <Card flush=true>
                <Loaded resource=invoices let:page>{show(page, &query.get_untracked(), may)}</Loaded>
            </Card>
        </Page>
    }
    .into_any()
}

/// The tabs keep the month and the search.
fn tabs(query: &InvoiceQuery) -> Vec<Tab> {
    let words = money::texts();
    let tab = |show: &str, label: &str| {
        let parts = [("show", show), ("month", &query.month), ("q", &query.q)];
        let parts = parts.iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = parts
            .map(|(name, value)| format!("{name}={}", ui::loading::encode(value)))
            .collect();
        let href = if parts.is_empty() {
            "/invoices".to_owned()
        } else {
            format!("/invoices?{}", parts.join("&"))
        };
        let now = match query.show.as_str() {
            known @ ("unpaid" | "overdue") => known,
            _ => "",
        };
        Tab::new(href, label, now == show)
    };
    vec![
        tab("", words.invoices_all),
        tab("unpaid", words.invoices_unpaid),
        tab("overdue", words.invoices_overdue),
    ]
}

fn show(page: PageOf<InvoiceLine>, query: &InvoiceQuery, may: bool) -> AnyView {
    let words = money::texts();
    let house = ui::texts::texts();
    if page.items.is_empty() {
        let filtered = [&query.month, &query.show, &query.q, &query.after]
            .iter()
            .any(|part| !part.is_empty());
        return match (filtered, may) {
            (true, _) => {
                let action = ("/invoices".to_owned(), house.clear.to_owned());
                view! { <EmptyState icon=Icon::Search title=house.nothing_found text=house.try_other_words action /> }
                    .into_any()
            }
            (false, true) => {
                let action = ("/invoices/issue".to_owned(), words.invoice_issue.to_owned());
                view! { <EmptyState icon=Icon::Invoice title=words.invoices_none text=words.invoices_none_text action /> }
                    .into_any()
            }
            (false, false) => {
                view! { <EmptyState icon=Icon::Invoice title=words.invoices_none text=words.invoices_none_text /> }
                    .into_any()
            }
        };
    }
    let head = vec![
        Column::text(words.invoice_number),
        Column::text(words.period),
        Column::text(words.account),
        Column::text(words.subscriber),
        Column::text(words.invoice_due),
        Column::number(words.invoice_charged),
        Column::number(words.invoice_left),
        Column::text(words.invoice_state),
    ];
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=words.invoices>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn line(invoice: InvoiceLine) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let period = match invoice.kind {
        Kind::Regular => format::month_short(language, invoice.month).replace(' ', "\u{a0}"),
        Kind::Additional => fill(
            words.kind_additional,
            &[(
                "month",
                &format::month_short(language, invoice.month).replace(' ', "\u{a0}"),
            )],
        ),
        Kind::Adjustment => words.kind_adjustment.to_owned(),
        Kind::Penalty => words.kind_penalty.to_owned(),
        Kind::Opening => words.debt_brought_in.to_owned(),
    };
    let left = invoice.total - invoice.paid;
    view! {
        <Row>
            <Cell link=format!("/invoices/{}", invoice.id)><span class="whitespace-nowrap tabular-nums">{invoice.number}</span></Cell>
            <Cell label=words.period>{period}</Cell>
            <Cell label=words.account><span class="tabular-nums">{invoice.account}</span></Cell>
            <Cell label=words.subscriber>{invoice.name}</Cell>
            <Cell label=words.invoice_due><span class="tabular-nums">{format::date(language, invoice.due_on)}</span></Cell>
            <Cell label=words.invoice_charged align=Align::End><Sum of=invoice.total /></Cell>
            <Cell label=words.invoice_left align=Align::End>
                {if left.is_positive() { view! { <Sum of=left /> }.into_any() } else { ui::texts::texts().nothing.into_any() }}
            </Cell>
            <Cell label=words.invoice_state><StateBadge state=invoice.state /></Cell>
        </Row>
    }
    .into_any()
}
