//! From a request to its surface: the exact `Host` alone decides; then the session is looked up.

mod sessions;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::domains::PROOF_PATH;
use domain::host::{HostName, Surface as Door};
use domain::{Failure, Language};
use landlord::tenants::business_day;
use landlord::{Found, Resident};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::OwnedSemaphorePermit;
use tower::ServiceExt;
use tracing::Instrument;
use uuid::Uuid;

use super::visit::{AtDoor, SharedSite, TenantVisit, language};
use super::{client, plain};

pub use sessions::{landlord_session, tenant_session};

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
    let host = match &door {
        Door::Landlord => site.root().clone(),
        Door::Tenant(label) => site.root().child(label),
        Door::Domain(name) => {
            if let Some(token) = proof_asked(&request) {
                return site.home.domain_proof(name.as_str(), token).into_response();
            }
            let speaks = language(request.headers(), Language::default());
            match site.registry.label_of(name, &request_id).await {
                Ok(Some(_)) => {}
                Ok(None) => return plain::unknown_host(),
                Err(failure) => return plain::failed(&site, speaks, &failure),
            }
            name.host().clone()
        }
        Door::Unknown => return plain::unknown_host(),
    };
    let is_foreign = matches!(door, Door::Domain(_));
    let ip = client::address(request.extensions(), request.headers(), &site.proxies);
    request.extensions_mut().insert(AtDoor {
        door,
        host,
        ip,
        request_id: request_id.clone(),
    });
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let started = Instant::now();
    // Every line of the log that a request causes carries its id and its tenant.
    let span = tracing::info_span!("request", request_id, tenant = tracing::field::Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    if is_foreign && site.secure {
        // Other names below a domain that is not ours may not be bound by us.
        let only_this = HeaderValue::from_static("max-age=31536000");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, only_this);
    }
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let _entered = span.entered();
    tracing::info!(%method, path = without_token(&path), status = response.status().as_u16(), ms, "served");
    response
}

/// The token for which a request wants a proof that its host leads here. Every host may ask: the answer holds for that
/// name alone, and needs no database.
fn proof_asked(request: &Request) -> Option<&str> {
    let token = request.uri().path().strip_prefix(PROOF_PATH)?;
    let good = token.len() <= 64 && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (good && request.method() == Method::GET).then_some(token)
}

/// A path for the log: one-time tokens are left out.
fn without_token(path: &str) -> &str {
    for door in ["/invitation/", "/reset/", "/setup/", "/enter/"] {
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
        Door::Tenant(ref label) => Ok(Some(label.clone())),
        Door::Domain(ref name) => site.registry.label_of(name, &at.request_id).await,
        Door::Unknown => return plain::unknown_host(),
    };
    let speaks = language(request.headers(), Language::default());
    let found = match label {
        Ok(Some(label)) => site.registry.find(&label, &at.request_id).await,
        Ok(None) => Ok(Found::Unknown),
        Err(failure) => Err(failure),
    };
    match found {
        // One address for everybody; what asks at a host about that very host stays there.
        Ok(Found::Serve(resident))
            if at.host != resident.host && !request.uri().path().starts_with("/.well-known/") =>
        {
            elsewhere(&request, &resident.url)
        }
        // Calls of the browser half go on while a tenant is moved: those that only look are answered, and the database
        // refuses the others.
        Ok(Found::Serve(resident)) if resident.read_only && !request.method().is_safe() && !is_call(&request) => {
            let failure = Failure::Busy {
                retry_after: WHILE_MOVING,
            };
            refused(&site, &request, resident.tenant.language, &failure)
        }
        Ok(Found::Serve(resident)) => match visit(&site, &resident, at).await {
            Ok((visit, turn)) => {
                tracing::Span::current().record("tenant", &resident.tenant.slug);
                request.extensions_mut().insert(visit);
                let began = Instant::now();
                let response = answered(surfaces.tenant.clone(), request).await;
                drop(turn);
                let failed = response.status().is_server_error();
                site.meter.count(resident.id, site.clock.now(), began.elapsed(), failed);
                response
            }
            Err(failure) => refused(&site, &request, resident.tenant.language, &failure),
        },
        Ok(Found::Moved(url)) => elsewhere(&request, &url),
        Ok(Found::Suspended(reason)) => plain::suspended(&site, speaks, &reason, wants_html(&request)),
        Ok(Found::Trashed) => plain::closed(&site, speaks, plain::Why::Trashed),
        // The browser half reads a failure; a page says it in words.
        Ok(Found::Upgrading) if is_call(&request) => fault(&Failure::Busy { retry_after: 30 }),
        Ok(Found::Upgrading) => plain::closed(&site, speaks, plain::Why::Upgrading),
        Ok(Found::Unknown) => plain::unknown_host(),
        Err(failure) => refused(&site, &request, speaks, &failure),
    }
}

/// How long a tenant that is being moved asks people to wait with their changes, seconds.
const WHILE_MOVING: u32 = 15;

/// The request's turn in its tenant, and a context of its database.
async fn visit(
    site: &SharedSite,
    resident: &Resident,
    at: AtDoor,
) -> Result<(TenantVisit, OwnedSemaphorePermit), Failure> {
    let turn = site.limits.turn(resident.id).await;
    let turn = turn.ok_or(Failure::Busy { retry_after: 1 })?;
    let now = site.clock.now();
    let program = site.landlord(landlord::Actor::System, at.request_id.clone(), at.ip);
    let ctx = tenant::Ctx {
        tenant: resident.tenant.clone(),
        actor: tenant::Actor::Anonymous,
        db: site.registry.pool(resident).await?,
        files: site.home.files.of(&resident.database),
        outbox: tenant::outbox::Touched::default(),
        work: landlord::jobs::work_of(&program, resident.id),
        now,
        today: business_day(now, resident.time_zone),
        request_id: at.request_id,
    };
    let visit = TenantVisit {
        ctx,
        tenant_id: resident.id,
        ip: at.ip,
        visitor: None,
        session: None,
        flash: None,
    };
    Ok((visit, turn))
}

/// The browser half calls a function.
fn is_call(request: &Request) -> bool {
    request.uri().path().starts_with("/rpc/") && !wants_html(request)
}

/// The same path and query at another of the tenant's hosts.
fn elsewhere(request: &Request, url: &str) -> Response {
    let rest = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Redirect::permanent(&format!("{url}{rest}")).into_response()
}

async fn answered(router: Router, request: Request) -> Response {
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn refused(site: &SharedSite, request: &Request, own: Language, failure: &Failure) -> Response {
    if is_call(request) {
        return fault(failure);
    }
    plain::failed(site, language(request.headers(), own), failure)
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
    let mut response = (
        status,
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::HeaderName::from_static("serverfnerror"), "/rpc"),
        ],
        Body::from(body),
    )
        .into_response();
    plain::come_again(&mut response, failure);
    response
}
