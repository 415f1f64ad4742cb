//! Requests that change something must come from our own pages. `SameSite` alone does not do: sibling subdomains are
//! the same site. What a browser says of itself decides; no token, so plain forms work before the browser half is there.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::visit::SharedSite;
use super::{cookies, plain};

/// The middleware.
pub async fn check(State(site): State<SharedSite>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe
        || is_ours(
            &site.address.scheme,
            request.headers(),
            cookies::read(request.headers(), cookies::SESSION).is_some(),
        )
    {
        return next.run(request).await;
    }
    plain::foreign_origin()
}

/// `Sec-Fetch-Site: same-origin`, or an `Origin` that is this very host; with a session's cookie and neither: no.
fn is_ours(scheme: &str, headers: &HeaderMap, has_session: bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match (text("origin"), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin == format!("{scheme}://{host}"),
        (Some(_), None) => false,
        (None, _) => !has_session,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_our_own_pages_may_change_things() {
        type Given = &'static [(&'static str, &'static str)];
        let table: &[(Given, bool, bool)] = &[
            (&[("sec-fetch-site", "same-origin")], true, true),
            (
                &[
                    ("sec-fetch-site", "same-site"),
                    ("origin", "http://a.test"),
                    ("host", "a.test"),
                ],
                true,
                false,
            ),
            (&[("sec-fetch-site", "cross-site")], false, false),
            (&[("sec-fetch-site", "none")], true, false),
            (&[("origin", "http://a.test"), ("host", "a.test")], true, true),
            (&[("origin", "https://a.test"), ("host", "a.test")], true, false),
            (&[("origin", "http://b.test"), ("host", "a.test")], false, false),
            (&[("origin", "null"), ("host", "a.test")], false, false),
            (&[("host", "a.test")], true, false),
            (&[("host", "a.test")], false, true),
        ];
        for (given, has_session, want) in table {
            let mut headers = HeaderMap::new();
            for (name, value) in *given {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(
                is_ours("http", &headers, *has_session),
                *want,
                "{given:?} {has_session}"
            );
        }
    }
}
