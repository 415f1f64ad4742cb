//! Details and signatures: as forms for those who may change them, as facts for everybody else.

use domain::organisation::{Details as Known, Signatories as Signs};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{SaveOrganisation, SaveSignatories};
use crate::texts::organisation::texts as own;

/// What stands on papers.
#[component]
pub(super) fn Details(version: i32, details: Known, may: bool) -> impl IntoView {
    let text = own();
    let body = if may {
        view! { <DetailsForm version details /> }.into_any()
    } else {
        let phones = details.phone.map(|phones| shown_phones(&phones));
        facts(vec![
            (text.full_name, details.full_name),
            (text.short_name, details.short_name),
            (text.inn, details.inn),
            (text.kpp, details.kpp),
            (text.ogrn, details.ogrn),
            (text.address, details.address),
            (text.phone, phones),
            (text.email, details.email),
            (text.site, details.site),
            (text.hours, details.hours),
        ])
    };
    view! { <Card title=text.details>{body}</Card> }.into_any()
}

/// What is known, or that nothing is.
fn facts(known: Vec<(&'static str, Option<String>)>) -> AnyView {
    let rows: Vec<_> = known
        .into_iter()
        .filter_map(|(label, value)| value.map(|value| view! { <Fact label>{value}</Fact> }))
        .collect();
    if rows.is_empty() {
        return view! { <p class="text-sm text-muted">{own().not_filled}</p> }.into_any();
    }
    view! { <DefinitionList>{rows}</DefinitionList> }.into_any()
}

/// Telephones as people read them.
fn shown_phones(kept: &str) -> String {
    kept.split(", ").map(format::phone).collect::<Vec<_>>().join(", ")
}

#[component]
fn DetailsForm(version: i32, details: Known) -> impl IntoView {
    let text = own();
    let save = ServerAction::<SaveOrganisation>::new();
    let value = Option::<String>::unwrap_or_default;
    let phone = details.phone.map(|phones| shown_phones(&phones));
    view! {
        <Form action=save>
            <HiddenField name="version" value=version.to_string() />
            <TextField
                name="full_name"
                label=text.full_name
                value=value(details.full_name)
                hint=text.full_name_hint
                autocomplete="organization"
                maxlength=300u32
            />
            <TextField
                name="short_name"
                label=text.short_name
                value=value(details.short_name)
                hint=text.short_name_hint
                autocomplete="off"
                maxlength=160u32
            />
            <FieldRow>
                <Number name="inn" label=text.inn value=value(details.inn) hint=text.inn_hint />
                <TextField
                    name="kpp"
                    label=text.kpp
                    value=value(details.kpp)
                    hint=text.kpp_hint
                    autocomplete="off"
                    maxlength=14u32
                />
            </FieldRow>
            <FieldRow>
                <Number name="ogrn" label=text.ogrn value=value(details.ogrn) hint=text.ogrn_hint />
                <TextField
                    name="site"
                    label=text.site
                    value=value(details.site)
                    inputmode="url"
                    autocomplete="off"
                    maxlength=200u32
                />
            </FieldRow>
            <TextField
                name="address"
                label=text.address
                value=value(details.address)
                autocomplete="off"
                maxlength=300u32
            />
            <FieldRow>
                <TextField
                    name="phone"
                    label=text.phone
                    value=value(phone)
                    hint=text.phone_hint
                    kind=Kind::Tel
                    inputmode="tel"
                    autocomplete="off"
                    maxlength=200u32
                />
                <TextField
                    name="email"
                    label=text.email
                    value=value(details.email)
                    kind=Kind::Email
                    inputmode="email"
                    autocomplete="off"
                />
            </FieldRow>
            <TextField
                name="hours"
                label=text.hours
                value=value(details.hours)
                hint=text.hours_hint
                autocomplete="off"
                maxlength=200u32
            />
            <FormActions>
                <Submit label=text.save_details hotkey=true />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// A number of digits; spaces between them may be typed.
#[component]
pub(super) fn Number(
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    view! {
        <TextField
            name
            label
            value
            hint
            inputmode="numeric"
            autocomplete="off"
            maxlength=30u32
            required
        />
    }
    .into_any()
}

/// Who signs.
#[component]
pub(super) fn Signatories(version: i32, signatories: Signs, may: bool) -> impl IntoView {
    let text = own();
    let save = ServerAction::<SaveSignatories>::new();
    let Signs {
        chief_post,
        chief_name,
        accountant_name,
    } = signatories;
    let body = if may {
        let value = Option::<String>::unwrap_or_default;
        view! {
            <Form action=save>
                <HiddenField name="version" value=version.to_string() />
                <TextField
                    name="chief_post"
                    label=text.chief_post
                    value=value(chief_post)
                    hint=text.chief_post_hint
                    autocomplete="off"
                    maxlength=100u32
                />
                <TextField
                    name="chief_name"
                    label=text.chief_name
                    value=value(chief_name)
                    hint=text.name_hint
                    autocomplete="off"
                    maxlength=100u32
                />
                <TextField
                    name="accountant_name"
                    label=text.accountant_name
                    value=value(accountant_name)
                    autocomplete="off"
                    maxlength=100u32
                />
                <FormActions>
                    <Submit label=text.save_signatories kind=ButtonKind::Secondary />
                </FormActions>
            </Form>
        }
        .into_any()
    } else {
        facts(vec![
            (text.chief_post, chief_post),
            (text.chief_name, chief_name),
            (text.accountant_name, accountant_name),
        ])
    };
    view! { <Card title=text.signatories>{body}</Card> }.into_any()
}
