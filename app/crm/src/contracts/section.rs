//! The contracts on a subscriber's card. The section asks for them by itself.

use domain::Permission;
use domain::contracts::ContractLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::contracts_of;
use super::state::{StateBadge, term};
use crate::texts::contracts::texts as own;

/// The contracts of a subscriber, and the way to a new one.
#[component]
pub fn ContractSection(subscriber_id: i64, account: String, archived: bool) -> impl IntoView {
    let text = own();
    let contracts = Resource::new(move || subscriber_id, contracts_of);
    let may = boot().may(Permission::EditContracts) && !archived;
    let add = move || {
        may.then(|| {
            let href = format!("/contracts/new?account={}", ui::loading::encode(&account));
            view! { <ButtonLink href label=text.add_to kind=ButtonKind::Ghost icon=Icon::Plus /> }
        })
    };
    view! {
        <Card title=text.title actions=add flush=true>
            <Loaded resource=contracts skeleton=SkeletonShape::Lines let:list>{table(list)}</Loaded>
        </Card>
    }
    .into_any()
}

fn table(list: Vec<ContractLine>) -> AnyView {
    let text = own();
    if list.is_empty() {
        return view! { <p class="p-5 text-muted">{text.none}</p> }.into_any();
    }
    let head = vec![
        Column::text(text.number),
        Column::text(text.subject),
        Column::text(text.term),
        Column::text(text.state),
    ];
    let rows = list
        .into_iter()
        .map(|contract| {
            view! {
                <Row>
                    <Cell link=format!("/contracts/{}", contract.id)>
                        <span class="tabular-nums wrap-anywhere">{contract.number}</span>
                    </Cell>
                    <Cell label=text.subject>{contract.subject}</Cell>
                    <Cell label=text.term>
                        <span class="tabular-nums">{term(contract.valid_from, contract.last_day)}</span>
                    </Cell>
                    <Cell label=text.state><StateBadge state=contract.state /></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table head caption=text.title>{rows}</Table> }.into_any()
}
