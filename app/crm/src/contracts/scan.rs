//! The signed scan of a contract: uploaded, chosen among the files, detached.

use domain::files::FileLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{AttachScan, open_scans};
use crate::texts::contracts::texts as own;

/// The scan with its forms.
#[component]
pub(super) fn Scan(id: i64, scan: Option<FileLine>, max_mb: u32, may: bool) -> impl IntoView {
    let text = own();
    let name = scan.as_ref().map(|file| file.name.clone());
    let shown = match scan {
        Some(file) => view! {
            // The server's own route: the router must not take it for a page.
            <a class="link wrap-anywhere" href=format!("/files/{}", file.id) rel="external">{file.name}</a>
        }
        .into_any(),
        None => view! { <p class="text-sm text-muted">{text.scan_none}</p> }.into_any(),
    };
    let detach = name.filter(|_| may).map(|name| view! { <Detach id name /> });
    let forms = may.then(|| view! { <Upload id max_mb /><Choose id /> });
    view! {
        <Card title=text.scan_title>
            <div class="flex flex-col gap-4">{shown} {detach} {forms}</div>
        </Card>
    }
    .into_any()
}

#[component]
fn Detach(id: i64, name: String) -> impl IntoView {
    let text = own();
    let detach = ServerAction::<AttachScan>::new();
    view! {
        <Form action=detach>
            <HiddenField name="id" value=id.to_string() />
            <HiddenField name="file_id" value="" />
            <Confirm
                label=text.scan_remove
                opener=ButtonKind::Ghost
                title=text.scan_remove_title
                text=fill(text.scan_remove_text, &[("name", &name)])
                confirm=text.scan_remove
            />
        </Form>
    }
    .into_any()
}

#[component]
fn Upload(id: i64, max_mb: u32) -> impl IntoView {
    let text = own();
    let hint = fill(text.scan_hint, &[("max", &max_mb.to_string())]);
    view! {
        <PlainForm action=format!("/contracts/{id}/scan") multipart=true>
            <FileField name="file" label=text.scan_file accept=".pdf,.png,.jpg,.jpeg,.webp" hint required=true />
            <FormActions>
                <Submit label=text.scan_upload kind=ButtonKind::Secondary icon=Icon::Upload />
            </FormActions>
        </PlainForm>
    }
    .into_any()
}

/// Nothing where there is no file to choose.
#[component]
fn Choose(id: i64) -> impl IntoView {
    let files = Resource::new(|| (), |()| open_scans());
    view! {
        <Loaded resource=files skeleton=SkeletonShape::Lines let:list>
            {(!list.is_empty()).then(|| view! { <ChooseForm id list /> })}
        </Loaded>
    }
    .into_any()
}

#[component]
fn ChooseForm(id: i64, list: Vec<FileLine>) -> impl IntoView {
    let text = own();
    let attach = ServerAction::<AttachScan>::new();
    let language = language();
    let options = list
        .into_iter()
        .map(|file| {
            let day = format::date(language, file.created_at.date_naive());
            (file.id.to_string(), format!("{} · {day}", file.name))
        })
        .collect();
    view! {
        <Form action=attach key=("id", id.to_string())>
            <SelectField name="file_id" label=text.scan_choose options blank=text.scan_blank required=true />
            <FormActions>
                <Submit label=text.scan_attach kind=ButtonKind::Secondary />
            </FormActions>
        </Form>
    }
    .into_any()
}
