//! The tenant's own corner of the file store. The store that it wraps begins at the tenant's prefix already, and names
//! are made here out of random ids alone: no use case can name another tenant's object.

use std::sync::Arc;

use bytes::Bytes;
use domain::Failure;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use uuid::Uuid;

use crate::Ctx;

/// A file's bytes as they come out of the store.
pub type Content = BoxStream<'static, Result<Bytes, std::io::Error>>;

/// A tenant's files and no others.
#[derive(Clone, Debug)]
pub struct Store {
    own: Arc<dyn ObjectStore>,
    max_mb: u32,
}

impl Store {
    /// `own` must begin at the tenant's prefix.
    #[must_use]
    pub fn new(own: Arc<dyn ObjectStore>, max_mb: u32) -> Self {
        Self { own, max_mb }
    }

    /// The largest file that is taken, mebibytes.
    #[must_use]
    pub const fn max_mb(&self) -> u32 {
        self.max_mb
    }

    /// The largest file that is taken, bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        usize::try_from(self.max_mb)
            .unwrap_or(usize::MAX)
            .saturating_mul(1024 * 1024)
    }

    pub(super) async fn write(&self, ctx: &Ctx, id: Uuid, bytes: Bytes) -> Result<(), Failure> {
        self.own
            .put(&place(id), bytes.into())
            .await
            .map(drop)
            .map_err(|error| failure(ctx, id, &error))
    }

    pub(super) async fn read(&self, ctx: &Ctx, id: Uuid) -> Result<Content, Failure> {
        let found = self
            .own
            .get(&place(id))
            .await
            .map_err(|error| failure(ctx, id, &error))?;
        Ok(found.into_stream().map_err(std::io::Error::other).boxed())
    }

    /// What can't be removed now is waste: it is in the log by name, and goes with the tenant at the latest.
    pub(super) async fn remove(&self, ctx: &Ctx, id: Uuid) {
        match self.own.delete(&place(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => {}
            Err(error) => {
                tracing::warn!(request_id = ctx.request_id, tenant = ctx.tenant.slug, file = %id, %error, "a file's bytes could not be removed");
            }
        }
    }
}

fn place(id: Uuid) -> Path {
    Path::from_iter(["files".to_owned(), id.simple().to_string()])
}

/// The cause goes to the log, never to a client.
fn failure(ctx: &Ctx, id: Uuid, error: &Error) -> Failure {
    tracing::error!(request_id = ctx.request_id, tenant = ctx.tenant.slug, file = %id, %error, "the file store refused");
    match error {
        Error::NotFound { .. } => Failure::NotFound,
        _ => Failure::Unreachable,
    }
}
