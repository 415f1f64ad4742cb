//! What sets a cookie: log-in, log-out, invitation, setup, language and theme. Plain POST routes, no server functions.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, RequestExt};
use domain::landlords::SetupForm;
use domain::sessions::{AcceptForm, LogInForm, next_path};
use domain::{Failure, Language, Reason};
use landlord::Found;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ui::boot::Theme;

use super::visit::{AtDoor, Keeper, LandlordVisit, SharedSite, TenantVisit};
use super::{Site, cookies, echo, plain, watch};

/// A form with its raw text, which is echoed when it is refused.
pub(super) struct Posted<T> {
    pub(super) form: T,
    pub(super) headers: HeaderMap,
    raw: axum::body::Bytes,
}

/// Reads a form; what is none gets a bare refusal, since no page of ours sends it.
pub(super) async fn posted<T: DeserializeOwned>(request: Request) -> Result<Posted<T>, Box<Response>> {
    let headers = request.headers().clone();
    let raw = request
        .extract::<axum::body::Bytes, _>()
        .await
        .map_err(|rejection| Box::new(rejection.into_response()))?;
    let mut pairs = serde_json::Map::new();
    for (name, value) in url::form_urlencoded::parse(&raw) {
        pairs.insert(name.into_owned(), serde_json::Value::String(value.into_owned()));
    }
    match serde_json::from_value(serde_json::Value::Object(pairs)) {
        Ok(form) => Ok(Posted { form, headers, raw }),
        Err(_) => Err(Box::new(http::StatusCode::BAD_REQUEST.into_response())),
    }
}

pub(super) fn welcomed(site: &Site, token: &str, expires_at: chrono::DateTime<chrono::Utc>, next: &str) -> Response {
    let mut response = echo::see_other(next_path(next));
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookies::session(site, token, expires_at));
    response.headers_mut().append(header::SET_COOKIE, echo::forget(site));
    response
}

pub(super) async fn sent_back<T>(site: &Site, posted: &Posted<T>, path: &str, failure: Failure) -> Response {
    echo::back(
        site,
        &Keeper::Cookie,
        &posted.headers,
        path,
        echo::typed(&posted.raw),
        Err(failure),
    )
    .await
}

/// `POST /login` of a tenant.
pub async fn tenant_log_in(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<LogInForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    if let Err(minutes) = site.limits.try_log_in(&visit.ctx.tenant.slug, &posted.form.email) {
        let failure = Failure::field("password", Reason::TooManyTries { minutes });
        watch::tenant_log_in(&site, &visit, &posted.form.email, &failure).await;
        return sent_back(&site, &posted, "/login", failure).await;
    }
    match tenant::sessions::log_in(&visit.ctx, &posted.form).await {
        Ok(opened) => {
            end_former(&visit).await;
            welcomed(&site, &opened.token, opened.expires_at, &posted.form.next)
        }
        Err(failure) => {
            watch::tenant_log_in(&site, &visit, &posted.form.email, &failure).await;
            sent_back(&site, &posted, "/login", failure).await
        }
    }
}

/// A session that was open in this browser ends with a new log-in.
pub async fn end_former(visit: &TenantVisit) {
    if let Some((token, _)) = &visit.session
        && let Err(failure) = tenant::sessions::log_out(&visit.ctx, token).await
    {
        tracing::warn!(%failure, "a former session could not be ended");
    }
}

/// `POST /invitation` of a tenant: a password under a handed link.
pub async fn accept(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<AcceptForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    match tenant::users::accept(&visit.ctx, &posted.form).await {
        Ok(opened) => welcomed(&site, &opened.token, opened.expires_at, "/"),
        Err(failure) => sent_back(&site, &posted, "/invitation", failure).await,
    }
}

/// `POST /logout` of a tenant.
pub async fn tenant_log_out(State(site): State<SharedSite>, Extension(visit): Extension<TenantVisit>) -> Response {
    end_former(&visit).await;
    gone(&site)
}

