//! The frame around the tenant's pages: the sections, what has just been done, the page that does not exist; and what
//! pages need to know of their address.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

use crate::texts::people::frame::texts as own;
use crate::visits::VisitBanner;

/// The frame of everybody who is signed in.
#[component]
pub fn Frame() -> impl IntoView {
    let text = own();
    let boot = boot();
    let item = |href, label, icon, permission| NavItem {
        href,
        label,
        icon,
        visible: boot.may(permission),
    };
    let nav = vec![
        item("/", text.home, Icon::Home, Permission::SeeDashboard),
        item(
            "/subscribers",
            text.subscribers,
            Icon::Users,
            Permission::SeeSubscribers,
        ),
        item("/payments", text.payments, Icon::Payment, Permission::SeeSubscribers),
        item("/invoices", text.invoices, Icon::Invoice, Permission::SeeSubscribers),
        item("/houses", text.houses, Icon::Building, Permission::SeeSubscribers),
        item("/services", text.services, Icon::Services, Permission::SeeSubscribers),
        item(
            "/volumes",
            crate::texts::money::tariffs::texts().volumes,
            Icon::Gauge,
            Permission::SeeSubscribers,
        ),
        item("/imports", text.imports, Icon::Import, Permission::ImportSubscribers),
        item(
            "/files",
            crate::texts::files::texts().title,
            Icon::Inbox,
            Permission::SeeFiles,
        ),
        item("/users", text.users, Icon::Staff, Permission::ManageUsers),
    ];
    view! {
        <AppFrame nav>
            <VisitBanner />
            <Outlet />
            <Notices lookup=notice />
        </AppFrame>
    }
    .into_any()
}

/// What `?done=` of an address stands for.
fn notice(code: &str) -> Option<&'static str> {
    let text = own();
    let survey = crate::texts::survey::texts();
    let tariffs = crate::texts::money::tariffs::texts();
    let said = match code {
        "saved" => text.saved,
        "created" => text.created,
        "archived" => text.archived,
        "restored" => text.restored,
        "invited" => text.invited,
        "role_changed" => text.role_changed,
        "disabled" => text.disabled,
        "enabled" => text.enabled,
        "password_changed" => text.password_changed,
        "price_set" => text.price_set,
        "link_added" => text.link_added,
        "link_ended" => text.link_ended,
        "paused" => tariffs.paused,
        "pause_ended" => tariffs.pause_ended,
        "pause_removed" => tariffs.pause_removed,
        "price_removed" => tariffs.version_removed,
        "volumes_saved" => tariffs.volumes_saved,
        "issued" => text.issued,
        "paid" => text.paid,
        "discarded" => text.discarded,
        "posted" => text.posted,
        "survey_answered" => survey.thanks,
        "survey_postponed" => survey.postponed,
        "survey_dismissed" => survey.dismissed,
        "uploaded" => crate::texts::files::texts().done_uploaded,
        "file_deleted" => crate::texts::files::texts().done_deleted,
        _ => return None,
    };
    Some(said)
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    if let Some(sink) = use_context::<StatusSink>() {
        (sink.0)(404);
    }
    let shared = words();
    view! {
        <PublicFrame title=shared.not_found_title text=own().lost_text>
            <ButtonLink href="/" label=shared.to_start />
        </PublicFrame>
    }
    .into_any()
}

/// The id in the page's path; an id that is none becomes one that nothing has.
#[must_use]
pub fn path_id() -> Memo<i64> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok()).unwrap_or_default()))
}
