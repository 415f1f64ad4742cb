//! Whether a Postgres server answers. While it refuses connections everybody is told so at once, and one probe a second
//! looks whether it is back; nobody has to wait for a time-out to learn what others know.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::watch;

/// A connection that takes longer than this makes one look at the server.
const SUSPICIOUS: Duration = Duration::from_millis(250);
/// A server whose machine has not answered after this is down.
const PATIENCE: Duration = Duration::from_millis(500);
/// So is one that has not let the probe in after this: a busy one takes its time.
const LONGER: Duration = Duration::from_secs(3);
/// Between two looks at a server that is down.
const PAUSE: Duration = Duration::from_secs(1);

/// The breaker of one server.
pub(super) struct Breaker {
    options: PgConnectOptions,
    down: watch::Sender<bool>,
    probing: AtomicBool,
}

impl Breaker {
    /// Of a server to which these options lead; it is believed to answer until it does not.
    pub fn new(options: PgConnectOptions) -> Arc<Self> {
        Arc::new(Self {
            options,
            down: watch::Sender::new(false),
            probing: AtomicBool::new(false),
        })
    }

    /// The server refuses connections at this moment.
    pub fn is_down(&self) -> bool {
        *self.down.borrow()
    }

    /// Waits for a connection, but not for a server that is down.
    pub async fn watch<T>(self: &Arc<Self>, acquiring: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        if self.is_down() {
            return Err(refused());
        }
        let mut acquiring = std::pin::pin!(acquiring);
        let acquired = match tokio::time::timeout(SUSPICIOUS, &mut acquiring).await {
            Ok(acquired) => acquired,
            Err(_) => {
                self.suspect();
                self.unless_down(acquiring).await
            }
        };
        if matches!(acquired, Err(sqlx::Error::Io(_))) {
            self.suspect();
        }
        acquired
    }

    /// Waits for something that the server has no part in, but no longer than it is believed to answer.
    pub async fn unless_down<T>(&self, waiting: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        let mut down = self.down.subscribe();
        tokio::select! {
            biased;
            _ = down.wait_for(|down| *down) => Err(refused()),
            had = waiting => had,
        }
    }

    /// Looks at the server, unless somebody is looking; goes on looking until it answers.
    pub fn suspect(self: &Arc<Self>) {
        if self.probing.swap(true, Ordering::AcqRel) {
            return;
        }
        let own = self.clone();
        tokio::spawn(async move {
            while !own.answers().await {
                if !own.down.send_replace(true) {
                    tracing::warn!(host = own.options.get_host(), "a database server does not answer");
                }
                tokio::time::sleep(PAUSE).await;
            }
            if own.down.send_replace(false) {
                tracing::warn!(host = own.options.get_host(), "the database server answers again");
            }
            own.probing.store(false, Ordering::Release);
        });
    }

    async fn answers(&self) -> bool {
        let reached = async {
            match self.options.get_socket() {
                Some(folder) => {
                    let file = folder.join(format!(".s.PGSQL.{}", self.options.get_port()));
                    UnixStream::connect(file).await.map(drop)
                }
                None => {
                    let place = (self.options.get_host(), self.options.get_port());
                    TcpStream::connect(place).await.map(drop)
                }
            }
        };
        if !matches!(tokio::time::timeout(PATIENCE, reached).await, Ok(Ok(()))) {
            return false;
        }
        let connected = tokio::time::timeout(LONGER, PgConnection::connect_with(&self.options)).await;
        match connected {
            Ok(Ok(connection)) => {
                // Its end has nothing to tell.
                let _ = connection.close().await;
                true
            }
            // Starting up or shutting down. Any other word of a server, and be it a refusal, is an answer.
            Ok(Err(sqlx::Error::Database(error))) => error.code().as_deref() != Some("57P03"),
            Ok(Err(_)) | Err(_) => false,
        }
    }
}

fn refused() -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::ConnectionRefused.into())
}
