//! A forgotten password, on either surface. The answer is the same, and comes as fast, whether anybody has the e-mail or
//! not: what is to be done is done after it.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::mail::ForgotForm;
use domain::sessions::AcceptForm;
use domain::{Failure, Language, Reason};
use tracing::Instrument;

use super::doors::{Posted, posted, sent_back, welcomed};
use super::visit::{LandlordVisit, SharedSite, TenantVisit, language};
use super::{Site, echo};
use crate::relay;

/// Where one learns that a letter is on its way, if there was anybody to write to.
const ANSWER: &str = "/forgot?sent=1";

/// `POST /forgot` of a tenant.
pub async fn tenant(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<ForgotForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    if let Err(failure) = admitted(&site, &visit.ctx.tenant.slug, &posted) {
        return sent_back(&site, &posted, "/forgot", failure).await;
    }
    let offering = async move {
        if let Err(failure) = ::tenant::users::forgot(&visit.ctx, &posted.form).await {
            tracing::warn!(request_id = visit.ctx.request_id, %failure, "a new password could not be offered");
        }
        relay::after_call(&site.program, &visit.ctx, visit.tenant_id);
    };
    tokio::spawn(offering.in_current_span());
    echo::see_other(ANSWER)
}

/// `POST /forgot` of the landlord.
pub async fn landlord(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<ForgotForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    if let Err(failure) = admitted(&site, "", &posted) {
        return sent_back(&site, &posted, "/forgot", failure).await;
    }
    tokio::spawn(async move {
        let speaks = language(&posted.headers, Language::default());
        if let Err(failure) = ::landlord::people::forgot(&visit.ctx, &posted.form, speaks).await {
            tracing::warn!(request_id = visit.ctx.request_id, %failure, "a new password could not be offered");
        }
    });
    echo::see_other(ANSWER)
}

/// Neither refusal says whether anybody has the e-mail.
fn admitted(site: &Site, host: &str, posted: &Posted<ForgotForm>) -> Result<(), Failure> {
    let email = posted.form.parse()?;
    site.limits
        .try_forgot(host, &email)
        .map_err(|minutes| Failure::field("email", Reason::TooManyTries { minutes }))
}

/// `POST /reset` of the landlord: a new password under the link of a letter.
pub async fn set_password(
    State(site): State<SharedSite>,
    Extension(visit): Extension<LandlordVisit>,
    request: Request,
) -> Response {
    let posted = match posted::<AcceptForm>(request).await {
        Ok(posted) => posted,
        Err(response) => return *response,
    };
    match ::landlord::people::set_password(&visit.ctx, &posted.form).await {
        Ok(opened) => welcomed(&site, &opened.token, opened.expires_at, "/"),
        Err(failure) => sent_back(&site, &posted, "/reset", failure).await,
    }
}
