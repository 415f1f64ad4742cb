//! A new recalculation: what was charged in a month, and the form.

use domain::corrections::{AdjustmentDesk, AdjustmentQuery, ChargedService, Ground};
use domain::services::ServiceLine;
use domain::{Month, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::{
    Align, Card, Cell, Column, FailureView, FieldRow, Form, FormActions, HiddenField, Kind, Loaded, MoneyField, Page,
    Row, SelectField, SkeletonShape, Submit, Sum, Table, TextField, boot, fill, format,
};

use super::api::{AdjustCharges, open_adjustment_desk};
use crate::services::list_services;
use crate::texts::corrections::texts as own;

/// The page.
#[component]
pub fn NewPage() -> impl IntoView {
    let text = own();
    if !boot().may(Permission::AdjustCharges) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        address.with(|address| AdjustmentQuery {
            subscriber: address.get("subscriber").unwrap_or_default(),
            month: address.get("month").unwrap_or_default(),
        })
    });
    let desk = Resource::new(
        move || asked.get(),
        |query| async move { Ok((open_adjustment_desk(query).await?, list_services().await?)) },
    );
    let adjust = ServerAction::<AdjustCharges>::new();
    view! {
        <Loaded resource=desk skeleton=SkeletonShape::Lines let:both>
            {
                let (desk, services) = both;
                let back = (format!("/subscribers/{}", desk.subscriber_id), desk.name.clone());
                let subtitle = fill(text.new_subtitle, &[("account", &desk.account), ("name", &desk.name)]);
                view! {
                    <Page title=text.new_title subtitle back narrow=true>
                        {month_card(&desk)}
                        {form(&desk, services, adjust)}
                    </Page>
                }
            }
        </Loaded>
    }
    .into_any()
}

/// What was charged in the month, with a way to another one.
fn month_card(desk: &AdjustmentDesk) -> AnyView {
    let text = own();
    let language = boot().language;
    let month = Month::of(desk.from);
    let name = format::month(language, month).to_lowercase();
    let subscriber = desk.subscriber_id.to_string();
    let rows = desk.charged.iter().map(row).collect_view();
    let table = if desk.charged.is_empty() {
        view! { <p class="text-(--muted)">{fill(text.charged_none, &[("month", &name)])}</p> }.into_any()
    } else {
        let head = vec![Column::text(text.service), Column::number(text.charged)];
        view! { <Table head caption=text.charged>{rows}</Table> }.into_any()
    };
    view! {
        <Card title=fill(text.charged_title, &[("month", &name)])>
            <form method="get" action="/adjustments/new" class="flex flex-wrap items-end gap-3">
                <input type="hidden" name="subscriber" value=subscriber />
                <label class="flex flex-col gap-1.5">
                    <span class="field-label">{text.month}</span>
                    <input class="input is-date" type="month" name="month" value=month.to_string() />
                </label>
                <button type="submit" class="button">{text.show}</button>
            </form>
            {table}
        </Card>
    }
    .into_any()
}

fn row(line: &ChargedService) -> AnyView {
    let (service, sum) = (line.service.clone(), line.charged);
    view! {
        <Row>
            <Cell>{service}</Cell>
            <Cell label=own().charged align=Align::End><Sum of=sum /></Cell>
        </Row>
    }
    .into_any()
}

fn form(desk: &AdjustmentDesk, services: Vec<ServiceLine>, adjust: ServerAction<AdjustCharges>) -> AnyView {
    let text = own();
    // What was charged comes first: that is what is recalculated as a rule.
    let was = |service: &ServiceLine| desk.charged.iter().any(|line| line.service_id == service.id);
    let (first, rest): (Vec<_>, Vec<_>) = services.into_iter().partition(was);
    let options: Vec<_> = first
        .into_iter()
        .chain(rest)
        .map(|service| (service.id.to_string(), service.name))
        .collect();
    let directions = vec![
        ("credit".to_owned(), text.credit.to_owned()),
        ("debit".to_owned(), text.debit.to_owned()),
    ];
    let grounds: Vec<_> = Ground::ALL
        .into_iter()
        .map(|ground| (ground.code().to_owned(), text.ground_of(ground).to_owned()))
        .collect();
    let (from, to, key) = (desk.from.to_string(), desk.to.to_string(), desk.key.to_string());
    let subscriber_id = desk.subscriber_id.to_string();
    view! {
        <Card>
            <Form action=adjust key=("subscriber_id", subscriber_id)>
                <HiddenField name="key" value=key />
                <FieldRow>
                    <SelectField name="service_id" label=text.service options blank=text.choose required=true />
                    <SelectField name="direction" label=text.direction options=directions value="credit" required=true />
                </FieldRow>
                <FieldRow>
                    <TextField name="from" label=text.period_from kind=Kind::Date value=from required=true />
                    <TextField name="to" label=text.period_to kind=Kind::Date value=to required=true />
                </FieldRow>
                <FieldRow>
                    <MoneyField name="amount" label=text.amount hint=text.amount_hint required=true />
                    <SelectField name="ground" label=text.ground options=grounds value="absence" required=true />
                </FieldRow>
                <TextField name="reason" label=text.reason hint=text.reason_hint required=true maxlength=300 autocomplete="off" />
                <TextField name="explanation" label=text.explanation hint=text.explanation_hint maxlength=500 autocomplete="off" />
                <FormActions>
                    <Submit label=text.confirm hotkey=true />
                    <p class="text-sm text-(--muted)">{text.immutable}</p>
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}
