//! What was refused is written down: log-ins, rights, passes; who, from where, what. So much at a time and no more, since
//! a stranger must not be able to fill an audit that is never emptied. What is left out is in the log.

use std::net::IpAddr;

use axum::http::{Method, StatusCode};
use axum::response::Response;
use domain::{Failure, Reason, typed};
use serde_json::{Value, json};

use super::Site;
use super::visit::{LandlordVisit, TenantVisit};

/// Marks an answer that hides a refused right behind a redirect: a plain form goes back to its page.
#[derive(Clone, Copy, Debug)]
pub struct RefusedRight;

/// What a log-in was refused for, if it is worth a line, with the typed address if it is one.
fn refused_log_in(email: &str, failure: &Failure) -> Option<(&'static str, Value)> {
    let verb = match failure.reason_for("password")? {
        Reason::WrongCredentials => "refused",
        Reason::TooManyTries { .. } => "limited",
        _ => return None,
    };
    Some((verb, json!({ "email": typed::email(email).ok() })))
}

/// A log-in to a tenant was refused.
pub async fn tenant_log_in(site: &Site, visit: &TenantVisit, email: &str, failure: &Failure) {
    let Some((verb, details)) = refused_log_in(email, failure) else {
        return;
    };
    if may_write(site, &visit.ctx.tenant.slug, visit.ip) {
        tenant::events::note(&visit.ctx, verb, "session", visit.ip, details).await;
    }
}

/// A log-in to the console was refused.
pub async fn landlord_log_in(site: &Site, visit: &LandlordVisit, email: &str, failure: &Failure) {
    let Some((verb, details)) = refused_log_in(email, failure) else {
        return;
    };
    if may_write(site, "", visit.ctx.ip) {
        landlord::events::note(&visit.ctx, verb, "session", None, details).await;
    }
}

/// What was asked for, kept until the answer is known.
pub struct Asked {
    method: Method,
    path: String,
}

/// Whether an answer refuses a right, openly or behind a redirect.
pub fn refuses(response: &Response) -> bool {
    response.status() == StatusCode::FORBIDDEN || response.extensions().get::<RefusedRight>().is_some()
}

impl Asked {
    /// Of a request.
    pub fn of(request: &axum::extract::Request) -> Self {
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
        }
    }

    fn details(&self) -> Value {
        json!({ "method": self.method.as_str(), "path": self.path })
    }
}

/// Somebody of a tenant's asked for what their role does not allow.
pub async fn tenant_right(site: &Site, visit: &TenantVisit, asked: &Asked) {
    if visit.session.is_some() && may_write(site, &visit.ctx.tenant.slug, visit.ip) {
        tenant::events::note(&visit.ctx, "refused", "right", visit.ip, asked.details()).await;
    }
}

/// Somebody of the landlord's asked for what their role does not allow.
pub async fn landlord_right(site: &Site, visit: &LandlordVisit, asked: &Asked) {
    if visit.session.is_some() && may_write(site, "", visit.ctx.ip) {
        landlord::events::note(&visit.ctx, "refused", "right", None, asked.details()).await;
    }
}

fn may_write(site: &Site, place: &str, ip: Option<IpAddr>) -> bool {
    let may = site.limits.may_write_down(place, ip);
    if !may {
        tracing::warn!(place, ?ip, "a refusal is left out of the audit: there are too many");
    }
    may
}
