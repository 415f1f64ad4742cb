//! Recalculations in a list: on the subscriber's card, and on the invoice that tells of them.

use domain::Permission;
use domain::corrections::Adjustment;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    Align, ButtonLink, Card, Cell, Column, Icon, Loaded, Row, SkeletonShape, Sum, Table, boot, deeds, fill, format,
};

use super::api::list_adjustments;
use crate::texts::corrections::texts as own;

/// The section on the subscriber's card.
#[component]
pub fn AdjustmentSection(subscriber_id: i64, archived: bool) -> impl IntoView {
    let text = own();
    let deeds = deeds();
    let list = Resource::new(move || (subscriber_id, deeds.get()), |(id, _)| list_adjustments(id));
    let may = boot().may(Permission::AdjustCharges) && !archived;
    let actions = move || {
        may.then(|| {
            view! {
                <ButtonLink
                    href=format!("/adjustments/new?subscriber={subscriber_id}")
                    label=text.make
                    kind=ButtonKind::Secondary
                    icon=Icon::Edit
                />
            }
        })
    };
    view! {
        <Card title=text.adjustments flush=true actions>
            <Loaded resource=list skeleton=SkeletonShape::Lines let:list>
                <Adjustments list />
            </Loaded>
        </Card>
    }
    .into_any()
}

/// The table.
#[component]
pub fn Adjustments(list: Vec<Adjustment>) -> impl IntoView {
    let text = own();
    if list.is_empty() {
        return view! { <p class="p-5 text-sm text-(--muted)">{text.none}</p> }.into_any();
    }
    let head = vec![
        Column::text(text.adjustment),
        Column::text(text.period),
        Column::text(text.ground),
        Column::number(text.amount),
    ];
    let rows = list.into_iter().map(|line| row(&line)).collect_view();
    view! { <Table head caption=text.adjustments>{rows}</Table> }.into_any()
}

fn row(line: &Adjustment) -> AnyView {
    let text = own();
    let language = boot().language;
    let period = format!(
        "{} — {}",
        format::date(language, line.from),
        format::date(language, line.to)
    );
    let what = fill(text.adjustment_no, &[("number", &line.number)]);
    let about = format!("{}: {}", text.ground_of(line.ground), line.reason);
    let (service, amount) = (line.service.clone(), line.amount);
    let href = format!("/adjustments/{}", line.id);
    view! {
        <Row>
            <Cell link=href>
                <span class="flex flex-col py-1">
                    <span class="whitespace-nowrap tabular-nums">{what}</span>
                    <span class="text-sm font-normal text-(--muted)">{service}</span>
                </span>
            </Cell>
            <Cell label=text.period><span class="tabular-nums">{period}</span></Cell>
            <Cell label=text.ground>{about}</Cell>
            <Cell label=text.amount align=Align::End><Sum of=amount /></Cell>
        </Row>
    }
    .into_any()
}
