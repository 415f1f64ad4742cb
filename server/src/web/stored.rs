//! The files that a tenant keeps: in by a form, out by their id. What comes out is saved, never shown: no browser takes it
//! for a page of ours.

use std::collections::BTreeMap;

use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use domain::files::FileLine;
use domain::{Failure, Permission, Reason};
use uuid::Uuid;

use super::visit::{Keeper, SharedSite, TenantVisit, language};
use super::{echo, plain};

/// What is handed out runs nowhere and loads nothing, wherever it is opened.
const POLICY: &str = "default-src 'none'; sandbox";

/// `POST /files/upload`: keeps a file.
pub async fn upload(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login?next=%2Ffiles");
    }
    let kept = async {
        let (name, bytes) = received(&visit, Permission::EditFiles, form).await?;
        tenant::files::put(&visit.ctx, &name, bytes).await.map(drop)
    };
    answer(
        kept.await,
        &site,
        &visit,
        &headers,
        "/files/upload",
        "/files?done=uploaded",
    )
    .await
}

/// `POST /organisation/logo`: keeps a picture and makes it the logo.
pub async fn logo(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login?next=%2Forganisation");
    }
    let kept = async {
        let (name, bytes) = received(&visit, Permission::EditSettings, form).await?;
        tenant::organisation::put_logo(&visit.ctx, &name, bytes).await
    };
    let done = "/organisation?done=logo_set";
    answer(kept.await, &site, &visit, &headers, "/organisation/logo", done).await
}

/// `POST /contracts/{id}/scan`: keeps the signed paper of a contract.
pub async fn scan(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    Path(id): Path<String>,
    form: Multipart,
) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login?next=%2Fcontracts");
    }
    let Ok(id) = id.parse::<i64>() else {
        let speaks = language(&headers, visit.ctx.tenant.language);
        return plain::failed(&site, speaks, &Failure::NotFound);
    };
    let kept = async {
        let (name, bytes) = received(&visit, Permission::EditContracts, form).await?;
        tenant::contracts::put_scan(&visit.ctx, id, &name, bytes).await
    };
    let action = format!("/contracts/{id}/scan");
    let done = format!("/contracts/{id}?done=scan_attached");
    answer(kept.await, &site, &visit, &headers, &action, &done).await
}

/// Leads on where the file was kept, and back to its form where it was not.
async fn answer(
    kept: Result<(), Failure>,
    site: &SharedSite,
    visit: &TenantVisit,
    headers: &HeaderMap,
    action: &str,
    done: &str,
) -> Response {
    match kept {
        Ok(()) => echo::see_other(done),
        Err(failure) => {
            let keeper = Keeper::of_tenant(visit);
            echo::back(site, &keeper, headers, action, BTreeMap::new(), Err(failure)).await
        }
    }
}

/// The name and the bytes of the file in a form.
async fn received(
    visit: &TenantVisit,
    permission: Permission,
    mut form: Multipart,
) -> Result<(String, Bytes), Failure> {
    // Nobody's megabytes are read who may not leave them here.
    visit.ctx.authorize(permission)?;
    let max = visit.ctx.files.max_bytes();
    let too_large = || {
        Failure::field(
            "file",
            Reason::FileTooLarge {
                max_mb: visit.ctx.files.max_mb(),
            },
        )
    };
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = whole(field, max).await.ok().flatten().ok_or_else(too_large)?;
        if name.is_empty() && bytes.is_empty() {
            return Err(Failure::field("file", Reason::Required));
        }
        return Ok((name, bytes));
    }
    Err(Failure::field("file", Reason::Required))
}

/// A field read to its end, but kept only up to `max` bytes: an answer in the middle of a file would be a broken
/// connection to a browser. Nothing where it is longer.
async fn whole(mut field: Field<'_>, max: usize) -> Result<Option<Bytes>, axum::extract::multipart::MultipartError> {
    let mut bytes = BytesMut::new();
    let mut fits = true;
    while let Some(chunk) = field.chunk().await? {
        fits = fits && bytes.len() + chunk.len() <= max;
        if fits {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = BytesMut::new();
        }
    }
    Ok(fits.then(|| bytes.freeze()))
}

/// `GET /files/{id}`: a file, to be saved.
pub async fn download(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login?next=%2Ffiles");
    }
    let speaks = language(&headers, visit.ctx.tenant.language);
    let found = match id.parse::<Uuid>() {
        Ok(id) => tenant::files::open(&visit.ctx, id).await,
        Err(_) => Err(Failure::NotFound),
    };
    match found {
        Ok((file, content)) => handed(&file, Body::from_stream(content)),
        Err(failure) => plain::failed(&site, speaks, &failure),
    }
}

fn handed(file: &FileLine, body: Body) -> Response {
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_DISPOSITION, saved_as(&file.name));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The header that has a browser save under a name; the second form of it is for names in any alphabet.
pub fn saved_as(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            full.push(char::from(byte));
        } else {
            full.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_its_header() {
        for (name, want) in [
            ("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
            (
                "Я\"\r\nX: y.pdf",
                "attachment; filename=\"____X_ y.pdf\"; filename*=UTF-8''%D0%AF%22%0D%0AX%3A%20y.pdf",
            ),
        ] {
            assert_eq!(saved_as(name).to_str().unwrap(), want);
        }
    }
}
