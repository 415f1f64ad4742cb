//! The files, the latest first, with the upload above them for those who may.

use domain::files::{FileLine, FilePage, FileQuery};
use domain::{Language, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use rust_decimal::Decimal;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{RemoveFile, list_files};
use crate::texts::files::{Words, of, texts};

/// The list of files.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = texts();
    let may = boot().may(Permission::EditFiles);
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| FileQuery {
            after: address.get("after").unwrap_or_default(),
        })
    });
    let deeds = deeds();
    let files = Resource::new(move || (query.get(), deeds.get()), |(query, _)| list_files(query));
    view! {
        <Page title=words.title subtitle=words.subtitle>
            <Loaded resource=files let:files>{show(files, may)}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(files: FilePage, may: bool) -> AnyView {
    let words = texts();
    let upload = may.then(|| view! { <Upload max_mb=files.max_mb /> });
    let page = files.page;
    let body = if page.items.is_empty() {
        let text = if may { words.none_text } else { words.none_text_reader };
        view! { <EmptyState icon=Icon::Inbox title=words.none text /> }.into_any()
    } else {
        let mut head = vec![
            Column::text(words.file),
            Column::text(words.kind),
            Column::number(words.size),
            Column::text(words.uploaded),
            Column::text(words.uploaded_by),
        ];
        if may {
            head.push(Column::text(words.actions));
        }
        let rows = page.items.into_iter().map(|file| line(file, may)).collect_view();
        view! {
            <Table head caption=words.title>{rows}</Table>
            <Pager next=page.next count=page.count />
        }
        .into_any()
    };
    view! {
        {upload}
        <Card flush=true>{body}</Card>
    }
    .into_any()
}

#[component]
fn Upload(max_mb: u32) -> impl IntoView {
    let words = texts();
    let hint = fill(words.file_hint, &[("max", &max_mb.to_string())]);
    view! {
        <Card title=words.upload>
            <PlainForm action="/files/upload" multipart=true>
                <FileField
                    name="file"
                    label=words.file
                    accept=".pdf,.png,.jpg,.jpeg,.webp,.xlsx,.docx,.csv,.txt"
                    hint
                    required=true
                />
                <FormActions>
                    <Submit label=words.do_upload icon=Icon::Upload />
                </FormActions>
            </PlainForm>
        </Card>
    }
    .into_any()
}

fn line(file: FileLine, may: bool) -> AnyView {
    let words = texts();
    let language = boot().language;
    let remove = may.then(|| view! { <Remove id=file.id.to_string() name=file.name.clone() /> });
    view! {
        <Row>
            // The server's own route: the router must not take it for a page.
            <Cell><a class="link wrap-anywhere" href=format!("/files/{}", file.id) rel="external">{file.name}</a></Cell>
            <Cell label=words.kind>{words.kind_of(file.kind)}</Cell>
            <Cell label=words.size align=Align::End>{size(language, file.size)}</Cell>
            <Cell label=words.uploaded><span class="tabular-nums">{format::instant(&boot(), file.created_at)}</span></Cell>
            <Cell label=words.uploaded_by>{file.created_by}</Cell>
            {remove}
        </Row>
    }
    .into_any()
}

#[component]
fn Remove(id: String, name: String) -> impl IntoView {
    let words = texts();
    let remove = ServerAction::<RemoveFile>::new();
    view! {
        <Cell label=words.actions>
            <Form action=remove key=("id", id)>
                <Confirm
                    label=words.delete
                    icon=Icon::Trash
                    opener=ButtonKind::Ghost
                    title=words.delete_title
                    text=fill(words.delete_text, &[("name", &name)])
                    confirm=words.delete
                />
            </Form>
        </Cell>
    }
    .into_any()
}

/// Bytes as people say them: `1,2 МБ`.
fn size(language: Language, bytes: u64) -> String {
    let words: &Words = of(language);
    let (unit, form) = match bytes {
        0..1024 => (1, words.bytes),
        1024..1_048_576 => (1024, words.kilobytes),
        _ => (1_048_576, words.megabytes),
    };
    let number = (Decimal::from(bytes) / Decimal::from(unit)).round_dp(1);
    fill(form, &[("n", &format::number(language, number.normalize()))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_their_unit() {
        for (bytes, ru, en) in [
            (1, "1 Б", "1 B"),
            (1536, "1,5 КБ", "1.5 KB"),
            (20 * 1_048_576, "20 МБ", "20 MB"),
        ] {
            assert_eq!(
                (size(Language::Ru, bytes).as_str(), size(Language::En, bytes).as_str()),
                (ru, en)
            );
        }
    }
}
