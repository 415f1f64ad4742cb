//! The door for visits of the landlord's people: `/enter/{token}`. A look at it (a preview, a prefetch) changes nothing;
//! the button uses the pass up, in the landlord's database, and then opens a session in the tenant's.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use domain::Failure;

use super::visit::{SharedSite, TenantVisit, language};
use super::{cookies, doors, echo, plain};

/// `GET /enter/{token}`: one button.
pub async fn show(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
) -> Response {
    let speaks = language(&headers, visit.ctx.tenant.language);
    plain::entrance(&site, speaks, &visit.ctx.tenant.name)
}

/// `POST /enter/{token}`.
pub async fn enter(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    let speaks = language(&headers, visit.ctx.tenant.language);
    let ctx = site.landlord(landlord::Actor::Anonymous, visit.ctx.request_id.clone(), visit.ip);
    let opened = match landlord::visits::use_up(&ctx, visit.tenant_id, &token).await {
        Ok(grant) => tenant::visits::enter(&visit.ctx, grant).await,
        Err(failure) => Err(failure),
    };
    match opened {
        Ok(opened) => {
            doors::end_former(&visit).await;
            let mut response = echo::see_other("/");
            let cookie = cookies::session(&site, &opened.token, opened.expires_at);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(Failure::Conflict { .. }) => plain::closed(&site, speaks, plain::Why::Pass),
        Err(failure) => plain::failed(&site, speaks, &failure),
    }
}
