//! The list of payments.

use domain::payments::{PaymentLine, PaymentQuery};
use domain::{Page as PageOf, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::{
    Align, ButtonLink, Card, Cell, Column, EmptyState, FilterSelect, Icon, Loaded, Page, Pager, Row, SearchBar, Sum,
    Table, boot, format,
};

use super::api::list_payments;
use super::back::StateBadge;
use crate::invoices::month_options;
use crate::texts::money;

/// All payments, or those of a month, or those of one account.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = money::texts();
    let boot = boot();
    let may = boot.may(Permission::RecordPayment);
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            PaymentQuery {
                month: get("month"),
                q: get("q"),
                after: get("after"),
            }
        })
    });
    let payments = Resource::new(move || query.get(), list_payments);
    let mut months = month_options(boot.language, boot.today, 0, 23, &query.get_untracked().month);
    months.insert(0, (String::new(), words.every_month.to_owned()));
    let record = move || {
        may.then(|| view! { <ButtonLink href="/payments/new" label=words.payment_record icon=Icon::Payment /> })
    };
    view! {
        <Page title=words.payments actions=record>
            <SearchBar placeholder=words.payments_search>
                <FilterSelect name="month" label=words.period options=months />
            </SearchBar>
            <Card flush=true>
                <Loaded resource=payments let:page>{show(page, &query.get_untracked(), may)}</Loaded>
            </Card>
        </Page>
    }
    .into_any()
}

fn show(page: PageOf<PaymentLine>, query: &PaymentQuery, may: bool) -> AnyView {
    let words = money::texts();
    let house = ui::texts::texts();
    if page.items.is_empty() {
        let filtered = [&query.month, &query.q, &query.after]
            .iter()
            .any(|part| !part.is_empty());
        return match (filtered, may) {
            (true, _) => {
                let action = ("/payments".to_owned(), house.clear.to_owned());
                view! { <EmptyState icon=Icon::Search title=house.nothing_found text=house.try_other_words action /> }
                    .into_any()
            }
            (false, true) => {
                let action = ("/payments/new".to_owned(), words.payment_record.to_owned());
                view! { <EmptyState icon=Icon::Payment title=words.payments_none text=words.payments_none_text action /> }
                    .into_any()
            }
            (false, false) => view! { <EmptyState icon=Icon::Payment title=words.payments_none /> }.into_any(),
        };
    }
    let head = vec![
        Column::text(words.payment_day),
        Column::text(words.account),
        Column::text(words.subscriber),
        Column::text(words.payment_method),
        Column::number(words.sum),
        Column::number(words.payment_still_advance),
    ];
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=words.payments>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn line(payment: PaymentLine) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let advance = payment
        .advance
        .is_positive()
        .then(|| view! { <Sum of=payment.advance /> });
    view! {
        <Row>
            <Cell link=format!("/payments/{}", payment.id)>
                <span class="tabular-nums">{format::date(language, payment.received_on)}</span>
            </Cell>
            <Cell label=words.account><span class="tabular-nums">{payment.account}</span></Cell>
            <Cell label=words.subscriber>{payment.name}</Cell>
            <Cell label=words.payment_method>
                <span class="inline-flex flex-wrap items-center gap-2">
                    {words.method(payment.method)}
                    <StateBadge state=payment.state method=payment.method />
                </span>
            </Cell>
            <Cell label=words.sum align=Align::End><Sum of=payment.amount /></Cell>
            <Cell label=words.payment_still_advance align=Align::End>{advance}</Cell>
        </Row>
    }
    .into_any()
}
