//! Files in and out: the upload of an import, its refused rows, the sample.

use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Failure, Language, Reason};
use std::collections::BTreeMap;

use super::visit::{Keeper, SharedSite, TenantVisit, language};
use super::{echo, plain};

/// The largest file, mebibytes; the request's own limit lies above it.
const MAX_MB: u32 = 16;

/// `POST /imports/upload`: reads the table and leads to its preview.
pub async fn upload(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login?next=%2Fimports");
    }
    let read = async {
        let unreadable = || Failure::field("file", Reason::FileUnreadable);
        while let Some(field) = form
            .next_field()
            .await
            .map_err(|_| Failure::field("file", Reason::FileTooLarge { max_mb: MAX_MB }))?
        {
            if field.name() != Some("file") {
                continue;
            }
            let name: String = field
                .file_name()
                .unwrap_or_default()
                .chars()
                .filter(|c| !c.is_control())
                .take(120)
                .collect();
            let bytes = field
                .bytes()
                .await
                .map_err(|_| Failure::field("file", Reason::FileTooLarge { max_mb: MAX_MB }))?;
            if name.is_empty() && bytes.is_empty() {
                return Err(Failure::field("file", Reason::Required));
            }
            if bytes.len() > 1024 * 1024 * usize::try_from(MAX_MB).unwrap_or(16) {
                return Err(Failure::field("file", Reason::FileTooLarge { max_mb: MAX_MB }));
            }
            // Reading a large table is work for a thread of its own.
            let table = tokio::task::spawn_blocking(move || documents::table::read(&bytes))
                .await
                .map_err(|_| unreadable())?
                .map_err(|reason| Failure::field("file", reason))?;
            return tenant::imports::upload(&visit.ctx, &name, &table).await;
        }
        Err(Failure::field("file", Reason::Required))
    };
    match read.await {
        Ok(id) => echo::see_other(&format!("/imports/{id}")),
        Err(failure) => {
            echo::back(
                &site,
                &Keeper::of_tenant(&visit),
                &headers,
                "/imports/upload",
                BTreeMap::new(),
                Err(failure),
            )
            .await
        }
    }
}

/// `GET /imports/{id}/refused.csv`: the refused rows as they came, with the reasons in words.
pub async fn refused(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let speaks = language(&headers, visit.ctx.tenant.language);
    let Ok(id) = id.parse::<i64>() else {
        return plain::failed(&site, speaks, &Failure::NotFound);
    };
    match tenant::imports::refused(&visit.ctx, id).await {
        Ok(refused) => csv(&format!("refused-{id}.csv"), refused_table(speaks, refused)),
        Err(Failure::SignedOut) => echo::see_other("/login"),
        Err(failure) => plain::failed(&site, speaks, &failure),
    }
}

/// The refused rows as they came, with a column of reasons at the end.
#[must_use]
pub fn refused_table(language: Language, refused: tenant::imports::Refused) -> Vec<u8> {
    let mut headings = refused.headings;
    let width = headings.len();
    headings.push(reason_heading(language).to_owned());
    let rows: Vec<Vec<String>> = refused
        .rows
        .into_iter()
        .map(|(mut cells, errors)| {
            cells.resize(width, String::new());
            cells.push(in_words(language, &errors));
            cells
        })
        .collect();
    documents::table::write(&headings, &rows)
}

const fn reason_heading(language: Language) -> &'static str {
    match language {
        Language::Ru => "Причина отказа",
        Language::En => "Why it was refused",
    }
}

/// Columns by their headings, each with its reason.
fn in_words(language: Language, errors: &[(String, Reason)]) -> String {
    let told = errors.iter().map(|(column, reason)| {
        let known: Option<domain::imports::Column> =
            serde_json::from_value(serde_json::Value::String(column.clone())).ok();
        format!(
            "{}: {}",
            known.map_or_else(|| column.clone(), |known| known.heading().to_owned()),
            ui::texts::reason(language, reason)
        )
    });
    told.collect::<Vec<_>>().join(" ")
}

/// `GET /imports/sample.csv`: what a file looks like.
pub async fn sample(Extension(visit): Extension<TenantVisit>) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login");
    }
    let headings: Vec<String> = domain::imports::Column::ALL
        .iter()
        .map(|(_, heading, _)| (*heading).to_owned())
        .collect();
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let rows = [
        row(&[
            "000101",
            "Иванова Мария Петровна",
            "",
            "",
            "8 916 123-45-67",
            "",
            "Калуга",
            "ул. Садовая",
            "12",
            "5",
            "Центр",
            "1",
            "54,3",
            "2",
            "Содержание жилья | Вывоз мусора * 2",
            "",
            "1 250,40",
        ]),
        row(&[
            "000102",
            "ООО «Вектор»",
            "юр. лицо",
            "7707083893",
            "",
            "office@vektor.example",
            "Калуга",
            "ул. Садовая",
            "12",
            "",
            "Центр",
            "1",
            "120",
            "",
            "Содержание жилья",
            "",
            "-300,00",
        ]),
    ];
    csv("kvitok-sample.csv", documents::table::write(&headings, &rows))
}

fn csv(name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        StatusCode::OK,
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}
