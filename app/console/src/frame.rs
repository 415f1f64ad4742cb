//! The frame around the console's pages, what it says after something was done, and the page that is not there.

use domain::landlords::Permission;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::texts;

/// Sections at the side, notices, the page itself.
#[component]
pub fn Frame() -> impl IntoView {
    let words = texts::texts();
    let nav = vec![
        NavItem {
            href: "/",
            label: words.tenants,
            icon: Icon::Building,
            visible: true,
        },
        NavItem {
            href: "/?show=trashed",
            label: words.trash,
            icon: Icon::Trash,
            visible: true,
        },
        NavItem {
            href: "/metrics",
            label: texts::metrics::texts().title,
            icon: Icon::Chart,
            visible: true,
        },
        NavItem {
            href: "/jobs",
            label: texts::jobs::texts().title,
            icon: Icon::Clock,
            visible: true,
        },
        NavItem {
            href: "/isolation",
            label: texts::isolation::texts().title,
            icon: Icon::Check,
            visible: true,
        },
        NavItem {
            href: "/fleet",
            label: texts::fleet::texts().title,
            icon: Icon::Database,
            visible: true,
        },
        NavItem {
            href: "/orphans",
            label: texts::orphans::texts().title,
            icon: Icon::Refresh,
            visible: boot().may_in_console(Permission::PurgeTenants),
        },
        NavItem {
            href: "/letters",
            label: texts::letters::texts().title,
            icon: Icon::Mail,
            visible: true,
        },
        NavItem {
            href: "/audit",
            label: texts::audit::texts().title,
            icon: Icon::Archive,
            visible: boot().may_in_console(Permission::SeeAudit),
        },
        NavItem {
            href: "/people",
            label: texts::people::texts().title,
            icon: Icon::Staff,
            visible: boot().may_in_console(Permission::ManagePeople),
        },
    ];
    // The words are chosen here, where the language is known; the lookup runs later, in effects too.
    let lookup = match boot().language {
        ui::Language::Ru => russian,
        ui::Language::En => english,
    };
    view! {
        <AppFrame nav>
            <Notices lookup />
            <Outlet />
        </AppFrame>
    }
    .into_any()
}

fn russian(code: &str) -> Option<&'static str> {
    done(ui::Language::Ru, code)
}

fn english(code: &str) -> Option<&'static str> {
    done(ui::Language::En, code)
}

/// What `?done=` of the address stands for.
fn done(language: ui::Language, code: &str) -> Option<&'static str> {
    let (words, jobs) = (texts::of(language), ui::work::room_of(language));
    let people = texts::people::of(language);
    match code {
        "role_changed" => Some(people.done_role),
        "disabled" => Some(people.done_disabled),
        "enabled" => Some(people.done_enabled),
        "password_changed" => Some(people.done_password),
        "created" => Some(words.done_created),
        "saved" => Some(words.done_saved),
        "trashed" => Some(words.done_trashed),
        "restored" => Some(words.done_restored),
        "requeued" => Some(texts::letters::of(language).done_requeued),
        "purged" => Some(words.done_purged),
        "suspended" => Some(words.done_suspended),
        "resumed" => Some(words.done_resumed),
        "copied" => Some(texts::tenants::of(language).done_copied),
        "job_cancelled" => Some(jobs.done_cancelled),
        "job_retried" => Some(jobs.done_retried),
        _ => None,
    }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    let words = texts::texts();
    if let Some(sink) = use_context::<StatusSink>() {
        (sink.0)(404);
    }
    view! {
        <PublicFrame title=words.not_found text=words.not_found_text>
            <ButtonLink href="/" label=words.to_tenants kind=ButtonKind::Secondary external=true />
        </PublicFrame>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_words() {
        for code in [
            "created",
            "saved",
            "trashed",
            "restored",
            "purged",
            "suspended",
            "resumed",
            "job_cancelled",
            "job_retried",
            "requeued",
            "role_changed",
            "disabled",
            "enabled",
            "password_changed",
        ] {
            assert_ne!(russian(code), None);
            assert_ne!(russian(code), english(code));
        }
        assert_eq!(english("<script>"), None);
    }
}
