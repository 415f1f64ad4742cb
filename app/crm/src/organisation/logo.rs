//! The logo: shown to all, changed by those who may.

use domain::files::FileLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::RemoveLogo;
use crate::texts::organisation::texts as own;

/// The logo with its forms.
#[component]
pub(super) fn Logo(logo: Option<FileLine>, max_mb: u32, may: bool) -> impl IntoView {
    let text = own();
    let there = logo.is_some();
    let shown = match logo {
        Some(file) => {
            let source = format!("/files/{}", file.id);
            view! { <img class="max-h-32 max-w-full self-start rounded bg-white p-2" src=source alt=text.logo /> }
                .into_any()
        }
        None => view! { <p class="text-sm text-muted">{text.logo_none}</p> }.into_any(),
    };
    let forms = may.then(|| view! { <Forms there max_mb /> });
    view! {
        <Card title=text.logo>
            <div class="flex flex-col gap-4">{shown} {forms}</div>
        </Card>
    }
    .into_any()
}

#[component]
fn Forms(there: bool, max_mb: u32) -> impl IntoView {
    let text = own();
    let remove = ServerAction::<RemoveLogo>::new();
    let hint = fill(text.logo_hint, &[("max", &max_mb.to_string())]);
    let take_away = there.then(|| {
        view! {
            <Form action=remove>
                <Confirm
                    label=text.logo_remove
                    icon=Icon::Trash
                    opener=ButtonKind::Ghost
                    title=text.logo_remove_title
                    text=text.logo_remove_text
                    confirm=text.logo_remove
                />
            </Form>
        }
    });
    view! {
        <PlainForm action="/organisation/logo" multipart=true>
            <FileField name="file" label=text.logo_file accept=".png,.jpg,.jpeg,.webp" hint required=true />
            <FormActions>
                <Submit label=text.logo_upload kind=ButtonKind::Secondary icon=Icon::Upload />
            </FormActions>
        </PlainForm>
        {take_away}
    }
    .into_any()
}
