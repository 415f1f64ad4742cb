//! Who is signed in: looked up once the surface is known.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Language;
use domain::visits::Visitor;
use serde_json::Value;

use super::super::visit::{AtDoor, LandlordVisit, SharedSite, TenantVisit};
use super::super::{cookies, echo, plain, watch};
use super::refused;

/// Looks up who is signed in to a tenant.
pub async fn tenant_session(State(site): State<SharedSite>, mut request: Request, next: Next) -> Response {
    let Some(mut visit) = request.extensions().get::<TenantVisit>().cloned() else {
        return plain::unknown_host();
    };
    if let Some(token) = cookies::read_trusted(&site, request.headers(), cookies::SESSION) {
        match tenant::sessions::resume(&visit.ctx, &token).await {
            Ok(Some(resumed)) => {
                visit.ctx = visit.ctx.with_actor(resumed.actor());
                visit.visitor = resumed.visitor.map(|visit| Visitor {
                    name: visit.name,
                    ends_at: visit.ends_at,
                });
                visit.session = Some((token, resumed.who));
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
    let asked = watch::Asked::of(&request);
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    if watch::refuses(&response) {
        watch::tenant_right(&site, &visit, &asked).await;
    }
    response
}

/// Looks up who is signed in to the console.
pub async fn landlord_session(State(site): State<SharedSite>, mut request: Request, next: Next) -> Response {
    let (request_id, ip) = request
        .extensions()
        .get::<AtDoor>()
        .map(|at| (at.request_id.clone(), at.ip))
        .unwrap_or_default();
    // Nobody waits for a database of which it is known that it does not answer.
    if let Err(failure) = site.registry.ask_catalogue(&request_id).await {
        return refused(&site, &request, Language::default(), &failure);
    }
    let ctx = site.landlord(landlord::Actor::Anonymous, request_id, ip);
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
    let asked = watch::Asked::of(&request);
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    if watch::refuses(&response) {
        watch::landlord_right(&site, &visit, &asked).await;
    }
    response
}

fn cookie_flash(site: &SharedSite, request: &Request) -> Option<Value> {
    let text = cookies::read_trusted(site, request.headers(), cookies::FLASH)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&bytes).ok()
}
