//! The tenant's own corner of the file store. The store that it wraps begins at the tenant's prefix already, and names
//! are made here out of random ids alone: no use case can name another tenant's object.

use std::sync::Arc;

use bytes::Bytes;
use domain::Failure;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, WriteMultipart};
use uuid::Uuid;

use crate::Ctx;

/// A file's bytes as they come out of the store.
pub type Content = BoxStream<'static, Result<Bytes, std::io::Error>>;

/// Parts of a file that may be on their way at once while it is brought over.
const PARTS: usize = 2;

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

    /// Brings a file over from another store, a few megabytes at a time. False where there are no bytes.
    pub(crate) async fn bring(&self, ctx: &Ctx, from: &Self, id: Uuid) -> Result<bool, Failure> {
        let found = match from.own.get(&place(id)).await {
            Err(Error::NotFound { .. }) => return Ok(false),
            found => found.map_err(|error| failure(ctx, id, &error))?,
        };
        let upload = self.own.put_multipart(&place(id)).await;
        let mut upload = WriteMultipart::new(upload.map_err(|error| failure(ctx, id, &error))?);
        let mut chunks = found.into_stream();
        let poured = async {
            while let Some(chunk) = chunks.try_next().await? {
                upload.wait_for_capacity(PARTS).await?;
                upload.put(chunk);
            }
            Ok(())
        };
        if let Err(error) = poured.await {
            // What was begun is given up; a store that can't even do that tidies up by itself.
            let _given_up = upload.abort().await;
            return Err(failure(ctx, id, &error));
        }
        upload.finish().await.map_err(|error| failure(ctx, id, &error))?;
        Ok(true)
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
