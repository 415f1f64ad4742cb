//! What a tenant uses and what it may use, on its card.

use domain::quotas::{Standing, What};
use domain::tenants::TenantCard;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::texts::tenants;

/// Sizes, requests, errors; who signed in last.
pub(super) fn figures(tenant: &TenantCard) -> AnyView {
    let words = tenants::texts();
    let boot = boot();
    let language = boot.language;
    let Some(found) = tenant.figures else {
        return view! { <Card title=words.figures><p class="text-(--muted)">{words.figures_none}</p></Card> }
            .into_any();
    };
    let whole = |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let p95 = match tenant.traffic.p95() {
        None => texts::texts().nothing.to_owned(),
        Some(Some(ms)) => fill(words.within, &[("ms", &whole(ms))]),
        Some(None) => words.beyond.to_owned(),
    };
    let seen = found
        .last_log_in_at
        .map_or_else(|| words.never.to_owned(), |at| format::instant(&boot, at));
    let pairs = [
        (words.subscribers, whole(found.subscribers)),
        (words.users, whole(found.users)),
        (words.size, format::bytes(language, found.database_bytes)),
        (words.files, format::bytes(language, found.file_bytes)),
        (words.last_seen, seen),
        (words.requests, whole(tenant.traffic.requests)),
        (words.p95, p95),
        (words.errors, whole(tenant.traffic.errors)),
    ];
    let facts = pairs
        .into_iter()
        .map(|(label, value)| view! { <Fact label><span class="tabular-nums">{value}</span></Fact> })
        .collect_view();
    let collected = fill(words.collected, &[("at", &format::instant(&boot, found.collected_at))]);
    view! {
        <Card title=words.figures>
            <DefinitionList>{facts}</DefinitionList>
            <p class="text-sm text-(--muted)">{collected}</p>
        </Card>
    }
    .into_any()
}

/// Plan, tags, limits with what is used of them.
pub(super) fn terms(tenant: &TenantCard) -> AnyView {
    let words = tenants::texts();
    let language = boot().language;
    let whole = |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let edit = format!("/tenants/{}/terms", tenant.id);
    let actions =
        move || view! { <ButtonLink href=edit label=words.terms_edit icon=Icon::Edit kind=ButtonKind::Secondary /> };
    let limits = What::ALL
        .into_iter()
        .map(|what| {
            let quota = tenant.quotas.of(what);
            let used = tenant.figures.map(|figures| figures.used(what));
            let value = match (used, quota.hard) {
                (Some(used), Some(hard)) => fill(words.used_of, &[("used", &whole(used)), ("hard", &whole(hard))]),
                (None, Some(hard)) => whole(hard),
                (_, None) => words.no_limit.to_owned(),
            };
            let near = used.is_some_and(|used| quota.standing(used) != Standing::Free);
            let near = near.then(|| view! { <Badge tone=Tone::Warning>{words.near_limit}</Badge> });
            view! {
                <Fact label=words.what(what)>
                    <span class="flex flex-wrap items-center gap-2 tabular-nums">{value}{near}</span>
                </Fact>
            }
        })
        .collect_view();
    let or_none = |text: String| if text.is_empty() { words.none.to_owned() } else { text };
    let (plan, tags) = (or_none(tenant.plan.clone()), or_none(tenant.tags.join(", ")));
    view! {
        <Card title=words.terms actions>
            <DefinitionList>
                <Fact label=words.plan>{plan}</Fact>
                <Fact label=words.tags>{tags}</Fact>
                {limits}
            </DefinitionList>
        </Card>
    }
    .into_any()
}
