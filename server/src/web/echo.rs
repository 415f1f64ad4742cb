//! What a plain form gets back: a redirect to where it came from, with what was typed and what came of it kept aside
//! for the page. No error travels in an address.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::Failure;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ui::boot::Echo;

use super::visit::Keeper;
use super::{Site, cookies};

/// Seconds that an echo waits for its page.
const LASTS: i64 = 120;

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
    let page = came_from(headers);
    let mut response = see_other(&page);
    let kept = Kept {
        page: path_of(&page).to_owned(),
        until: site.clock.now().timestamp() + LASTS,
        echo: Echo {
            action: action.to_owned(),
            values,
            outcome,
        },
    };
    if keeper.keep(serde_json::to_value(&kept).ok()).await.is_some() {
        response.headers_mut().append(
            header::SET_COOKIE,
            cookies::set(site, cookies::FLASH, &packed(kept), LASTS),
        );
    }
    response
}

/// An echo while it waits for its page.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    page: String,
    until: i64,
    echo: Echo,
}

/// What waits for a page view.
#[derive(Clone, Debug)]
pub enum Waiting {
    /// This page's own.
    Echo(Echo),
    /// What nobody came for.
    Stale,
}

/// Reads what is kept: another page's echo stays for that page, so that two tabs do not take each other's.
pub fn waiting(kept: Option<Value>, path: &str, now: DateTime<Utc>) -> Option<Waiting> {
    let Ok(kept) = serde_json::from_value::<Kept>(kept?) else {
        return Some(Waiting::Stale);
    };
    if kept.until < now.timestamp() {
        return Some(Waiting::Stale);
    }
    (kept.page == path).then_some(Waiting::Echo(kept.echo))
}

fn path_of(page: &str) -> &str {
    page.split_once('?').map_or(page, |(path, _)| path)
}

fn packed(mut kept: Kept) -> String {
    let pack = |kept: &Kept| URL_SAFE_NO_PAD.encode(serde_json::to_vec(kept).unwrap_or_default());
    let mut text = pack(&kept);
    while text.len() > COOKIE_ROOM {
        let longest = kept
            .echo
            .values
            .iter()
            .max_by_key(|(_, value)| value.len())
            .map(|(name, _)| name.clone());
        let Some(longest) = longest else { break };
        kept.echo.values.remove(&longest);
        text = pack(&kept);
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
        let packed = packed(kept("/login", 0, values));
        assert!(packed.len() <= COOKIE_ROOM);
        let back: Kept = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(packed).unwrap()).unwrap();
        assert_eq!(back.echo.values.get("name").map(String::as_str), Some("Анна"));
    }

    fn kept(page: &str, until: i64, values: BTreeMap<String, String>) -> Kept {
        Kept {
            page: page.into(),
            until,
            echo: Echo {
                action: "/login".into(),
                values,
                outcome: Err(Failure::NotFound),
            },
        }
    }

    #[test]
    fn an_echo_waits_for_its_own_page_and_not_for_ever() {
        let now = DateTime::from_timestamp(1000, 0).unwrap();
        let at = |page: &str, until: i64| {
            let kept = serde_json::to_value(kept("/users", until, BTreeMap::new())).unwrap();
            waiting(Some(kept), page, now)
        };
        assert!(matches!(at("/users", 1000), Some(Waiting::Echo(_))));
        assert!(at("/services", 1000).is_none());
        assert!(matches!(at("/services", 999), Some(Waiting::Stale)));
        assert!(waiting(None, "/users", now).is_none());
        assert!(matches!(
            waiting(Some(Value::Null), "/users", now),
            Some(Waiting::Stale)
        ));
    }
}
