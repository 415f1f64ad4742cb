//! The forms of the section: one connects a service, one a row ends it. Both unfold in place.

use domain::links::LinkLine;
use domain::services::ServiceLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    FieldRow, Form, FormActions, FormState, Glyph, Icon, Kind, Loaded, MoneyField, SelectField, SkeletonShape, Submit,
    TextField, boot, fill,
};

use super::api::{AddLink, EndLink};
use crate::services::{list_services, price_text};
use crate::texts::money::{self, tariffs};

/// Connects a service.
#[component]
pub fn AddForm(subscriber_id: i64) -> impl IntoView {
    let words = money::texts();
    let add = ServerAction::<AddLink>::new();
    let services = Resource::new(|| (), |()| list_services());
    view! {
        <Form action=add key=("subscriber_id", subscriber_id.to_string())>
            <Unfold label=words.link_add icon=Icon::Plus>
                <Loaded resource=services skeleton=SkeletonShape::Lines let:list>{fields(list)}</Loaded>
            </Unfold>
        </Form>
    }
    .into_any()
}

fn fields(list: Vec<ServiceLine>) -> AnyView {
    let words = money::texts();
    let own = tariffs::texts();
    let boot = boot();
    let options: Vec<_> = list
        .into_iter()
        .filter(|service| !service.archived)
        .map(|service| option(&service))
        .collect();
    if options.is_empty() {
        return view! {
            <p class="text-(--muted)">
                {words.link_nothing_to_add} " " <a class="link" href="/services">{words.link_to_services}</a>
            </p>
        }
        .into_any();
    }
    view! {
        <div class="form">
            <FieldRow>
                <SelectField name="service_id" label=words.service options blank=words.link_choose required=true />
                <TextField name="quantity" label=words.link_quantity inputmode="decimal" hint=words.link_quantity_hint />
                <MoneyField name="price" label=own.own_price hint=own.by_tariff />
            </FieldRow>
            <FieldRow>
                <TextField name="from" label=words.link_first_day kind=Kind::Date value=boot.today.to_string() required=true />
                <TextField name="to" label=words.link_last_day kind=Kind::Date hint=words.link_last_day_hint />
            </FieldRow>
            <FormActions>
                <Submit label=words.link_connect />
            </FormActions>
        </div>
    }
    .into_any()
}

/// «Вывоз мусора — 120,00 ₽ за чел.»
fn option(service: &ServiceLine) -> (String, String) {
    let words = money::texts();
    let boot = boot();
    let label = match service.price {
        Some(price) => {
            let price = price_text(boot.language, boot.currency, price);
            fill(
                words.link_option,
                &[("service", &service.name), ("price", &price), ("unit", &service.unit)],
            )
        }
        None => format!("{} ({})", service.name, words.service_no_price),
    };
    (service.id.to_string(), label)
}

/// Gives a link its last day.
#[must_use]
pub fn end_form(link: &LinkLine) -> AnyView {
    let words = money::texts();
    let end = ServerAction::<EndLink>::new();
    let day = link.to.unwrap_or(boot().today).to_string();
    let title = fill(words.link_end_of, &[("service", &link.service)]);
    view! {
        <Form action=end class="flex max-w-60 flex-col items-start gap-2 text-left" key=("id", link.id.to_string())>
            <Unfold label=words.link_end title small=true>
                <div class="flex flex-col items-start gap-3">
                    <TextField name="to" label=words.link_last_day kind=Kind::Date value=day hint=words.link_end_hint required=true />
                    <Submit label=words.link_end kind=ButtonKind::Danger />
                </div>
            </Unfold>
        </Form>
    }
    .into_any()
}

/// Fields behind a button; they stay unfolded while there is a refusal to read. Stands inside a `Form`.
#[component]
pub fn Unfold(
    #[prop(into)] label: String,
    /// What the button is about, where its label alone does not say.
    #[prop(optional, into)]
    title: Option<String>,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional)] small: bool,
    children: Children,
) -> impl IntoView {
    let failure = FormState::current().failure();
    let class = if small { "link" } else { "button" };
    view! {
        <details open=move || failure.with(Option::is_some)>
            <summary class=class aria-label=title>
                {icon.map(|icon| view! { <Glyph icon /> })}
                <span>{label}</span>
            </summary>
            <div class=if small { "min-w-52 py-2" } else { "pt-5" }>{children()}</div>
        </details>
    }
    .into_any()
}
