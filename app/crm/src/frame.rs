//! The frame around the tenant's pages: the sections, what has just been done, the page that does not exist; and what
//! pages need to know of their address.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

use crate::quotas::QuotaBanner;
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
        item(
            "/desk",
            crate::texts::money::desk::texts().title,
            Icon::Check,
            Permission::RecordPayment,
        ),
        item("/payments", text.payments, Icon::Payment, Permission::SeeSubscribers),
        item("/invoices", text.invoices, Icon::Invoice, Permission::SeeSubscribers),
        item(
            "/penalties",
            crate::texts::penalties::texts().title,
            Icon::Coins,
            Permission::ChargePenalties,
        ),
        item(
            "/promises",
            crate::texts::promises::texts().title,
            Icon::Calendar,
            Permission::TakePromises,
        ),
        item("/houses", text.houses, Icon::Building, Permission::SeeSubscribers),
        item("/services", text.services, Icon::Services, Permission::SeeSubscribers),
        item(
            "/contracts",
            crate::texts::contracts::texts().title,
            Icon::Shield,
            Permission::SeeSubscribers,
        ),
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
        item(
            "/jobs",
            crate::texts::jobs::texts().title,
            Icon::Clock,
            Permission::SeeJobs,
        ),
        item(
            "/organisation",
            crate::texts::organisation::texts().title,
            Icon::Settings,
            Permission::SeeOrganisation,
        ),
        item("/users", text.users, Icon::Staff, Permission::ManageUsers),
        item(
            "/settings",
            crate::texts::settings::texts().title,
            Icon::More,
            Permission::EditSettings,
        ),
    ];
    view! {
        <AppFrame nav>
            <VisitBanner />
            <QuotaBanner />
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
    let runs = crate::texts::money::runs::texts();
    let work = ui::work::room_of(language());
    let desk = crate::texts::money::desk::texts();
    let (organisation, contracts) = (crate::texts::organisation::texts(), crate::texts::contracts::texts());
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
        "voided" => crate::texts::corrections::texts().done_void,
        "adjusted" => crate::texts::corrections::texts().done,
        "reversed" => desk.done_reversed,
        "refunded" => desk.done_refunded,
        "reallocated" => desk.done_reallocated,
        "draft_deleted" => runs.done_draft_deleted,
        "redrafted" => runs.done_redrafted,
        "released" => runs.done_released,
        "run_confirmed" => runs.done_confirmed,
        "run_undone" => runs.done_undone,
        "discarded" => text.discarded,
        "posted" => text.posted,
        "posting" => text.posting,
        "job_cancelled" => work.done_cancelled,
        "job_retried" => work.done_retried,
        "state_taken_back" => crate::texts::people::houses::texts().done_taken_back,
        "account_added" => organisation.done_account_added,
        "account_main" => organisation.done_account_main,
        "account_archived" => organisation.done_account_archived,
        "logo_set" => organisation.done_logo_set,
        "logo_removed" => organisation.done_logo_removed,
        "contract_ended" => contracts.done_ended,
        "scan_attached" => contracts.done_attached,
        "scan_detached" => contracts.done_detached,
        "survey_answered" => survey.thanks,
        "survey_postponed" => survey.postponed,
        "survey_dismissed" => survey.dismissed,
        "written_off" => crate::texts::penalties::texts().written,
        "rule_added" => crate::texts::penalties::texts().rule_added,
        "promise_taken" => crate::texts::promises::texts().taken,
        "promise_cancelled" => crate::texts::promises::texts().cancelled,
        "promise_cared" => crate::texts::promises::texts().cared_done,
        "uploaded" => crate::texts::files::texts().done_uploaded,
        "proved" => crate::texts::books::texts().done,
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
