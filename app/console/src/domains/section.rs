//! The tenant's hosts: the one under the root domain, its own ones with what is to be set up, and the form of another.

use domain::domains::{Cause, DomainLine, Domains, Method};
use domain::landlords::Permission;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{AddDomain, CheckDomain, PreferDomain, PreferSubdomain, RemoveDomain};
use crate::texts::domains::texts as own;

/// What can be done with domains.
#[derive(Clone, Copy)]
struct Deeds {
    check: ServerAction<CheckDomain>,
    prefer: ServerAction<PreferDomain>,
    remove: ServerAction<RemoveDomain>,
}

/// The section.
#[component]
pub(crate) fn DomainsSection(tenant_id: i64, domains: Domains) -> impl IntoView {
    let text = own();
    let may = boot().may_in_console(Permission::EditTenants);
    let deeds = Deeds {
        check: ServerAction::new(),
        prefer: ServerAction::new(),
        remove: ServerAction::new(),
    };
    let canonical = domains.subdomain_is_canonical();
    let lines = domains
        .own
        .into_iter()
        .map(|domain| view! { <Line domain deeds may /> })
        .collect_view();
    let add = may.then(|| view! { <Add tenant_id /> });
    view! {
        <div id="domains" class="scroll-mt-4">
            <Card title=text.title>
                <p class="text-sm text-muted">{text.about}</p>
                <ul class="flex flex-col divide-y divide-line">
                    <Subdomain tenant_id url=domains.subdomain canonical may />
                    {lines}
                </ul>
                {add}
            </Card>
        </div>
    }
    .into_any()
}

#[component]
fn Subdomain(tenant_id: i64, url: String, canonical: bool, may: bool) -> impl IntoView {
    let text = own();
    let prefer = ServerAction::<PreferSubdomain>::new();
    let state = canonical.then(|| view! { <Badge tone=Tone::Accent>{text.main}</Badge> });
    let change = (may && !canonical).then(|| {
        view! {
            <Form action=prefer class="contents">
                <HiddenField name="id" value=tenant_id.to_string() />
                <Submit label=text.prefer kind=ButtonKind::Secondary />
            </Form>
        }
    });
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
            <span class="min-w-0 flex-1 basis-64">
                <a class="link font-medium wrap-anywhere" href=url.clone() rel="external">{bare(&url)}</a>
                <span class="block text-sm text-muted">{text.built_in}</span>
            </span>
            {state}
            {change}
        </li>
    }
    .into_any()
}

#[component]
fn Line(domain: DomainLine, deeds: Deeds, may: bool) -> impl IntoView {
    let text = own();
    let (tone, state) = match (domain.verified_at.is_some(), domain.cause) {
        (true, None) => (Tone::Good, text.verified),
        (true, Some(_)) => (Tone::Warning, text.doubtful),
        (false, _) if domain.lapsed_at.is_some() => (Tone::Danger, text.lapsed),
        (false, _) => (Tone::Neutral, text.waiting),
    };
    let main = domain
        .is_canonical
        .then(|| view! { <Badge tone=Tone::Accent>{text.main}</Badge> });
    let name = if domain.verified_at.is_some() {
        view! { <a class="link font-medium wrap-anywhere" href=domain.url.clone() rel="external">{domain.shown.clone()}</a> }
            .into_any()
    } else {
        view! { <span class="font-medium wrap-anywhere">{domain.shown.clone()}</span> }.into_any()
    };
    let checked = match domain.last_checked_at {
        Some(at) => fill(text.checked_at, &[("when", &format::instant(&boot(), at))]),
        None => text.never_checked.to_owned(),
    };
    let proven = domain.verified_at.is_some() && domain.cause.is_none();
    let proof = (!proven).then(|| view! { <Proof domain=domain.clone() /> });
    let buttons = may.then(|| view! { <Buttons domain=domain.clone() deeds /> });
    view! {
        <li class="flex flex-col gap-3 py-3">
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <span class="min-w-0 flex-1 basis-64">{name}<span class="block text-sm text-muted">{checked}</span></span>
                {main}
                <Badge tone>{state}</Badge>
            </div>
            {proof}
            {buttons}
        </li>
    }
    .into_any()
}

