//! A tenant's card: everything that the landlord knows of it, and what can be done with it.

use chrono::{DateTime, Utc};
use domain::domains::Domains;
use domain::landlords::Permission;
use domain::tenants::{Status, TIME_ZONES, TenantCard};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{PurgeTenant, RestoreTenant, ResumeTenant, SuspendTenant, TrashTenant, show_tenant};
use super::danger::{DangerZone, Suspend};
use super::figures::{figures, terms};
use super::{StatusBadge, bare, id_in_address, seconds};
use crate::domains::{DomainsSection, list_domains};
use crate::texts;

/// What can be done with a tenant from its card.
#[derive(Clone, Copy)]
struct Deeds {
    trash: ServerAction<TrashTenant>,
    restore: ServerAction<RestoreTenant>,
    purge: ServerAction<PurgeTenant>,
    suspend: ServerAction<SuspendTenant>,
    resume: ServerAction<ResumeTenant>,
}

/// A tenant's card.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = id_in_address();
    let deeds = Deeds {
        trash: ServerAction::new(),
        restore: ServerAction::new(),
        purge: ServerAction::new(),
        suspend: ServerAction::new(),
        resume: ServerAction::new(),
    };
    let done = ui::boot::deeds();
    let tenant = Resource::new(move || (id(), done.get()), |(id, _)| show_tenant(id));
    let domains = Resource::new(move || (id(), done.get()), |(id, _)| list_domains(id));
    view! {
        <Loaded resource=tenant skeleton=SkeletonShape::Lines let:tenant>
            <TenantView tenant deeds domains />
        </Loaded>
    }
    .into_any()
}

#[component]
fn TenantView(tenant: TenantCard, deeds: Deeds, domains: Resource<Result<Domains, Fault>>) -> impl IntoView {
    let words = texts::texts();
    let back = ("/".to_owned(), words.tenants.to_owned());
    let head = tenant.clone();
    let actions = move || view! { <Actions tenant=head deeds /> };
    let status = tenant.status;
    let suspended_for = tenant.suspended_for.clone().unwrap_or_default();
    let word = match status {
        Status::Creating => Some(view! { <Alert tone=Tone::Accent><p>{words.is_creating}</p></Alert> }.into_any()),
        Status::Trashed => Some(
            view! { <Alert tone=Tone::Warning title=words.is_trashed><p>{words.is_trashed_text}</p></Alert> }
                .into_any(),
        ),
        Status::Purging => Some(view! { <Alert tone=Tone::Danger><p>{words.is_purging}</p></Alert> }.into_any()),
        Status::Suspended => {
            Some(view! { <Alert tone=Tone::Warning title=words.is_suspended><p>{suspended_for}</p></Alert> }.into_any())
        }
        Status::Active => None,
    };
    let (id, slug) = (tenant.id, tenant.slug.clone());
    let (numbers, limits) = (figures(&tenant), terms(&tenant));
    // A deletion that was cut short can be taken up again.
    let danger = matches!(status, Status::Trashed | Status::Purging)
        .then(move || view! { <DangerZone id slug purge=deeds.purge /> });
    view! {
        <Page title=tenant.name.clone() back actions>
            {word}
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <div class="flex flex-col gap-6"><Facts tenant /></div>
                <div class="flex flex-col gap-6">{numbers}{limits}</div>
            </div>
            <Loaded resource=domains skeleton=SkeletonShape::Lines let:domains>
                <DomainsSection tenant_id=id domains />
            </Loaded>
            {danger}
        </Page>
    }
    .into_any()
}

#[component]
fn Actions(tenant: TenantCard, deeds: Deeds) -> impl IntoView {
    let words = texts::texts();
    let id = tenant.id;
    let edit = view! { <ButtonLink href=format!("/tenants/{id}/edit") label=words.change icon=Icon::Edit kind=ButtonKind::Secondary /> };
    let visit = boot().may_in_console(Permission::LogInAs).then(|| {
        let label = texts::visits::texts().log_in_as;
        view! { <ButtonLink href=format!("/tenants/{id}/visit") label icon=Icon::Key kind=ButtonKind::Secondary /> }
    });
    match tenant.status {
        Status::Active => view! {
            <ButtonLink href=tenant.url label=words.open icon=Icon::External external=true />
            {visit}
            {edit}
            {(tenant.expires_at.is_none()).then(|| view! { <ButtonLink href=format!("/tenants/{id}/duplicate") label=texts::tenants::texts().duplicate_link icon=Icon::Services kind=ButtonKind::Secondary /> })}
            <Suspend id name=tenant.name.clone() suspend=deeds.suspend />
            {to_trash(id, &tenant.name, deeds)}
        }
        .into_any(),
        Status::Suspended => view! {
            {edit}
            <Form action=deeds.resume class="contents">
                <HiddenField name="id" value=id.to_string() />
                <Submit label=words.resume icon=Icon::Restore />
            </Form>
            {to_trash(id, &tenant.name, deeds)}
        }
        .into_any(),
        Status::Trashed => view! {
            {edit}
            <Form action=deeds.restore class="contents">
                <HiddenField name="id" value=id.to_string() />
                <Submit label=words.restore icon=Icon::Restore />
            </Form>
        }
        .into_any(),
        Status::Creating | Status::Purging => ().into_any(),
    }
}

