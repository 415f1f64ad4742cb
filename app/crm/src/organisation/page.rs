//! The page: what administrators change and everybody else reads.

use domain::Permission;
use domain::organisation::Organisation;
use leptos::prelude::*;
use ui::prelude::*;

use super::accounts::Accounts;
use super::api::show_organisation;
use super::details::{Details, Signatories};
use super::logo::Logo;
use crate::texts::organisation::texts as own;

/// The organisation's own page.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let text = own();
    let deeds = deeds();
    let organisation = Resource::new(move || deeds.get(), |_| show_organisation());
    view! {
        <Page title=text.title subtitle=text.subtitle>
            <Loaded resource=organisation skeleton=SkeletonShape::Lines let:organisation>
                <View organisation />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn View(organisation: Organisation) -> impl IntoView {
    let text = own();
    let may = boot().may(Permission::EditSettings);
    let Organisation {
        version,
        details,
        signatories,
        logo,
        accounts,
        max_mb,
    } = organisation;
    let reader = (!may).then(|| view! { <Alert><p>{text.read_only}</p></Alert> });
    view! {
        {reader}
        <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
            <div class="flex min-w-0 flex-col gap-6 lg:col-span-2">
                <Details version details may />
            </div>
            <div class="flex min-w-0 flex-col gap-6">
                <Signatories version signatories may />
                <Logo logo max_mb may />
            </div>
        </div>
        <Accounts accounts may />
    }
    .into_any()
}
