//! The upload, what a file has to look like, and the batches so far.

use domain::Permission;
use domain::imports::BatchLine;
use leptos::prelude::*;
use ui::prelude::{
    Align, ButtonLink, Card, Cell, Column, FailureView, FileField, FormActions, Icon, Loaded, Page, PlainForm, Row,
    Submit, Table, boot, format,
};

use super::api::list_batches;
use super::batch::StatusBadge;
use super::columns::ColumnsTable;
use crate::texts::money::imports::texts;

/// Where an import begins.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = texts();
    if !boot().may(Permission::ImportSubscribers) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let batches = Resource::new(|| (), |()| list_batches());
    let sample = move || {
        view! {
            <ButtonLink href="/imports/sample.csv" label=words.sample icon=Icon::Export external=true kind=ui::page::ButtonKind::Secondary />
        }
    };
    view! {
        <Page title=words.title subtitle=words.subtitle actions=sample>
            <Card title=words.upload>
                <PlainForm action="/imports/upload" multipart=true>
                    <FileField name="file" label=words.file accept=".csv,.txt" hint=words.file_hint required=true />
                    <FormActions>
                        <Submit label=words.check icon=Icon::Upload />
                    </FormActions>
                </PlainForm>
            </Card>
            <Card title=words.batches flush=true>
                <Loaded resource=batches let:list>{table(list)}</Loaded>
            </Card>
            <Card title=words.columns flush=true>
                <p class="px-5 py-4 text-sm text-(--muted)">{words.columns_text}</p>
                <ColumnsTable />
            </Card>
        </Page>
    }
    .into_any()
}

fn table(list: Vec<BatchLine>) -> AnyView {
    let words = texts();
    if list.is_empty() {
        return view! { <p class="p-5 text-(--muted)">{words.batches_none}</p> }.into_any();
    }
    let head = vec![
        Column::text(words.file),
        Column::text(words.status),
        Column::number(words.good),
        Column::number(words.refused),
        Column::text(words.uploaded),
        Column::text(words.uploaded_by),
    ];
    let rows = list.into_iter().map(line).collect_view();
    view! { <Table head caption=words.batches>{rows}</Table> }.into_any()
}

fn line(batch: BatchLine) -> AnyView {
    let words = texts();
    let language = boot().language;
    let whole = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    view! {
        <Row>
            <Cell link=format!("/imports/{}", batch.id)>{batch.file_name}</Cell>
            <Cell label=words.status><StatusBadge status=batch.status /></Cell>
            <Cell label=words.good align=Align::End>{whole(batch.good)}</Cell>
            <Cell label=words.refused align=Align::End>{whole(batch.refused)}</Cell>
            <Cell label=words.uploaded><span class="tabular-nums">{format::instant(&boot(), batch.created_at)}</span></Cell>
            <Cell label=words.uploaded_by>{batch.uploaded_by}</Cell>
        </Row>
    }
    .into_any()
}