/// What has to be set up, and why the last look did not find it.
#[component]
fn Proof(domain: DomainLine) -> impl IntoView {
    let text = own();
    let why = domain.cause.map(|cause| {
        let lasting = outlook(&domain, cause).map(|text| view! { <p>{text}</p> });
        view! { <Alert tone=Tone::Warning><p>{text.cause(cause)}</p>{lasting}</Alert> }
    });
    let how = match domain.method {
        Method::Dns => view! {
            <p class="text-sm">{text.how_dns}</p>
            <DefinitionList>
                <Fact label=text.record><code class="font-mono text-sm wrap-anywhere">{domain.proof_at}</code></Fact>
                <Fact label=text.value><code class="font-mono text-sm wrap-anywhere">{domain.proof}</code></Fact>
            </DefinitionList>
        }
        .into_any(),
        Method::Http => view! {
            <p class="text-sm">{text.how_http}</p>
            <DefinitionList>
                <Fact label=text.address><code class="font-mono text-sm wrap-anywhere">{domain.proof_at}</code></Fact>
            </DefinitionList>
        }
        .into_any(),
    };
    view! {
        {why}
        {how}
    }
    .into_any()
}

/// What becomes of a domain without its proof.
fn outlook(domain: &DomainLine, cause: Cause) -> Option<String> {
    let text = own();
    let boot = boot();
    if let Some(at) = domain.lapsed_at {
        return Some(fill(text.lapsed_text, &[("when", &format::instant(&boot, at))]));
    }
    domain.verified_at?;
    if !cause.is_certain() {
        return Some(text.silent_text.to_owned());
    }
    let days = format::counted(boot.language, domain.days_left().unsigned_abs().into(), text.days);
    let what = if domain.is_canonical {
        text.steps_down_text
    } else {
        text.lapses_text
    };
    Some(fill(what, &[("days", &days)]))
}

#[component]
fn Buttons(domain: DomainLine, deeds: Deeds) -> impl IntoView {
    let text = own();
    let id = domain.id.to_string();
    let prefer = (domain.verified_at.is_some() && !domain.is_canonical).then(|| {
        view! {
            <Form action=deeds.prefer class="contents" key=("id", id.clone())>
                <Submit label=text.prefer kind=ButtonKind::Secondary />
            </Form>
        }
    });
    view! {
        <div class="flex flex-wrap gap-2">
            <Form action=deeds.check class="contents" key=("id", id.clone())>
                <Submit label=text.check kind=ButtonKind::Secondary icon=Icon::Refresh />
            </Form>
            {prefer}
            <Form action=deeds.remove class="contents" key=("id", id)>
                <Confirm
                    label=text.remove
                    title=fill(text.remove_title, &[("name", &domain.shown)])
                    text=text.remove_text
                    confirm=text.remove
                    icon=Icon::Trash
                />
            </Form>
        </div>
    }
    .into_any()
}

#[component]
fn Add(tenant_id: i64) -> impl IntoView {
    let text = own();
    let add = ServerAction::<AddDomain>::new();
    let methods = Method::ALL
        .map(|method| (method.code().to_owned(), text.method_name(method).to_owned()))
        .to_vec();
    view! {
        <section class="flex flex-col gap-3 border-t border-line pt-5">
            <h3 class="font-semibold">{text.add}</h3>
            <Form action=add reset_on_ok=true>
                <HiddenField name="tenant_id" value=tenant_id.to_string() />
                <FieldRow>
                    <TextField name="name" label=text.name hint=text.name_hint autocomplete="off" maxlength=253 required=true />
                    <SelectField name="method" label=text.method options=methods value=Method::Dns.code() required=true />
                </FieldRow>
                <FormActions>
                    <Submit label=text.do_add kind=ButtonKind::Secondary />
                </FormActions>
            </Form>
        </section>
    }
    .into_any()
}

/// An address without its scheme, as people say it.
fn bare(url: &str) -> String {
    url.split_once("://").map_or(url, |(_, rest)| rest).to_owned()
}
