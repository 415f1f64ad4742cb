//! The form of a house: for a new one and, on the card, for changes.

use domain::houses::HouseForm;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::SaveHouse;
use crate::texts::people::houses::texts as own;

/// Registers a house.
#[component]
pub fn NewPage() -> impl IntoView {
    let text = own();
    view! {
        <Page title=text.new_title back=("/houses".to_owned(), text.title.to_owned()) narrow=true>
            <Card>
                <Fields form=HouseForm::default() />
            </Card>
        </Page>
    }
    .into_any()
}

/// The fields with their own action.
#[component]
pub(super) fn Fields(form: HouseForm) -> impl IntoView {
    let text = own();
    let words = words();
    let save = ServerAction::<SaveHouse>::new();
    let is_new = form.id.is_empty();
    let submit = if is_new { text.add } else { words.save };
    let cancel = is_new.then(|| view! { <ButtonLink href="/houses" label=words.cancel kind=ButtonKind::Ghost /> });
    view! {
        <Form action=save key=("id", form.id)>
            <TextField
                name="locality"
                label=text.locality
                value=form.locality
                hint=text.locality_hint
                autocomplete="off"
                maxlength=80u32
                required=true
                autofocus=is_new
            />
            <FieldRow>
                <TextField
                    name="street"
                    label=text.street
                    value=form.street
                    hint=text.street_hint
                    autocomplete="off"
                    maxlength=120u32
                    required=true
                />
                <TextField
                    name="number"
                    label=text.number
                    value=form.number
                    hint=text.number_hint
                    autocomplete="off"
                    maxlength=20u32
                    required=true
                />
            </FieldRow>
            <FieldRow>
                <TextField
                    name="district"
                    label=text.district
                    value=form.district
                    hint=text.district_hint
                    autocomplete="off"
                    maxlength=80u32
                />
                <TextField
                    name="route"
                    label=text.route
                    value=form.route
                    hint=text.route_hint
                    autocomplete="off"
                    maxlength=40u32
                />
            </FieldRow>
            <FormActions>
                <Submit label=submit hotkey=is_new />
                {cancel}
            </FormActions>
        </Form>
    }
    .into_any()
}
