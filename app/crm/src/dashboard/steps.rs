//! The first steps of a new tenant: what is done, what comes next, and the way there.

use domain::Permission;
use domain::dashboard::Steps;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::texts::people::dashboard::{Dashboard, texts as own};

/// One step: what it is and where it is done.
struct Step {
    done: bool,
    title: &'static str,
    about: &'static str,
    /// Address and label of each way to do it, and who may.
    ways: Vec<(&'static str, &'static str, Permission)>,
}

fn steps_of(text: &Dashboard, steps: Steps) -> [Step; 4] {
    [
        Step {
            done: steps.has_service,
            title: text.step_service,
            about: text.step_service_text,
            ways: vec![("/services/new", text.step_service_action, Permission::EditServices)],
        },
        Step {
            done: steps.has_subscriber,
            title: text.step_subscriber,
            about: text.step_subscriber_text,
            ways: vec![
                (
                    "/subscribers/new",
                    text.step_subscriber_action,
                    Permission::EditSubscribers,
                ),
                ("/imports", text.step_subscriber_import, Permission::ImportSubscribers),
            ],
        },
        Step {
            done: steps.has_invoice,
            title: text.step_invoice,
            about: text.step_invoice_text,
            ways: vec![("/invoices/issue", text.step_invoice_action, Permission::IssueInvoices)],
        },
        Step {
            done: steps.has_payment,
            title: text.step_payment,
            about: text.step_payment_text,
            ways: vec![("/payments/new", text.step_payment_action, Permission::RecordPayment)],
        },
    ]
}

/// The checklist. The first open step has the button that stands out.
#[component]
pub(super) fn FirstSteps(steps: Steps) -> impl IntoView {
    let text = own();
    let steps = steps_of(text, steps);
    let done = steps.iter().filter(|step| step.done).count().to_string();
    let all = steps.len().to_string();
    let current = steps.iter().position(|step| !step.done);
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| view! { <Line number=at + 1 step current=current == Some(at) /> })
        .collect_view();
    let progress = fill(text.steps_done, &[("done", &done), ("all", &all)]);
    view! {
        <Card title=text.steps actions=move || view! { <span class="text-sm text-muted">{progress}</span> } flush=true>
            <ol class="divide-y divide-line">{rows}</ol>
        </Card>
    }
    .into_any()
}

#[component]
fn Line(number: usize, step: Step, current: bool) -> impl IntoView {
    let text = own();
    let boot = boot();
    let may: Vec<_> = step
        .ways
        .into_iter()
        .filter(|(.., permission)| boot.may(*permission))
        .collect();
    let (mark, title) = if step.done {
        ("bg-[var(--success-soft)] text-success", "font-medium text-muted")
    } else if current {
        ("bg-primary text-primary-content", "font-semibold")
    } else {
        ("bg-[var(--hover)] text-muted", "font-medium")
    };
    let sign = if step.done {
        view! {
            <Glyph icon=Icon::Check />
            <span class="sr-only">{text.step_is_done}</span>
        }
        .into_any()
    } else {
        number.into_any()
    };
    let ways = match (step.done, may.is_empty()) {
        (true, _) => None,
        (false, true) => Some(view! { <p class="text-sm text-muted">{text.step_is_for_others}</p> }.into_any()),
        (false, false) => {
            let buttons = may
                .into_iter()
                .enumerate()
                .map(|(at, (href, label, _))| {
                    let kind = if current && at == 0 {
                        ButtonKind::Primary
                    } else {
                        ButtonKind::Secondary
                    };
                    view! { <ButtonLink href label kind /> }
                })
                .collect_view();
            Some(view! { <div class="flex flex-wrap gap-2">{buttons}</div> }.into_any())
        }
    };
    let about = (!step.done).then(|| view! { <p class="text-sm text-muted">{step.about}</p> });
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3 sm:px-5">
            <div class="flex min-w-0 flex-1 basis-64 items-start gap-3">
                <span class=format!(
                    "mt-px grid size-7 shrink-0 place-items-center rounded-full text-sm font-semibold {mark}",
                )>{sign}</span>
                <div class="min-w-0 pt-0.5">
                    <p class=title>{step.title}</p>
                    {about}
                </div>
            </div>
            {ways}
        </li>
    }
    .into_any()
}
