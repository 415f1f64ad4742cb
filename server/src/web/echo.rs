//! What a plain form gets back: a redirect to where it came from, with what was typed and what came of it kept aside
//! for the page. No error travels in an address.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Failure;
use serde_json::Value;
use ui::boot::Echo;

use super::visit::Keeper;
use super::{Site, cookies};

/// A cookie holds no more; a longer echo keeps its outcome and drops the longest values.
const COOKIE_ROOM: usize = 2600;

/// What was typed, without passwords.
pub fn typed(body: &[u8]) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(body)
        .filter(|(name, _)| !name.contains("password") && !name.contains("token"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Sends the browser back to its form with what came of it.
pub async fn back(
    site: &Site,
    keeper: &Keeper,
    headers: &HeaderMap,
    action: &str,
    values: BTreeMap<String, String>,
    outcome: Result<Value, Failure>,
) -> Response {
    let echo = Echo {
        action: action.to_owned(),
        values,
        outcome,
    };
    let mut response = see_other(&came_from(headers));
    if let Some(for_cookie) = keeper.keep(serde_json::to_value(&echo).ok()).await {
        response.headers_mut().append(
            header::SET_COOKIE,
            cookies::set(site, cookies::FLASH, &packed(&for_cookie, echo), 120),
        );
    }
    response
}

fn packed(value: &Value, mut echo: Echo) -> String {
    let pack = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let mut text = pack(value);
    while text.len() > COOKIE_ROOM {
        let longest = echo
            .values
            .iter()
            .max_by_key(|(_, value)| value.len())
            .map(|(name, _)| name.clone());
        let Some(longest) = longest else { break };
        echo.values.remove(&longest);
        text = serde_json::to_value(&echo)
            .map(|value| pack(&value))
            .unwrap_or_default();
    }
    text
}

/// The browser gets a page by GET.
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// The path of the page that posted: of this host whatever the header says, and without the notice of an earlier deed.
fn came_from(headers: &HeaderMap) -> String {
    let referer = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| url::Url::parse(text).ok());
    let Some(mut url) = referer else { return "/".to_owned() };
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "done")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    match url.query() {
        Some(query) => format!("{}?{query}", own_path(url.path())),
        None => own_path(url.path()).to_owned(),
    }
}

/// A path that can't be taken for another host's address.
fn own_path(path: &str) -> &str {
    if path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') {
        path
    } else {
        "/"
    }
}

/// The header that takes away a cookie's echo once it has been shown.
pub fn forget(site: &Site) -> HeaderValue {
    cookies::set(site, cookies::FLASH, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_echoed() {
        let typed = typed("form[name]=Анна&form[new_password]=x&password=y&token=z".as_bytes());
        assert_eq!(
            typed.into_iter().collect::<Vec<_>>(),
            [("form[name]".to_owned(), "Анна".to_owned())]
        );
    }

    #[test]
    fn one_goes_back_to_a_page_of_this_host() {
        let from = |referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, HeaderValue::from_str(referer).unwrap());
            came_from(&headers)
        };
        assert_eq!(
            from("http://a.test/subscribers/new?house=3"),
            "/subscribers/new?house=3"
        );
        assert_eq!(from("http://a.test/subscribers/7?done=saved"), "/subscribers/7");
        assert_eq!(from("http://evil.test//evil.test/x"), "/");
        assert_eq!(from("nonsense"), "/");
        assert_eq!(came_from(&HeaderMap::new()), "/");
    }

    #[test]
    fn a_long_echo_fits_a_cookie() {
        let values = BTreeMap::from([
            ("note".to_owned(), "x".repeat(9000)),
            ("name".to_owned(), "Анна".to_owned()),
        ]);
        let echo = Echo {
            action: "/login".into(),
            values,
            outcome: Err(Failure::NotFound),
        };
        let packed = packed(&serde_json::to_value(&echo).unwrap(), echo);
        assert!(packed.len() <= COOKIE_ROOM);
        let back: Echo = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(packed).unwrap()).unwrap();
        assert_eq!(back.values.get("name").map(String::as_str), Some("Анна"));
    }
}
