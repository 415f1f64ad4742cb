//! Pages: the tree that the browser half takes over, rendered whole before it is sent.

use std::sync::Arc;

use app::Assets;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use ui::boot::Boot;
use ui::prelude::StatusSink;

use super::visit::{Keeper, LandlordVisit, SharedSite, TenantVisit};
use super::{echo, headers};

/// Pages where one who is signed in has no business.
fn is_door(path: &str) -> bool {
    matches!(path, "/login" | "/forgot")
}

/// Pages that one sees without being signed in.
fn is_public(path: &str) -> bool {
    is_door(path)
        || ["/invitation/", "/reset/", "/setup/"]
            .iter()
            .any(|start| path.starts_with(start))
}

/// A tenant's page.
pub async fn tenant(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    request: Request,
) -> Response {
    if let Some(elsewhere) = turned_away(&request, visit.session.is_some()) {
        return elsewhere;
    }
    let boot = visit.boot(request.headers(), request.uri().path());
    let keeper = Keeper::of_tenant(&visit);
    let had_flash = visit.flash.is_some();
    let ctx = visit.ctx.clone();
    let response = rendered(&site, boot, request, move || provide_context(ctx.clone())).await;
    forgetting(&site, &keeper, had_flash, response).await
}

/// A page of the landlord's.
pub async fn landlord(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    if let Some(elsewhere) = turned_away(&request, visit.session.is_some()) {
        return elsewhere;
    }
    let boot = visit.boot(request.headers(), request.uri().path());
    let keeper = Keeper::of_landlord(&visit);
    let had_flash = visit.flash.is_some();
    let ctx = visit.ctx.clone();
    let response = rendered(&site, boot, request, move || provide_context(ctx.clone())).await;
    forgetting(&site, &keeper, had_flash, response).await
}

/// Who is not signed in goes to the log-in page and comes back afterwards; who is has no business there.
fn turned_away(request: &Request, signed_in: bool) -> Option<Response> {
    let path = request.uri().path();
    if signed_in {
        return is_door(path).then(|| echo::see_other("/"));
    }
    if is_public(path) {
        return None;
    }
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    if wanted == "/" {
        return Some(echo::see_other("/login"));
    }
    let next: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    Some(echo::see_other(&format!("/login?next={next}")))
}

async fn rendered(
    site: &SharedSite,
    boot: Boot,
    request: Request,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let assets: Arc<Assets> = Arc::new(site.assets.clone());
    let boot = Arc::new(boot);
    let told = boot.clone();
    let contexts = move || {
        provide();
        provide_context(Boot::clone(&told));
        if let Some(options) = use_context::<ResponseOptions>() {
            provide_context(StatusSink(Arc::new(move |status| {
                if let Ok(status) = StatusCode::from_u16(status) {
                    options.set_status(status);
                }
            })));
        }
    };
    let document = move || {
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        if let Some(options) = use_context::<ResponseOptions>()
            && let Ok(policy) = HeaderValue::from_str(&headers::policy(&nonce))
        {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        app::shell(&assets, &boot, &nonce)
    };
    leptos_axum::render_app_async_with_context(contexts, document)(request).await
}

/// What was shown once is not shown again.
async fn forgetting(site: &SharedSite, keeper: &Keeper, had_flash: bool, mut response: Response) -> Response {
    if had_flash {
        keeper.keep(None).await;
        response.headers_mut().append(header::SET_COOKIE, echo::forget(site));
    }
    response
}
