//! From a request to its surface: the exact `Host` alone decides; then the session is looked up.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::host::{HostName, Surface as Door};
use domain::{Failure, Language};
use landlord::Found;
use landlord::tenants::business_day;
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;
use uuid::Uuid;

use super::visit::{AtDoor, LandlordVisit, SharedSite, TenantVisit, language};
use super::{cookies, echo, plain};

/// The applications of the two surfaces.
pub struct Surfaces {
    /// A tenant's.
    pub tenant: Router,
    /// The landlord's.
    pub landlord: Router,
}

/// Reads the host, before anything else is touched. Forwarded headers are not looked at.
pub async fn host(State(site): State<SharedSite>, mut request: Request, next: Next) -> Response {
    let request_id = Uuid::new_v4().simple().to_string();
    // HTTP/2 carries the host in the request's target; HTTP/1 in the one header.
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let given = match (request.uri().host(), hosts.next(), hosts.next()) {
        (_, _, Some(_)) => None,
        (Some(_), None, _) => request.uri().authority().map(|authority| authority.as_str().to_owned()),
        (_, Some(header), None) => header.to_str().ok().map(str::to_owned),
        (None, None, None) => None,
    };
    let door = given
        .as_deref()
        .and_then(HostName::parse)
        .map_or(Door::Unknown, |host| host.surface(site.root()));
    if door == Door::Unknown {
        return plain::unknown_host();
    }
    request.extensions_mut().insert(AtDoor {
        door,
        request_id: request_id.clone(),
    });
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request_id, %method, path = without_token(&path), status = response.status().as_u16(), ms, "served");
    response
}

/// A path for the log: one-time tokens are left out.
fn without_token(path: &str) -> &str {
    for door in ["/invitation/", "/reset/", "/setup/"] {
        if path.starts_with(door) {
            return door;
        }
    }
    path
}

/// Hands the request to the surface behind its door.
pub async fn surface(State((site, surfaces)): State<(SharedSite, Arc<Surfaces>)>, mut request: Request) -> Response {
    let Some(at) = request.extensions().get::<AtDoor>().cloned() else {
        return plain::unknown_host();
    };
    let label = match at.door {
        Door::Landlord => return answered(surfaces.landlord.clone(), request).await,
        Door::Tenant(label) => label,
        Door::Unknown => return plain::unknown_host(),
    };
    let speaks = language(request.headers(), Language::default());
    match site.registry.find(&label, &at.request_id).await {
        Ok(Found::Serve(resident)) => {
            let now = site.clock.now();
            let ctx = tenant::Ctx {
                tenant: resident.tenant.clone(),
                actor: tenant::Actor::Anonymous,
                db: site.registry.pool(&resident).await,
                files: site.home.files.of(&resident.database),
                outbox: tenant::outbox::Touched::default(),
                now,
                today: business_day(now, resident.time_zone),
                request_id: at.request_id,
            };
            request.extensions_mut().insert(TenantVisit {
                tenant_id: resident.id,
                ctx,
                session: None,
                flash: None,
            });
            answered(surfaces.tenant.clone(), request).await
        }
        Ok(Found::Moved(slug)) => {
            let rest = request.uri().path_and_query().map_or("/", |path| path.as_str());
            Redirect::permanent(&format!("{}{rest}", site.address.tenant(&slug))).into_response()
        }
        Ok(Found::Trashed) => plain::closed(&site, speaks, plain::Why::Trashed),
        Ok(Found::Upgrading) => plain::closed(&site, speaks, plain::Why::Upgrading),
        Ok(Found::Unknown) => plain::unknown_host(),
        Err(failure) => plain::failed(&site, speaks, &failure),
    }
}

async fn answered(router: Router, request: Request) -> Response {
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Looks up who is signed in to a tenant.
pub async fn tenant_session(State(site): State<SharedSite>, mut request: Request, next: Next) -> Response {
    let Some(mut visit) = request.extensions().get::<TenantVisit>().cloned() else {
        return plain::unknown_host();
    };
    if let Some(token) = cookies::read_trusted(&site, request.headers(), cookies::SESSION) {
        match tenant::sessions::resume(&visit.ctx, &token).await {
            Ok(Some(resumed)) => {
                let who = resumed.who;
                visit.ctx = visit.ctx.with_actor(tenant::Actor::User {
                    id: who.id,
                    name: who.name.clone(),
                    role: who.role,
                });
                visit.session = Some((token, who));
                visit.flash = echo::waiting(resumed.flash, request.uri().path(), visit.ctx.now);
            }
            Ok(None) => {}
            // Nobody is taken for signed out because a database is busy.
            Err(failure) => return refused(&site, &request, visit.ctx.tenant.language, &failure),
        }
    }
    // A form of the doors leaves its echo in a cookie, also where somebody else is signed in.
    if visit.flash.is_none() {
        visit.flash = echo::waiting(cookie_flash(&site, &request), request.uri().path(), visit.ctx.now);
    }
    request.extensions_mut().insert(visit);
    next.run(request).await
}

/// Looks up who is signed in to the console.
pub async fn landlord_session(State(site): State<SharedSite>, mut request: Request, next: Next) -> Response {
    let request_id = request
        .extensions()
        .get::<AtDoor>()
        .map(|at| at.request_id.clone())
        .unwrap_or_default();
    let ctx = landlord::Ctx {
        actor: landlord::Actor::Anonymous,
        home: site.home.clone(),
        registry: site.registry.clone(),
        now: site.clock.now(),
        request_id,
    };
    let mut visit = LandlordVisit {
        ctx,
        session: None,
        flash: None,
    };
    if let Some(token) = cookies::read_trusted(&site, request.headers(), cookies::SESSION) {
        match landlord::people::resume(&visit.ctx, &token).await {
            Ok(Some(resumed)) => {
                let who = resumed.who;
                visit.ctx.actor = landlord::Actor::User {
                    id: who.id,
                    name: who.name.clone(),
                    role: who.role,
                };
                visit.session = Some((token, who));
                visit.flash = echo::waiting(resumed.flash, request.uri().path(), visit.ctx.now);
            }
            Ok(None) => {}
            Err(failure) => return refused(&site, &request, Language::default(), &failure),
        }
    }
    // A form of the doors leaves its echo in a cookie, also where somebody else is signed in.
    if visit.flash.is_none() {
        visit.flash = echo::waiting(cookie_flash(&site, &request), request.uri().path(), visit.ctx.now);
    }
    request.extensions_mut().insert(visit);
    next.run(request).await
}

fn refused(site: &SharedSite, request: &Request, own: Language, failure: &Failure) -> Response {
    if request.uri().path().starts_with("/rpc/") && !wants_html(request) {
        return fault(failure);
    }
    plain::failed(site, language(request.headers(), own), failure)
}

fn cookie_flash(site: &SharedSite, request: &Request) -> Option<Value> {
    let text = cookies::read_trusted(site, request.headers(), cookies::FLASH)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The client is a browser that shows what it gets, not the browser half of the program.
pub fn wants_html(request: &Request) -> bool {
    request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// A failure as the browser half reads it.
pub fn fault(failure: &Failure) -> Response {
    let status = StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(failure).unwrap_or_default();
    (
        status,
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::HeaderName::from_static("serverfnerror"), "/rpc"),
        ],
        Body::from(body),
    )
        .into_response()
}
