//! A browser, as far as recording a payment goes: a form in a POST with a session's cookie, one connection a request.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Meant;

/// How long a patient client waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came back.
pub enum Answer {
    /// It is recorded, under this id.
    Recorded(i64),
    /// Nothing did, or that it is to be tried again.
    Later,
    /// It was refused for good.
    Refused(String),
}

/// A client with its session.
#[derive(Clone)]
pub struct Client {
    pub port: u16,
    pub host: Arc<str>,
    pub cookie: Arc<str>,
    pub day: Arc<str>,
}

impl Client {
    /// Records a payment.
    pub async fn record(&self, payment: &Meant) -> Answer {
        let amount = format!("{}.{:02}", payment.kopecks / 100, payment.kopecks % 100);
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("form[key]", &payment.key.to_string())
            .append_pair("form[account]", &payment.account)
            .append_pair("form[amount]", &amount)
            .append_pair("form[method]", "cash")
            .append_pair("form[received_on]", &self.day)
            .append_pair("form[note]", "")
            .finish();
        match self.post("/rpc/crm/payments/record", "application/json", &body).await {
            Some((200, _, text)) => match text.trim().parse() {
                Ok(id) => Answer::Recorded(id),
                Err(_) => Answer::Refused(format!("200 {text}")),
            },
            // Busy, not reachable, cut off while starting, a slip of the server's own: all of it says «again».
            Some((429 | 500..=599, ..)) | None => Answer::Later,
            Some((status, _, text)) => Answer::Refused(format!("{status} {text}")),
        }
    }

    /// Status, head and body; nothing when the connection came to nothing.
    pub async fn post(&self, path: &str, accept: &str, body: &str) -> Option<(u16, String, String)> {
        tokio::time::timeout(PATIENCE, self.send(path, accept, body))
            .await
            .ok()?
    }

    async fn send(&self, path: &str, accept: &str, body: &str) -> Option<(u16, String, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}:{}\r\nconnection: close\r\naccept: {accept}\r\nsec-fetch-site: same-origin\r\n\
             cookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.port,
            self.cookie,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, text) = answer.split_once("\r\n\r\n")?;
        let status = head.split_whitespace().nth(1)?.parse().ok()?;
        // An answer that was cut in the middle is none.
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length:")?
                .trim()
                .parse::<usize>()
                .ok()
        });
        if length.is_some_and(|length| text.len() < length) {
            return None;
        }
        Some((status, head.to_owned(), text.to_owned()))
    }
}
