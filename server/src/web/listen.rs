//! Listening: connections with a limit on how long a head may take, and an end that lets running requests finish.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tower::ServiceExt;

use super::client::Peer;

/// A head that is not there after this time ends the connection (slow clients hold nothing up, not even the end).
const HEAD: Duration = Duration::from_secs(10);
/// Running requests have this long to finish when the program is told to end.
const FINISH: Duration = Duration::from_secs(8);

/// Binds, or says in one sentence why not.
///
/// # Errors
/// When the port is taken or may not be used.
pub async fn bind(address: &str, port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((address, port)).await.with_context(|| {
        format!("Port {port} on {address} can't be used: another program listens there, or it needs more rights. Set KVITOK_PORT to another one.")
    })
}

/// Waits until the program is told to end.
///
/// # Errors
/// When signals can't be listened for.
pub async fn told_to_end() -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Serves until the program is told to end.
///
/// # Errors
/// When signals can't be listened for.
pub async fn serve(listener: TcpListener, router: Router) -> anyhow::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Some(Duration::from_secs(20)));
    let graceful = GracefulShutdown::new();
    let end = told_to_end();
    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            told = &mut end => {
                told?;
                break;
            }
        };
        let (stream, peer): (_, SocketAddr) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles: give those that are open a moment to end.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            request
        }));
        let connection = graceful.watch(
            builder
                .serve_connection_with_upgrades(TokioIo::new(stream), service)
                .into_owned(),
        );
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}
