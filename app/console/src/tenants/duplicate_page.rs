//! A copy of a tenant to try things on: its address, and what it will be.

use domain::tenants::{COPY_DAYS, TenantCard};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{DuplicateTenant, show_tenant, tell_address};
use super::fields::SlugField;
use super::id_in_address;
use crate::texts::tenants;

/// The form of a copy.
#[component]
pub fn DuplicatePage() -> impl IntoView {
    let id = id_in_address();
    let duplicate = ServerAction::<DuplicateTenant>::new();
    let tenant = Resource::new(
        id,
        |id| async move { Ok((show_tenant(id).await?, tell_address().await?)) },
    );
    view! {
        <Loaded resource=tenant skeleton=SkeletonShape::Lines let:found>{show(found.0, found.1, duplicate)}</Loaded>
    }
    .into_any()
}

fn show(tenant: TenantCard, address: String, duplicate: ServerAction<DuplicateTenant>) -> AnyView {
    let words = tenants::texts();
    let language = language();
    let card = format!("/tenants/{}", tenant.id);
    let back = (card.clone(), tenant.name.clone());
    let days = format::counted(language, u64::try_from(COPY_DAYS).unwrap_or_default(), words.days);
    let text = fill(words.duplicate_text, &[("days", &days)]);
    let slug: String = tenant.slug.chars().take(35).collect();
    let (id, slug) = (tenant.id.to_string(), format!("{}-copy", slug.trim_end_matches('-')));
    view! {
        <Page title=words.duplicate back narrow=true>
            <Form action=duplicate>
                <HiddenField name="id" value=id />
                <Card title=tenant.name>
                    <p>{text}</p>
                    <SlugField address value=slug hint=words.duplicate_hint />
                </Card>
                <FormActions>
                    <Submit label=words.duplicate_do hotkey=true />
                    <ButtonLink href=card label=texts::texts().cancel kind=ButtonKind::Ghost />
                </FormActions>
            </Form>
        </Page>
    }
    .into_any()
}
