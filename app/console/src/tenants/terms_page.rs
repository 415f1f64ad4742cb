//! The terms of a tenant: plan, tags, limits.

use domain::quotas::What;
use domain::tenants::TenantCard;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{SetTerms, show_tenant};
use super::id_in_address;
use crate::texts::tenants;

/// The form of a tenant's terms.
#[component]
pub fn TermsPage() -> impl IntoView {
    let id = id_in_address();
    let set = ServerAction::<SetTerms>::new();
    let tenant = Resource::new(id, show_tenant);
    view! { <Loaded resource=tenant skeleton=SkeletonShape::Lines let:tenant>{show(tenant, set)}</Loaded> }.into_any()
}

fn show(tenant: TenantCard, set: ServerAction<SetTerms>) -> AnyView {
    let words = tenants::texts();
    let house = texts::texts();
    let card = format!("/tenants/{}", tenant.id);
    let back = (card.clone(), tenant.name.clone());
    let limit = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let fields = What::ALL
        .into_iter()
        .map(|what| {
            let quota = tenant.quotas.of(what);
            let name = words.what(what);
            let (soft, hard) = (format!("{}_soft", what.code()), format!("{}_hard", what.code()));
            let [warn, refuse] = [words.soft, words.hard].map(|rest| format!("{name}: {}", rest.to_lowercase()));
            view! {
                <FieldRow>
                    <TextField name=soft label=warn value=limit(quota.soft) inputmode="numeric" autocomplete="off" />
                    <TextField name=hard label=refuse value=limit(quota.hard) inputmode="numeric" autocomplete="off" />
                </FieldRow>
            }
        })
        .collect_view();
    let (id, plan, tags) = (tenant.id.to_string(), tenant.plan, tenant.tags.join(", "));
    view! {
        <Page title=words.terms back narrow=true>
            <Form action=set>
                <HiddenField name="id" value=id />
                <Card title=words.terms>
                    <TextField name="plan" label=words.plan value=plan hint=words.plan_hint maxlength=60 autocomplete="off" />
                    <TextField name="tags" label=words.tags value=tags hint=words.tags_hint maxlength=200 autocomplete="off" />
                </Card>
                <Card title=words.limits>
                    <p class="text-sm text-(--muted)">{words.limits_hint}</p>
                    {fields}
                </Card>
                <FormActions>
                    <Submit label=house.save hotkey=true />
                    <ButtonLink href=card label=house.cancel kind=ButtonKind::Ghost />
                </FormActions>
            </Form>
        </Page>
    }
    .into_any()
}
