//! A new tenant.

use domain::{Currency, Language};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{CreateTenant, tell_address};
use super::created::CreatedPanel;
use super::fields::{SlugField, TimeZoneField};
use crate::texts;

/// The form of a new tenant; once it is created, its address and its invitation link.
#[component]
pub fn NewPage() -> impl IntoView {
    let words = texts::texts();
    let create = ServerAction::<CreateTenant>::new();
    let address = Resource::new(|| (), |()| tell_address());
    let outcome = outcome(create);
    let made = Memo::new(move |_| outcome.get().and_then(Result::ok));
    let panel = move || made.get().map(|created| view! { <CreatedPanel created /> });
    let back = ("/".to_owned(), words.tenants.to_owned());
    // The form is hidden, not taken away: a refusal keeps what was typed in it, and it is still closing its books when
    // the panel appears.
    view! {
        <Page title=words.new back narrow=true>
            <div class="flex flex-col gap-6 empty:hidden" role="status">{panel}</div>
            <div hidden=move || made.with(Option::is_some)>
                <Loaded resource=address skeleton=SkeletonShape::Lines let:address>
                    <NewTenant create address />
                </Loaded>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn NewTenant(create: ServerAction<CreateTenant>, address: String) -> impl IntoView {
    let words = texts::texts();
    let currencies = Currency::ALL
        .map(|currency| (currency.code().to_owned(), words.currency_name(currency)))
        .to_vec();
    let languages = Language::ALL
        .map(|language| (language.tag().to_owned(), texts::language_name(language).to_owned()))
        .to_vec();
    view! {
        <Form action=create>
            <Card title=words.organisation>
                <TextField
                    name="name"
                    label=words.name
                    hint=words.name_hint
                    placeholder=words.name_example
                    autocomplete="off"
                    maxlength=120
                    required=true
                    autofocus=true
                />
                <SlugField address hint=words.slug_hint />
            </Card>
            <Card title=words.region>
                <TimeZoneField value="Europe/Moscow" />
                <FieldRow>
                    <SelectField name="currency" label=words.currency options=currencies value=Currency::Rub.code() hint=words.currency_hint required=true />
                    <SelectField name="language" label=words.language options=languages value=boot().language.tag() hint=words.language_hint required=true />
                </FieldRow>
            </Card>
            <Card title=words.first_admin>
                <TextField
                    name="admin_email"
                    label=words.admin_email
                    kind=Kind::Email
                    hint=words.admin_email_hint
                    autocomplete="off"
                    required=true
                />
            </Card>
            <FormActions>
                <Submit label=words.create hotkey=true />
                <ButtonLink href="/" label=ui::texts::texts().cancel kind=ButtonKind::Ghost />
            </FormActions>
        </Form>
    }
    .into_any()
}
