//! Asking a host whether it leads to this installation: one request to one address, no redirect, a short answer.

use std::net::SocketAddr;

use bytes::Bytes;
use domain::domains::{Cause, PROOF_PATH};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use landlord::domains::Claim;
use tokio::net::TcpStream;

/// An answer is no longer.
const LONGEST: usize = 256;

/// Asks the host at an address.
pub(super) async fn ask(at: SocketAddr, claim: &Claim) -> Result<(), Cause> {
    let answer = answer(at, claim).await.map_err(|error| {
        tracing::info!(domain = claim.name, %at, %error, "a domain's host did not answer");
        Cause::NoAnswer
    })?;
    if answer.as_deref() == Some(claim.answer.as_bytes()) {
        Ok(())
    } else {
        Err(Cause::NotOurs)
    }
}

/// The body of a plain answer; nothing for a redirect, a refusal, and what is too long to be a proof.
async fn answer(at: SocketAddr, claim: &Claim) -> anyhow::Result<Option<Bytes>> {
    let stream = TcpStream::connect(at).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let talking = tokio::spawn(connection);
    let request = http::Request::get(format!("{PROOF_PATH}{}", claim.token))
        .header(http::header::HOST, &claim.name)
        .header(http::header::USER_AGENT, "kvitok")
        .body(Empty::<Bytes>::new())?;
    let response = sender.send_request(request).await?;
    let body = if response.status() == http::StatusCode::OK {
        let read = Limited::new(response.into_body(), LONGEST).collect().await;
        read.ok().map(http_body_util::Collected::to_bytes)
    } else {
        None
    };
    talking.abort();
    Ok(body)
}
