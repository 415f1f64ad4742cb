//! What a payment would pay, beside its form: fetched by itself as one types where the browser half is there, by a button
//! where it is not.

use std::time::Duration;

use domain::payments::{PaymentForm, Preview};
use leptos::ev::Event;
use leptos::form::FromFormData;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, FormData, HtmlFormElement};
use ui::prelude::{FormState, Glyph, Icon, Sum, boot, fill, format};

use super::api::PreviewPayment;
use crate::texts::money;

/// How long the hands have to rest before the server is asked.
const REST: Duration = Duration::from_millis(250);

/// Asks for a preview as one types into the form inside.
#[component]
pub fn AsOneTypes(ask: ServerAction<PreviewPayment>, children: Children) -> impl IntoView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |event: Event| {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        if let Some(Some(earlier)) = waiting.try_get_value() {
            earlier.clear();
        }
        let later = set_timeout_with_handle(
            move || {
                // Whoever has left the page asks nothing any more.
                if waiting.is_disposed() {
                    return;
                }
                // What is half typed may fit no form; then nothing is asked.
                if let Some(question) = FormData::new_with_form(&form)
                    .ok()
                    .and_then(|data| PreviewPayment::from_form_data(&data).ok())
                {
                    ask.dispatch(question);
                }
            },
            REST,
        );
        waiting.set_value(later.ok());
    };
    view! { <div class="contents" on:input=typed>{children()}</div> }.into_any()
}

/// The button that asks for the preview without the browser half; with it nobody has to.
#[component]
pub fn ShowButton() -> impl IntoView {
    let state = FormState::current();
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    view! {
        <button
            type="submit"
            class="button"
            hidden=move || live.get()
            name=state.html_name("show")
            value="1"
        >
            <Glyph icon=Icon::Search />
            <span>{money::desk::texts().show}</span>
        </button>
    }
    .into_any()
}

/// The preview. `whole` says whose the account is, too.
#[component]
pub fn Shown(
    preview: Signal<Option<Preview>>,
    #[prop(optional)] whole: bool,
    /// Where the people lead to whom a name has found; the account is put behind it.
    #[prop(optional)]
    found_at: &'static str,
) -> impl IntoView {
    view! {
        <div aria-live="polite">
            {move || preview.get().map(|preview| {
                view! {
                    <div class="flex flex-col gap-4">
                        {whole.then(|| payer(&preview))}
                        {found(&preview, found_at)}
                        {parts(&preview)}
                    </div>
                }
            })}
        </div>
    }
    .into_any()
}

fn payer(preview: &Preview) -> Option<AnyView> {
    let payer = preview.payer.as_ref()?;
    let words = money::texts();
    let (label, class) = match payer.balance {
        sum if sum.is_positive() => (words.debt, "sum is-danger"),
        sum if sum.is_negative() => (words.advance, "sum is-good"),
        _ => (words.no_debt, "sum"),
    };
    let boot = boot();
    let sum =
        (!payer.balance.is_zero()).then(|| format::money_with_sign(boot.language, boot.currency, payer.balance.abs()));
    let card = view! {
        <div class="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
            <div class="min-w-0">
                <p class="font-semibold">
                    <a class="hover:underline" href=format!("/subscribers/{}", payer.id)>{payer.name.clone()}</a>
                </p>
                <p class="text-sm text-(--muted)">
                    <span class="tabular-nums">{payer.account.clone()}</span>
                    {(!payer.address.is_empty()).then(|| format!(" · {}", payer.address))}
                </p>
            </div>
            <p class="sm:text-right">
                <span class="text-sm text-(--muted)">{label}</span>
                " "
                {sum.map(|sum| view! { <span class=format!("font-semibold {class}")>{sum}</span> })}
            </p>
        </div>
    };
    Some(card.into_any())
}

fn found(preview: &Preview, at: &'static str) -> Option<AnyView> {
    if preview.found.is_empty() {
        return None;
    }
    let lines = preview
        .found
        .iter()
        .map(|(account, name, address)| {
            let href = format!("{at}?account={}", ui::loading::encode(account));
            view! {
                <li class="py-1.5">
                    <a class="link" href=href>{name.clone()}</a>
                    <span class="text-sm text-(--muted)">
                        " " <span class="tabular-nums">{account.clone()}</span>
                        {(!address.is_empty()).then(|| format!(" · {address}"))}
                    </span>
                </li>
            }
        })
        .collect_view();
    let title = money::desk::texts().found;
    Some(
        view! {
            <section aria-label=title>
                <p class="text-sm text-(--muted)">{title}</p>
                <ul class="mt-1 divide-y divide-base-300">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn parts(preview: &Preview) -> Option<AnyView> {
    preview.amount?;
    preview.payer.as_ref()?;
    let (words, own) = (money::texts(), money::desk::texts());
    let language = boot().language;
    let lines = preview
        .parts
        .iter()
        .map(|(_, number, month, part)| {
            let month = format::month(language, *month);
            let label = fill(words.receipt_invoice, &[("number", number), ("month", &month)]);
            view! { <li class="flex items-baseline justify-between gap-4 py-1"><span>{label}</span><Sum of=*part /></li> }
        })
        .collect_view();
    let advance = preview.advance.is_positive().then(|| {
        view! {
            <li class="flex items-baseline justify-between gap-4 py-1">
                <span>{own.shown_advance}</span><Sum of=preview.advance />
            </li>
        }
    });
    let nothing = preview
        .parts
        .is_empty()
        .then(|| view! { <p class="text-sm text-(--muted)">{own.shown_nothing}</p> });
    Some(
        view! {
            <section aria-label=own.shown data-preview="">
                <p class="text-sm text-(--muted)">{own.shown}</p>
                {nothing}
                <ul class="mt-1 divide-y divide-base-300 text-sm">{lines}{advance}</ul>
            </section>
        }
        .into_any(),
    )
}

/// What has been typed before, where the page answers the button that only shows; else an empty form.
#[must_use]
pub fn typed_before(preview: Option<&Preview>) -> PaymentForm {
    preview.map(|preview| preview.form.clone()).unwrap_or_default()
}
