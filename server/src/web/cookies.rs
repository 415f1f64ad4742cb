//! Cookies: host-only, `HttpOnly`, `SameSite=Lax`; `__Host-` and `Secure` wherever people come by https.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{DateTime, Utc};

use super::Site;

/// The session's token.
pub const SESSION: &str = "kvitok";
/// The language chosen.
pub const LANGUAGE: &str = "kvitok_language";
/// The theme chosen.
pub const THEME: &str = "kvitok_theme";
/// What a refused form held, before log-in.
pub const FLASH: &str = "kvitok_flash";

const PREFIX: &str = "__Host-";

/// A cookie's value. With https only the prefixed name counts, so that a sibling subdomain can't plant one.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let prefixed = format!("{PREFIX}{name}");
    let mut plain = None;
    for header in headers.get_all(header::COOKIE) {
        for cookie in Cookie::split_parse(header.to_str().unwrap_or_default()).flatten() {
            if cookie.name() == prefixed {
                return Some(cookie.value().to_owned());
            }
            if cookie.name() == name {
                plain = Some(cookie.value().to_owned());
            }
        }
    }
    plain
}

/// As [`read`], but never the unprefixed one where people come by https.
pub fn read_trusted(site: &Site, headers: &HeaderMap, name: &str) -> Option<String> {
    if !site.secure {
        return read(headers, name);
    }
    let prefixed = format!("{PREFIX}{name}");
    headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|header| Cookie::split_parse(header.to_str().unwrap_or_default().to_owned()).flatten())
        .find(|cookie| cookie.name() == prefixed)
        .map(|cookie| cookie.value().to_owned())
}

/// The header that sets a cookie for so many seconds; none removes it.
pub fn set(site: &Site, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let name = if site.secure {
        format!("{PREFIX}{name}")
    } else {
        name.to_owned()
    };
    let mut cookie = Cookie::new(name, value.to_owned());
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(site.secure);
    let text = format!("{cookie}; Max-Age={}", seconds.max(0));
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("kvitok_bad=; Max-Age=0"))
}

/// The header that sets the session's cookie until it expires.
pub fn session(site: &Site, token: &str, expires_at: DateTime<Utc>) -> HeaderValue {
    set(site, SESSION, token, (expires_at - site.clock.now()).num_seconds())
}