/// `POST /login` of the landlord.
pub async fn landlord_log_in(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<LogInForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    if let Err(minutes) = site.limits.try_log_in("", &posted.form.email) {
        let failure = Failure::field("password", Reason::TooManyTries { minutes });
        watch::landlord_log_in(&site, &visit, &posted.form.email, &failure).await;
        return sent_back(&site, &posted, "/login", failure).await;
    }
    match landlord::people::log_in(&visit.ctx, &posted.form).await {
        Ok(opened) => {
            end_former_of_landlord(&visit).await;
            welcomed(&site, &opened.token, opened.expires_at, &posted.form.next)
        }
        Err(failure) => {
            watch::landlord_log_in(&site, &visit, &posted.form.email, &failure).await;
            sent_back(&site, &posted, "/login", failure).await
        }
    }
}

async fn end_former_of_landlord(visit: &LandlordVisit) {
    if let Some((token, _)) = &visit.session
        && let Err(failure) = landlord::people::log_out(&visit.ctx, token).await
    {
        tracing::warn!(%failure, "a session could not be ended");
    }
}

/// `POST /invitation` of the landlord: a colleague's password under a handed link.
pub async fn landlord_accept(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<AcceptForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    match landlord::people::colleagues::accept(&visit.ctx, &posted.form).await {
        Ok(opened) => {
            end_former_of_landlord(&visit).await;
            welcomed(&site, &opened.token, opened.expires_at, "/")
        }
        Err(failure) => sent_back(&site, &posted, "/invitation", failure).await,
    }
}

/// `POST /setup` of the landlord: the first administrator.
pub async fn set_up(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<SetupForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    match landlord::people::set_up(&visit.ctx, &posted.form).await {
        Ok(opened) => welcomed(&site, &opened.token, opened.expires_at, "/"),
        Err(failure) => sent_back(&site, &posted, "/setup", failure).await,
    }
}

/// `POST /logout` of the landlord.
pub async fn landlord_log_out(State(site): State<SharedSite>, Extension(visit): Extension<LandlordVisit>) -> Response {
    end_former_of_landlord(&visit).await;
    gone(&site)
}

fn gone(site: &Site) -> Response {
    let mut response = echo::see_other("/login");
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookies::set(site, cookies::SESSION, "", 0));
    response
}

/// What `/preferences` is told; a field left out stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PreferencesForm {
    language: String,
    theme: String,
    next: String,
}

/// `POST /preferences`: language and theme, kept in the browser.
pub async fn preferences(State(site): State<SharedSite>, request: Request) -> Response {
    const YEAR: i64 = 365 * 24 * 3600;
    let posted = match posted::<PreferencesForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    let form = posted.form;
    // From the log-in page one goes back to it; `next_path` keeps others away from it after a log-in.
    let next = if form.next.starts_with("/login") {
        "/login"
    } else {
        next_path(&form.next)
    };
    let mut response = echo::see_other(next);
    if let Some(language) = Language::from_tag(&form.language) {
        response.headers_mut().append(
            header::SET_COOKIE,
            cookies::set(&site, cookies::LANGUAGE, language.tag(), YEAR),
        );
    }
    if let Some(theme) = Theme::from_code(&form.theme) {
        response.headers_mut().append(
            header::SET_COOKIE,
            cookies::set(&site, cookies::THEME, theme.code(), YEAR),
        );
    }
    response
}

/// `GET /tenant/{slug}/crm` on the landlord's host: to the tenant's own, so that no two tenants share an origin.
pub async fn to_tenant(
    State(site): State<SharedSite>,
    Extension(at): Extension<AtDoor>,
    Path(path): Path<Vec<(String, String)>>,
) -> Response {
    let part = |name: &str| {
        path.iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    match site.registry.find(&part("slug").to_lowercase(), &at.request_id).await {
        Ok(Found::Serve(resident)) => {
            let rest = part("rest");
            let clean = rest.chars().all(|c| c.is_ascii_alphanumeric() || "/-_".contains(c));
            Redirect::temporary(&format!("{}/{}", resident.url, if clean { rest } else { "" })).into_response()
        }
        Ok(Found::Moved(url)) => Redirect::temporary(&format!("{url}/")).into_response(),
        Ok(_) => plain::unknown_host(),
        Err(failure) => plain::failed(&site, Language::default(), &failure),
    }
}
