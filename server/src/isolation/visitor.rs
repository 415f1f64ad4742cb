//! Somebody with a browser, inside the program: keeps cookies, sends what a browser sends, crosses no network.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use tower::ServiceExt;

/// A page is shorter than this.
const LONGEST: usize = 8 * 1024 * 1024;

#[derive(Clone)]
pub struct Visitor {
    router: Router,
    pub host: String,
    cookies: BTreeMap<String, String>,
}

pub struct Answer {
    pub status: StatusCode,
    location: Option<String>,
    pub text: String,
}

impl Answer {
    /// The page is not shown: one is sent to the log-in, or away, or there is nothing.
    pub fn is_shut(&self, address: &str) -> bool {
        let door = ["/login", "/invitation", "/setup", "/forgot", "/reset", "/enter"]
            .iter()
            .any(|door| address.starts_with(door));
        let away = self.location.as_deref().is_some_and(|to| to.starts_with("/login"));
        door || away || self.status == StatusCode::NOT_FOUND || self.status.is_redirection()
    }

    /// The function was not performed.
    pub fn is_refused(&self) -> bool {
        matches!(
            self.status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        )
    }
}

impl Visitor {
    pub fn new(router: Router, host: &str) -> Self {
        Self {
            router,
            host: host.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// The same person with the same cookies at another door.
    pub fn at(&self, host: &str) -> Self {
        Self {
            host: host.to_owned(),
            ..self.clone()
        }
    }

    pub async fn log_in(&mut self, email: &str, password: &str) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("email", email)
            .append_pair("password", password)
            .finish();
        let request = form(Request::post("/login").header(header::ACCEPT, "text/html"));
        self.send(request, Body::from(body)).await;
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::ACCEPT, "text/html");
        self.send(request, Body::empty()).await
    }

    pub async fn call(&mut self, function: &str, body: &str) -> Answer {
        let request = form(Request::post(function).header(header::ACCEPT, "application/json"));
        self.send(request, Body::from(body.to_owned())).await
    }

    async fn send(&mut self, request: http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::HOST, &self.host)
            .header(header::COOKIE, cookies.join("; "))
            .body(body);
        let nothing = Answer {
            status: StatusCode::BAD_REQUEST,
            location: None,
            text: String::new(),
        };
        let Ok(request) = request else { return nothing };
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().ok().and_then(|text| text.split(';').next());
            if let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) {
                // One that is taken away is sent on empty, which is nobody's.
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = response.headers().get(header::LOCATION);
        let location = location.and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        let status = response.status();
        let bytes = Limited::new(response.into_body(), LONGEST).collect().await;
        let bytes = bytes.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        Answer {
            status,
            location,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

fn form(request: http::request::Builder) -> http::request::Builder {
    request
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}
