//! The form of a subscriber: for a new one and for changes of a known one.

use domain::subscribers::{Kind as PayerKind, SubscriberForm};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{Opened, SaveSubscriber, open_subscriber_form};
use crate::frame::path_id;
use crate::texts::people::subscribers::texts as own;

/// Registers a subscriber. `?house=` and `?flat=` fill in the address.
#[component]
pub fn NewPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let opened = Resource::new(|| (), |()| open_subscriber_form(None));
    let filled = move |mut opened: Opened| {
        let get = |name: &str| address.with_untracked(|address| address.get(name)).unwrap_or_default();
        opened.form.house_id = get("house");
        opened.form.flat = get("flat");
        opened
    };
    view! {
        <Page title=text.new_title back=("/subscribers".to_owned(), text.title.to_owned()) narrow=true>
            <Loaded resource=opened skeleton=SkeletonShape::Lines let:opened>
                <Fields opened=filled(opened) />
            </Loaded>
        </Page>
    }
    .into_any()
}

/// Changes a subscriber.
#[component]
pub fn EditPage() -> impl IntoView {
    let text = own();
    let id = path_id();
    let opened = Resource::new(move || id.get(), |id| open_subscriber_form(Some(id)));
    view! {
        <Loaded resource=opened skeleton=SkeletonShape::Lines let:opened>
            {
                let name = opened.form.name.clone();
                let card = format!("/subscribers/{}", opened.form.id);
                view! {
                    <Page title=text.edit_title back=(card, name) narrow=true>
                        <Fields opened />
                    </Page>
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Fields(opened: Opened) -> impl IntoView {
    let text = own();
    let words = words();
    let save = ServerAction::<SaveSubscriber>::new();
    let Opened { form, houses } = opened;
    let place = (form.house_id, form.flat);
    let SubscriberForm {
        id,
        version,
        account,
        kind,
        name,
        inn,
        phone,
        email,
        note,
        ..
    } = form;
    let is_new = id.is_empty();
    let (submit, cancel, account_hint) = if is_new {
        (text.create, "/subscribers".to_owned(), text.account_new_hint)
    } else {
        (words.save, format!("/subscribers/{id}"), text.account_hint)
    };
    let kinds = PayerKind::ALL
        .map(|kind| (kind.code().to_owned(), kind_name(kind).to_owned()))
        .to_vec();
    view! {
        <Form action=save>
            <HiddenField name="id" value=id />
            <HiddenField name="version" value=version />
            <Card title=text.form_payer>
                <TextField
                    name="name"
                    label=text.full_name
                    value=name
                    autocomplete="off"
                    maxlength=160u32
                    required=true
                    autofocus=is_new
                />
                <FieldRow>
                    <SelectField name="kind" label=text.kind options=kinds value=kind />
                    <TextField
                        name="inn"
                        label=text.inn
                        value=inn
                        hint=text.inn_hint
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength=14u32
                    />
                </FieldRow>
                <TextField
                    name="account"
                    label=text.account
                    value=account
                    hint=account_hint
                    autocomplete="off"
                    maxlength=20u32
                    required=!is_new
                />
            </Card>
            <Card title=text.form_place>
                <Place place houses />
            </Card>
            <Card title=text.form_contacts>
                <FieldRow>
                    <TextField
                        name="phone"
                        label=text.phone
                        value=phone
                        kind=Kind::Tel
                        inputmode="tel"
                        autocomplete="off"
                    />
                    <TextField
                        name="email"
                        label=text.email
                        value=email
                        kind=Kind::Email
                        inputmode="email"
                        autocomplete="off"
                    />
                </FieldRow>
                <TextArea name="note" label=text.note value=note hint=text.note_hint maxlength=2000u32 />
            </Card>
            <FormActions>
                <Submit label=submit hotkey=true />
                <ButtonLink href=cancel label=words.cancel kind=ButtonKind::Ghost />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// The address: a house out of those known, and the premises within it.
#[component]
fn Place(place: (String, String), houses: Vec<(i64, String)>) -> impl IntoView {
    let text = own();
    if houses.is_empty() {
        return view! {
            <Alert>
                <p>{text.no_houses}</p>
                <p>
                    <a href="/houses/new">{text.add_house}</a>
                </p>
            </Alert>
        }
        .into_any();
    }
    let (house_id, flat) = place;
    let houses = houses
        .into_iter()
        .map(|(id, address)| (id.to_string(), address))
        .collect();
    view! {
        <SelectField name="house_id" label=text.house options=houses value=house_id blank=text.no_house />
        <TextField
            name="flat"
            label=text.flat
            value=flat
            hint=text.flat_hint
            autocomplete="off"
            maxlength=20u32
        />
    }
    .into_any()
}

/// What a kind of payer is called.
pub(super) fn kind_name(kind: PayerKind) -> &'static str {
    match kind {
        PayerKind::Person => own().person,
        PayerKind::Organisation => own().organisation,
    }
}
