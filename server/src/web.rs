//! The HTTP side: limits, host, origin, session, then the pages and functions of one of the two surfaces.

mod admit;
mod audit;
mod client;
mod cookies;
mod doors;
mod echo;
mod entrance;
mod files;
mod forgot;
mod headers;
mod limits;
mod listen;
mod origin;
mod pages;
mod papers;
mod plain;
mod rpc;
mod stored;
mod visit;
mod watch;

use std::net::IpAddr;
use std::sync::Arc;

use app::Assets;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
use domain::host::{Address, HostName};
use ipnet::IpNet;
use landlord::domains::Prover;
use landlord::traffic::Meter;
use landlord::{Home, Registry};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::services::ServeDir;

pub use client::Peer;
pub use files::refused_table;
pub use listen::{bind, serve, told_to_end};
pub use visit::{LandlordVisit, TenantVisit};

use crate::{Clock, Program, Started};

/// The largest request: an import, or a file and as much again, so that one that is too large is refused beside its field
/// and not by a broken connection. Everything else is limited further where it is read.
fn max_body(site: &Site) -> usize {
    const MIB: usize = 1024 * 1024;
    let file = usize::try_from(site.home.files.max_mb()).unwrap_or(20) * MIB;
    (2 * file).max(20 * MIB) + MIB
}

/// What every request needs.
pub struct Site {
    /// The installation.
    pub home: Arc<Home>,
    /// Tenants' doors and connections.
    pub registry: Arc<Registry>,
    /// Looks for proofs of tenants' own domains.
    pub prover: Arc<dyn Prover>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Proxies whose word on a client's address is believed.
    pub proxies: Vec<IpNet>,
    /// The built files.
    pub assets: Assets,
    /// The public address.
    pub address: Address,
    /// Cookies are marked `Secure`.
    pub secure: bool,
    /// Requests of tenants, counted.
    pub meter: Arc<Meter>,
    /// The program behind the pages.
    pub program: Program,
    /// Who tries too many passwords.
    pub limits: limits::Limits,
}

impl Site {
    /// The site of a started installation.
    #[must_use]
    pub fn new(started: &Started, assets: Assets) -> Arc<Self> {
        Arc::new(Self {
            home: started.home.clone(),
            registry: started.registry.clone(),
            prover: started.prover.clone(),
            clock: started.clock.clone(),
            // They were read at the start, where a wrong one is told.
            proxies: started.config.proxies().unwrap_or_default(),
            address: started.home.address.clone(),
            secure: started.config.is_secure(),
            assets,
            meter: Arc::new(Meter::default()),
            program: started.program(),
            limits: limits::Limits::new(started.config.tenant_requests),
        })
    }

    /// A context of the landlord's use cases for a request.
    fn landlord(&self, actor: landlord::Actor, request_id: String, ip: Option<IpAddr>) -> landlord::Ctx {
        landlord::Ctx {
            actor,
            home: self.home.clone(),
            registry: self.registry.clone(),
            prover: self.prover.clone(),
            now: self.clock.now(),
            ip,
            request_id,
        }
    }

    /// The landlord's host.
    fn root(&self) -> &HostName {
        &self.address.root
    }
}

/// The addresses of the pages of the two surfaces, as their routers have them. Asking also wakes the executor on which
/// pages are rendered.
#[must_use]
pub fn page_routes() -> (Vec<String>, Vec<String>) {
    let paths = |list: Vec<leptos_axum::AxumRouteListing>| list.iter().map(|route| route.path().to_owned()).collect();
    (
        paths(leptos_axum::generate_route_list(app::TenantApp)),
        paths(leptos_axum::generate_route_list(app::LandlordApp)),
    )
}

/// The whole application.
pub fn router(site: &Arc<Site>, files: &std::path::Path) -> Router {
    let (tenant_pages, landlord_pages) = page_routes();
    tracing::debug!(tenant = tenant_pages.len(), landlord = landlord_pages.len(), "pages");
    let tenant = Router::new()
        .route("/rpc/{*function}", post(rpc::tenant))
        .route("/login", post(doors::tenant_log_in).get(pages::tenant))
        .route("/forgot", post(forgot::tenant).get(pages::tenant))
        .route("/invitation", post(doors::accept))
        .route("/enter/{token}", get(entrance::show).post(entrance::enter))
        .route("/logout", post(doors::tenant_log_out))
        .route("/preferences", post(doors::preferences))
        // What axum limits by itself is less than a file; the limit of the whole request holds all the same.
        .route(
            "/imports/upload",
            post(files::upload).layer(DefaultBodyLimit::disable()),
        )
        .route("/payments/{id}/receipt.pdf", get(papers::receipt))
        .route("/files/upload", post(stored::upload).layer(DefaultBodyLimit::disable()))
        .route(
            "/organisation/logo",
            post(stored::logo).layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/contracts/{id}/scan",
            post(stored::scan).layer(DefaultBodyLimit::disable()),
        )
        .route("/files/{id}", get(stored::download))
        .route("/imports/{id}/refused.csv", get(files::refused))
        .route("/imports/sample.csv", get(files::sample))
        .fallback(get(pages::tenant))
        .layer(axum::middleware::from_fn_with_state(
            site.clone(),
            admit::tenant_session,
        ))
        .with_state(site.clone());
    let landlord = Router::new()
        .route("/rpc/{*function}", post(rpc::landlord))
        .route("/login", post(doors::landlord_log_in).get(pages::landlord))
        .route("/forgot", post(forgot::landlord).get(pages::landlord))
        .route("/reset", post(forgot::set_password))
        .route("/setup", post(doors::set_up))
        .route("/invitation", post(doors::landlord_accept))
        .route("/audit.csv", get(audit::csv))
        .route("/logout", post(doors::landlord_log_out))
        .route("/preferences", post(doors::preferences))
        .route("/tenant/{slug}/crm", get(doors::to_tenant))
        .route("/tenant/{slug}/crm/{*rest}", get(doors::to_tenant))
        .fallback(get(pages::landlord))
        .layer(axum::middleware::from_fn_with_state(
            site.clone(),
            admit::landlord_session,
        ))
        .with_state(site.clone());
    let surfaces = admit::Surfaces { tenant, landlord };
    // Files are the same on every admitted host. They are served before the session is looked up.
    let folder = |name: &str| ServeDir::new(files.join(name)).precompressed_br().precompressed_gzip();
    let mut outer = Router::new()
        .fallback(any(admit::surface))
        .with_state((site.clone(), Arc::new(surfaces)));
    for name in ["favicon.svg", "manifest.webmanifest", "robots.txt"] {
        outer = outer.route_service(&format!("/{name}"), ServeDir::new(files));
    }
    if site.assets.reloads {
        outer = outer.route("/dev/alive", get(plain::alive));
    }
    outer
        .nest_service("/pkg", folder("pkg"))
        .nest_service("/icons", folder("icons"))
        .nest_service("/fonts", folder("fonts"))
        .route("/healthz", get(plain::healthy))
        .route("/readyz", get(plain::ready).with_state(site.clone()))
        .layer(axum::middleware::from_fn_with_state(site.clone(), origin::check))
        .layer(axum::middleware::from_fn_with_state(site.clone(), admit::host))
        .layer(RequestBodyLimitLayer::new(max_body(site)))
        .layer(CatchPanicLayer::custom(plain::panicked))
        .layer(axum::middleware::from_fn_with_state(site.clone(), headers::add))
        .layer(axum::middleware::from_fn_with_state(site.clone(), limits::admit))
}
