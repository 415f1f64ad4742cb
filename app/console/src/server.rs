//! What a server function needs of the server: the context of its call, and where the browser goes afterwards.

use domain::Failure;
use leptos::prelude::use_context;
use ui::Fault;

/// The context of this call, provided by the host and session middleware on the landlord's host only.
///
/// # Errors
/// `SignedOut` where there is none: a landlord's function was called on another host.
pub fn context() -> Result<landlord::Ctx, Fault> {
    use_context::<landlord::Ctx>().ok_or(Fault(Failure::SignedOut))
}

/// Sends the browser on: by the router where the browser half is there, by a redirect where it is not.
pub fn go(path: &str) {
    leptos_axum::redirect(path);
}

/// The token of the session in which this call is made; empty where nobody is signed in.
pub fn token() -> String {
    use_context::<landlord::Presented>()
        .map(|presented| presented.0)
        .unwrap_or_default()
}
