//! The file store, as the configuration names it: a folder, or a bucket of a service that speaks S3.

use std::sync::Arc;

use anyhow::{Context, bail};
use landlord::Cabinet;
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;

use crate::Config;

/// Opens the file store. A folder is made at once; a bucket is not asked for anything yet.
///
/// # Errors
/// One sentence that names the key; it never repeats a secret.
pub fn open(config: &Config) -> anyhow::Result<Cabinet> {
    let all: Arc<dyn ObjectStore> = match config.files_url.as_deref().filter(|url| !url.is_empty()) {
        None => {
            let folder = config.data.join("files");
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("The folder {} can't be made", folder.display()))?;
            let store = LocalFileSystem::new_with_prefix(&folder)
                .with_context(|| format!("The folder {} can't be opened", folder.display()))?;
            Arc::new(store.with_automatic_cleanup(true).with_fsync(true))
        }
        Some(url) => bucket(config, url)?,
    };
    Ok(Cabinet::new(all, config.files_max_mb))
}

fn bucket(config: &Config, address: &str) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let url = url::Url::parse(address).ok().filter(|url| url.scheme() == "s3");
    let Some((bucket, prefix)) = url
        .as_ref()
        .and_then(|url| Some((url.host_str()?, Path::from_url_path(url.path()).ok()?)))
    else {
        bail!("files_url is not an address of a bucket: write s3://bucket/prefix, or nothing for a folder under data.");
    };
    let (Some(key), Some(secret)) = (&config.files_s3_key, &config.files_s3_secret) else {
        bail!("files_url names a bucket: set files_s3_key and files_s3_secret too.");
    };
    // Of two in one process the first stays, and it is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_access_key_id(key)
        .with_secret_access_key(secret)
        .with_region(config.files_s3_region.as_deref().unwrap_or("us-east-1"));
    if let Some(endpoint) = &config.files_s3_endpoint {
        builder = builder
            .with_endpoint(endpoint)
            .with_allow_http(endpoint.starts_with("http://"));
    }
    let store = builder.build().map_err(|_| {
        anyhow::anyhow!("The file store can't be opened: check files_url, files_s3_endpoint and files_s3_region.")
    })?;
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_bucket_is_told_without_the_secret() {
        let config = |url: &str, secret: Option<&str>| Config {
            files_url: Some(url.into()),
            files_s3_key: Some("key".into()),
            files_s3_secret: secret.map(str::to_owned),
            files_s3_endpoint: Some("http://127.0.0.1:9".into()),
            ..Config::default()
        };
        assert!(open(&config("s3://bucket/prefix", Some("hidden"))).is_ok());
        for (url, secret) in [
            ("https://bucket", Some("hidden")),
            ("bucket", Some("hidden")),
            ("s3://bucket", None),
        ] {
            let told = format!("{:#}", open(&config(url, secret)).err().unwrap());
            assert!(told.contains("files_url") && !told.contains("hidden"), "{told}");
        }
    }
}
