//! `GET /audit.csv`: the landlord's audit as a file, written while it is read.

use axum::Extension;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use console::texts::audit::{Audit, of};
use domain::audit::{AuditFilter, AuditLine, AuditQuery};
use domain::{Failure, Language};

use super::visit::{LandlordVisit, SharedSite, language};
use super::{echo, plain};

/// The file with what the page's filters let through.
pub async fn csv(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    headers: HeaderMap,
    Query(query): Query<AuditQuery>,
) -> Response {
    let speaks = language(&headers, Language::default());
    // A file has no pages.
    let query = AuditQuery {
        after: String::new(),
        ..query
    };
    let filter = match landlord::audit::export(&visit.ctx, &query).await {
        Ok(filter) => filter,
        Err(Failure::SignedOut) => return echo::see_other("/login?next=%2Faudit"),
        Err(failure) => return plain::failed(&site, speaks, &failure),
    };
    let words = of(speaks);
    let head = documents::table::head(&headings(words));
    let name = format!("audit-{}.csv", visit.ctx.now.format("%Y-%m-%d"));
    let body = futures::stream::unfold(Some((visit.ctx, filter, Some(head))), move |state| next(words, state));
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        StatusCode::OK,
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        Body::from_stream(body),
    )
        .into_response()
}

/// Where a file stands: nothing after its end, the head before its first line.
type Place = Option<(landlord::Ctx, AuditFilter, Option<String>)>;

/// The next piece. A failure in the middle breaks the answer off, so that half a file is not taken for a whole one.
async fn next(words: &'static Audit, state: Place) -> Option<(Result<Bytes, std::io::Error>, Place)> {
    let (ctx, mut filter, head) = state?;
    if let Some(head) = head {
        return Some((Ok(Bytes::from(head)), Some((ctx, filter, None))));
    }
    match landlord::audit::batch(&ctx, &mut filter).await {
        Ok(lines) if lines.is_empty() => None,
        Ok(lines) => {
            let text: String = lines
                .into_iter()
                .map(|line| documents::table::line(&cells(words, line)))
                .collect();
            Some((Ok(Bytes::from(text)), Some((ctx, filter, None))))
        }
        Err(failure) => Some((Err(std::io::Error::other(failure.to_string())), None)),
    }
}

fn headings(words: &Audit) -> Vec<String> {
    [
        words.at,
        words.actor,
        words.ip,
        words.verb,
        words.noun,
        words.number,
        words.object,
        words.reason,
        words.details,
        words.request,
    ]
    .map(str::to_owned)
    .to_vec()
}

fn cells(words: &Audit, line: AuditLine) -> Vec<String> {
    let details: Vec<String> = line
        .details
        .iter()
        .map(|detail| match &detail.before {
            Some(before) => format!("{}: {before} → {}", words.field(&detail.name), detail.after),
            None => format!("{}: {}", words.field(&detail.name), detail.after),
        })
        .collect();
    vec![
        line.at.format("%Y-%m-%d %H:%M:%S").to_string(),
        line.actor,
        line.ip.unwrap_or_default(),
        words.deed(&line.verb).to_owned(),
        words.thing(&line.noun).to_owned(),
        line.object_id.map(|id| id.to_string()).unwrap_or_default(),
        line.object.unwrap_or_default(),
        line.reason.unwrap_or_default(),
        details.join("; "),
        line.request_id,
    ]
}
