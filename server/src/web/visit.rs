//! What is known of a request once its host and its session are: who asks, in which language.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use domain::Language;
use domain::host::{HostName, Surface as Door};
use domain::visits::Visitor;
use serde_json::Value;
use ui::boot::{Boot, Echo, Person, Surface, Theme};

use super::cookies;
use super::echo::Waiting;

/// The door at which a request stands, and its id. Set by the host middleware.
#[derive(Clone, Debug)]
pub struct AtDoor {
    /// Whose door.
    pub door: Door,
    /// The host itself.
    pub host: HostName,
    /// The client's address.
    pub ip: Option<IpAddr>,
    /// The request's id, as in the log.
    pub request_id: String,
}

/// A request to a tenant's host.
#[derive(Clone)]
pub struct TenantVisit {
    /// The tenant's id in the catalogue: for the program, never for a use case.
    pub tenant_id: i64,
    /// The context of its use cases.
    pub ctx: tenant::Ctx,
    /// The client's address.
    pub ip: Option<IpAddr>,
    /// Somebody of the landlord's acts in this session.
    pub visitor: Option<Visitor>,
    /// The session's token and person, if somebody is signed in.
    pub session: Option<(String, domain::sessions::Who)>,
    /// What the form posted before left.
    pub flash: Option<Waiting>,
}

/// A request to the landlord's host.
#[derive(Clone)]
pub struct LandlordVisit {
    /// The context of its use cases.
    pub ctx: landlord::Ctx,
    /// The session's token and person, if somebody is signed in.
    pub session: Option<(String, domain::landlords::Who)>,
    /// What the form posted before left.
    pub flash: Option<Waiting>,
}

impl TenantVisit {
    /// What the page is told before it draws anything.
    pub fn boot(&self, headers: &HeaderMap, path: &str) -> Boot {
        let person = self.session.as_ref().map(|(_, who)| Person {
            name: who.name.clone(),
            email: who.email.clone(),
            role: Some(who.role),
            landlord_role: None,
        });
        Boot {
            language: language(headers, self.ctx.tenant.language),
            theme: theme(headers),
            surface: Surface::Tenant,
            person,
            visitor: self.visitor.clone(),
            place: self.ctx.tenant.name.clone(),
            currency: self.ctx.tenant.currency,
            today: self.ctx.today,
            offsets: self.ctx.tenant.offsets.clone(),
            copy_until: self
                .ctx
                .tenant
                .copy_until
                .map(|at| self.ctx.tenant.offsets.local(at).date()),
            path: path.to_owned(),
            echo: shown(self.flash.as_ref()),
        }
    }
}

impl LandlordVisit {
    /// What the page is told before it draws anything.
    pub fn boot(&self, headers: &HeaderMap, path: &str) -> Boot {
        let person = self.session.as_ref().map(|(_, who)| Person {
            name: who.name.clone(),
            email: who.email.clone(),
            role: None,
            landlord_role: Some(who.role),
        });
        Boot {
            language: language(headers, Language::default()),
            theme: theme(headers),
            surface: Surface::Landlord,
            person,
            today: self.ctx.now.date_naive(),
            path: path.to_owned(),
            echo: shown(self.flash.as_ref()),
            ..Boot::default()
        }
    }
}

/// The language chosen on this host, or the tenant's own.
pub fn language(headers: &HeaderMap, own: Language) -> Language {
    cookies::read(headers, cookies::LANGUAGE)
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or(own)
}

fn theme(headers: &HeaderMap) -> Theme {
    cookies::read(headers, cookies::THEME)
        .and_then(|code| Theme::from_code(&code))
        .unwrap_or_default()
}

fn shown(flash: Option<&Waiting>) -> Option<Echo> {
    match flash {
        Some(Waiting::Echo(echo)) => Some(echo.clone()),
        Some(Waiting::Stale) | None => None,
    }
}

/// The two surfaces differ in where a flash is kept.
pub enum Keeper {
    /// In a tenant's session.
    Tenant(tenant::Ctx, String),
    /// In a session of the landlord's.
    Landlord(Box<landlord::Ctx>, String),
    /// In a short-lived cookie: nobody is signed in.
    Cookie,
}

impl Keeper {
    /// Of a tenant's visit.
    pub fn of_tenant(visit: &TenantVisit) -> Self {
        visit.session.as_ref().map_or(Self::Cookie, |(token, _)| {
            Self::Tenant(visit.ctx.clone(), token.clone())
        })
    }

    /// Of a landlord's visit.
    pub fn of_landlord(visit: &LandlordVisit) -> Self {
        visit.session.as_ref().map_or(Self::Cookie, |(token, _)| {
            Self::Landlord(Box::new(visit.ctx.clone()), token.clone())
        })
    }

    /// Keeps it; gives back what only a cookie can keep. What can't be kept is lost with a line in the log: the page
    /// then shows an empty form instead of nothing at all.
    pub async fn keep(&self, flash: Option<Value>) -> Option<Value> {
        let kept = match self {
            Self::Tenant(ctx, token) => tenant::sessions::put_flash(ctx, token, flash).await,
            Self::Landlord(ctx, token) => landlord::people::put_flash(ctx, token, flash).await,
            Self::Cookie => return flash,
        };
        if let Err(failure) = kept {
            tracing::warn!(%failure, "what a refused form held could not be kept");
        }
        None
    }
}

/// Shared by the handlers of both surfaces.
pub type SharedSite = Arc<super::Site>;
