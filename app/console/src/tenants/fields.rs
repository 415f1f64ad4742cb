//! The fields that creation and changes have in common.

use domain::tenants::TIME_ZONES;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts;

/// The time zone: cities that people know it by. One that the table lacks stays as it is.
#[component]
pub(super) fn TimeZoneField(#[prop(into)] value: String) -> impl IntoView {
    let words = texts::texts();
    let mut options: Vec<(String, String)> = TIME_ZONES
        .iter()
        .map(|(zone, offset)| {
            let city = words.city(zone);
            let label = if zone == offset {
                format!("{city} ({zone})")
            } else {
                format!("{city} ({offset})")
            };
            ((*zone).to_owned(), label)
        })
        .collect();
    if !TIME_ZONES.iter().any(|(zone, _)| *zone == value) {
        options.push((value.clone(), value.clone()));
    }
    view! {
        <SelectField name="time_zone" label=words.time_zone options value hint=words.time_zone_hint required=true />
    }
    .into_any()
}

/// The label of the address, with the whole address below it. The browser half shows it while one types.
#[component]
pub(super) fn SlugField(
    /// The console's own address.
    address: String,
    #[prop(optional, into)] value: String,
    #[prop(into)] hint: String,
) -> impl IntoView {
    let words = texts::texts();
    let typed = RwSignal::new(FormState::current().text("slug", value.clone()));
    let preview = move || {
        let slug = typed.get().trim().to_lowercase();
        let slug = if slug.is_empty() {
            words.slug_example
        } else {
            slug.as_str()
        };
        child(&address, slug)
    };
    view! {
        <div class="flex flex-col gap-1" on:input=move |event| typed.set(event_target_value(&event))>
            <TextField
                name="slug"
                label=words.slug
                value
                placeholder=words.slug_example
                hint
                autocomplete="off"
                maxlength=40
                required=true
            />
            <p class="field-hint">{words.slug_preview} " " <span class="break-all font-medium">{preview}</span></p>
        </div>
    }
    .into_any()
}

/// The address one label below.
pub(super) fn child(address: &str, slug: &str) -> String {
    match address.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{slug}.{rest}"),
        None => format!("{slug}.{address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::child;

    #[test]
    fn a_tenant_lives_one_label_below() {
        assert_eq!(child("http://localhost:3000", "daisy"), "http://daisy.localhost:3000");
        assert_eq!(child("kvitok.ru", "http"), "http.kvitok.ru");
    }
}
