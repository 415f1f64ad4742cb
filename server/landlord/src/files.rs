//! The file store of the whole installation, and each tenant's corner of it. A tenant is given its corner alone.

use std::sync::Arc;

use futures::TryStreamExt;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use tenant::files::Store;

/// The file store of an installation.
#[derive(Clone, Debug)]
pub struct Cabinet {
    all: Arc<dyn ObjectStore>,
    max_mb: u32,
}

impl Cabinet {
    /// `max_mb` is the largest file that is taken, mebibytes.
    #[must_use]
    pub fn new(all: Arc<dyn ObjectStore>, max_mb: u32) -> Self {
        Self { all, max_mb }
    }

    /// The largest file that is taken, mebibytes.
    #[must_use]
    pub const fn max_mb(&self) -> u32 {
        self.max_mb
    }

    /// The corner of a tenant, named after its database: a name that no other tenant has, of letters that mean nothing in
    /// a path.
    #[must_use]
    pub fn of(&self, database: &str) -> Store {
        Store::new(Arc::new(self.corner(database)), self.max_mb)
    }

    fn corner(&self, database: &str) -> PrefixStore<Arc<dyn ObjectStore>> {
        // One part, whatever stands in it: a slash or two points in a name would be escaped.
        PrefixStore::new(self.all.clone(), Path::from_iter([database]))
    }

    /// Removes everything in a tenant's corner. Says how many files that were.
    ///
    /// # Errors
    /// The store's error; what it had removed by then is gone.
    pub async fn remove_all(&self, database: &str) -> Result<usize, Error> {
        let corner = self.corner(database);
        let places: Vec<Path> = corner.list(None).map_ok(|object| object.location).try_collect().await?;
        for place in &places {
            match corner.delete(place).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(places.len())
    }
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;

    #[tokio::test]
    async fn a_corner_has_no_way_out() {
        let all: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
        let cabinet = Cabinet::new(all.clone(), 1);
        all.put(&Path::from("kvitok_t1/files/a"), "one".into()).await.unwrap();
        all.put(&Path::from("kvitok_t10/files/a"), "ten".into()).await.unwrap();
        let corner = cabinet.corner("kvitok_t1");
        for way in [
            "../kvitok_t10/files/a",
            "/kvitok_t10/files/a",
            "files/../../kvitok_t10/files/a",
            "0/files/a",
        ] {
            assert!(corner.get(&Path::from(way)).await.is_err(), "{way}");
        }
        assert!(Path::parse("../kvitok_t10/files/a").is_err());
        let strange = cabinet.corner("../kvitok_t10");
        assert!(strange.get(&Path::from("files/a")).await.is_err());
        // Neither is the tenth tenant emptied with the first, whose name begins alike.
        assert_eq!(cabinet.remove_all("kvitok_t1").await.unwrap(), 1);
        assert!(all.get(&Path::from("kvitok_t10/files/a")).await.is_ok());
        assert_eq!(cabinet.remove_all("kvitok_t1").await.unwrap(), 0);
    }
}
