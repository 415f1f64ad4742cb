//! Server functions: what the browser half calls, and what plain forms post to.
//!
//! Leptos answers a plain form with the error in an address and loses what was typed. Here the function always runs as
//! if the browser half had called it; a plain form then gets a redirect, and the page it goes to shows what came of it.

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Failure;
use http_body_util::{BodyExt, Limited};
use leptos::prelude::provide_context;
use serde_json::Value;
use ui::Fault;

use super::visit::{Keeper, LandlordVisit, SharedSite, TenantVisit};
use super::watch::RefusedRight;
use super::{admit, echo};
use crate::relay;

/// A form is text of this size at most.
const MAX_FORM: usize = 256 * 1024;

/// A tenant's function.
pub async fn tenant(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    request: Request,
) -> Response {
    if !request.uri().path().starts_with("/rpc/crm/") {
        return admit::fault(&Failure::NotFound);
    }
    let keeper = Keeper::of_tenant(&visit);
    let (inside, tenant_id) = (visit.ctx.clone(), visit.tenant_id);
    let (ctx, token) = (visit.ctx, visit.session.map(|(token, _)| token).unwrap_or_default());
    let provide = move || {
        provide_context(ctx.clone());
        provide_context(tenant::Presented(token.clone()));
    };
    let response = call(&site, &keeper, request, provide).await;
    relay::after_call(&site.program, &inside, tenant_id);
    response
}

/// A function of the landlord's.
pub async fn landlord(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    if !request.uri().path().starts_with("/rpc/console/") {
        return admit::fault(&Failure::NotFound);
    }
    let keeper = Keeper::of_landlord(&visit);
    let (ctx, token) = (visit.ctx, visit.session.map(|(token, _)| token).unwrap_or_default());
    let provide = move || {
        provide_context(ctx.clone());
        provide_context(landlord::Presented(token.clone()));
    };
    call(&site, &keeper, request, provide).await
}

async fn call(
    site: &SharedSite,
    keeper: &Keeper,
    request: Request,
    provide: impl Fn() + Clone + Send + 'static,
) -> Response {
    let plain_form = admit::wants_html(&request);
    let (mut parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_FORM).collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body: Bytes = body.to_bytes();
    let (path, headers) = (parts.uri.path().to_owned(), parts.headers.clone());
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let inner = Request::from_parts(parts, Body::from(body.clone()));
    let response = leptos_axum::handle_server_fns_with_context(provide, inner)
        .await
        .into_response();
    let answer = read(response).await;
    if plain_form {
        answer.into_redirect(site, keeper, &headers, &path, &body).await
    } else {
        answer.into_response()
    }
}

/// A server function's answer, read whole.
struct Answer {
    parts: http::response::Parts,
    body: Bytes,
    failure: Option<Failure>,
}

/// `server_fn` answers 500 to every failure; the failure itself knows its status.
async fn read(response: Response) -> Answer {
    let (mut parts, body) = response.into_parts();
    let body = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let mut failure = None;
    if parts.status.is_server_error() {
        failure = Some(Fault::read(&body).map_or(
            Failure::Internal {
                reference: String::new(),
            },
            Failure::from,
        ));
    } else if parts.status.is_client_error() {
        // No such function, or arguments that are none: a stranger's request.
        failure = Some(Failure::NotFound);
    }
    if let Some(failure) = &failure {
        parts.status = StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Failure::Busy { retry_after } = failure {
            parts
                .headers
                .insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        }
    }
    Answer { parts, body, failure }
}

impl Answer {
    fn into_response(self) -> Response {
        let body = match &self.failure {
            Some(failure) => serde_json::to_vec(failure).map(Bytes::from).unwrap_or_default(),
            None => self.body,
        };
        let mut parts = self.parts;
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(body))
    }

    async fn into_redirect(
        self,
        site: &SharedSite,
        keeper: &Keeper,
        headers: &HeaderMap,
        path: &str,
        typed: &Bytes,
    ) -> Response {
        let outcome = match self.failure {
            Some(failure) => Err(failure),
            None => {
                if let Some(location) = self
                    .parts
                    .headers
                    .get(header::LOCATION)
                    .and_then(|value| value.to_str().ok())
                {
                    return echo::see_other(location);
                }
                Ok(serde_json::from_slice(&self.body).unwrap_or(Value::Null))
            }
        };
        let is_refused = outcome == Err(Failure::Forbidden);
        let mut response = echo::back(site, keeper, headers, path, echo::typed(typed), outcome).await;
        if is_refused {
            response.extensions_mut().insert(RefusedRight);
        }
        response
    }
}