fn to_trash(id: i64, name: &str, deeds: Deeds) -> AnyView {
    let words = texts::texts();
    let title = fill(words.trash_ask, &[("name", name)]);
    view! {
        <Form action=deeds.trash class="contents">
            <HiddenField name="id" value=id.to_string() />
            <Confirm
                label=words.to_trash
                title
                text=words.trash_text
                confirm=words.trash_confirm
                icon=Icon::Trash
            />
        </Form>
    }
    .into_any()
}

#[component]
fn Facts(tenant: TenantCard) -> impl IntoView {
    let words = texts::texts();
    let language = boot().language;
    let zone = TIME_ZONES
        .iter()
        .find(|(zone, _)| *zone == tenant.time_zone)
        .map(|(_, offset)| *offset);
    let zone = match zone {
        Some(offset) => format!("{} ({offset})", words.city(&tenant.time_zone)),
        None => tenant.time_zone.clone(),
    };
    let address = bare(&tenant.url).to_owned();
    let address = if tenant.status == Status::Active {
        view! { <a href=tenant.url.clone() rel="external">{address}</a> }.into_any()
    } else {
        view! { <span>{address}</span> }.into_any()
    };
    let former = former_addresses(&tenant);
    let former = (!former.is_empty()).then(|| {
        let lines = former
            .into_iter()
            .map(|address| view! { <li>{address}</li> })
            .collect_view();
        view! { <Fact label=words.former><ul>{lines}</ul><p class="field-hint">{words.former_note}</p></Fact> }
    });
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| ui::texts::texts().nothing.to_owned());
    let created = format::instant(&boot(), tenant.created_at);
    let created = match tenant.created_in_ms {
        Some(ms) => fill(
            words.created_in,
            &[("when", &created), ("seconds", &seconds(language, ms))],
        ),
        None => created,
    };
    let trashed = tenant
        .trashed_at
        .map(|at| view! { <Fact label=words.trashed_at>{format::instant(&boot(), at)}</Fact> });
    let own = texts::tenants::texts();
    let moment = |label: &str, at: Option<DateTime<Utc>>| {
        let label = label.to_owned();
        at.map(|at| format::instant(&boot(), at))
            .map(|at| view! { <Fact label>{at}</Fact> })
    };
    let original = tenant.copy_of.map(|(id, name)| {
        view! { <Fact label=own.copy_of><a class="link" href=format!("/tenants/{id}")>{name}</a></Fact> }
    });
    let ends = view! {
        {moment(own.purge_at, tenant.purge_at)}
        {original}
        {moment(own.expires, tenant.expires_at)}
    };
    view! {
        <Card title=words.facts>
            <DefinitionList>
                <Fact label=words.col_status><StatusBadge status=tenant.status /></Fact>
                <Fact label=words.address>{address}</Fact>
                {former}
                <Fact label=words.time_zone>{zone}</Fact>
                <Fact label=words.today>{format::date(language, tenant.today)}</Fact>
                <Fact label=words.currency>{words.currency_name(tenant.currency)}</Fact>
                <Fact label=words.language>{texts::language_name(tenant.language)}</Fact>
                {trashed}
                {ends}
            </DefinitionList>
        </Card>
        <Card title=words.contacts>
            <DefinitionList>
                <Fact label=words.first_admin>{tenant.admin_email}</Fact>
                <Fact label=words.contact_email>{or_nothing(tenant.contact_email)}</Fact>
                <Fact label=words.contact_phone>{or_nothing(tenant.contact_phone.as_deref().map(format::phone))}</Fact>
            </DefinitionList>
        </Card>
        <Card title=words.technical>
            <DefinitionList>
                <Fact label=words.created_at>{created}</Fact>
                <Fact label=words.database><span class="font-mono text-sm">{tenant.database}</span></Fact>
                <Fact label=words.schema_version>{tenant.schema_version}</Fact>
            </DefinitionList>
        </Card>
    }
    .into_any()
}

/// The hosts that redirect: the present address with a former label in the place of the present one.
fn former_addresses(tenant: &TenantCard) -> Vec<String> {
    let rest = bare(&tenant.subdomain)
        .strip_prefix(tenant.slug.as_str())
        .unwrap_or_default();
    tenant
        .former_slugs
        .iter()
        .map(|label| format!("{label}{rest}"))
        .collect()
}
