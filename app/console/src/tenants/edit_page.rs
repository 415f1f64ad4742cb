//! Changes of a tenant: name, address, time zone, contacts.

use domain::tenants::TenantCard;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{ChangeTenant, show_tenant, tell_address};
use super::fields::{SlugField, TimeZoneField};
use super::id_in_address;
use crate::texts;

/// The form of a tenant's changes.
#[component]
pub fn EditPage() -> impl IntoView {
    let id = id_in_address();
    let change = ServerAction::<ChangeTenant>::new();
    let tenant = Resource::new(
        id,
        |id| async move { Ok((show_tenant(id).await?, tell_address().await?)) },
    );
    view! {
        <Loaded resource=tenant skeleton=SkeletonShape::Lines let:found>
            <Edit change tenant=found.0 address=found.1 />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Edit(change: ServerAction<ChangeTenant>, tenant: TenantCard, address: String) -> impl IntoView {
    let words = texts::texts();
    let card = format!("/tenants/{}", tenant.id);
    let back = (card.clone(), tenant.name.clone());
    view! {
        <Page title=words.edit back narrow=true>
            <Form action=change>
                <HiddenField name="id" value=tenant.id.to_string() />
                <Card title=words.organisation>
                    <TextField name="name" label=words.name value=tenant.name hint=words.name_hint autocomplete="off" maxlength=120 required=true />
                    <SlugField address value=tenant.slug hint=words.slug_moves />
                    <TimeZoneField value=tenant.time_zone />
                </Card>
                <Card title=words.contacts>
                    <FieldRow>
                        <TextField
                            name="contact_email"
                            label=words.contact_email
                            value=tenant.contact_email.unwrap_or_default()
                            kind=Kind::Email
                            autocomplete="off"
                        />
                        <TextField
                            name="contact_phone"
                            label=words.contact_phone
                            value=tenant.contact_phone.unwrap_or_default()
                            kind=Kind::Tel
                            autocomplete="off"
                        />
                    </FieldRow>
                </Card>
                <FormActions>
                    <Submit label=ui::texts::texts().save hotkey=true />
                    <ButtonLink href=card label=ui::texts::texts().cancel kind=ButtonKind::Ghost />
                </FormActions>
            </Form>
        </Page>
    }
    .into_any()
}
