//! The installation's key: 32 random bytes in a file that only its owner reads. Passwords of tenants' roles are derived
//! from it, so it has to live as long as the databases do.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

/// Reads the key, or makes it at the first start.
///
/// # Errors
/// When the file can't be read or written, or is too short to be a key.
pub fn read_or_make(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path.exists() {
        let key = std::fs::read(path).with_context(|| format!("The key {} can't be read", path.display()))?;
        anyhow::ensure!(
            key.len() >= 32,
            "The key {} is too short: restore it from a backup",
            path.display()
        );
        return Ok(key);
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("The folder {} can't be made", folder.display()))?;
    }
    let key: [u8; 32] = rand::random();
    // `create_new`: of two programs that start at once, one makes the key and the other fails instead of replacing it.
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("The key {} can't be written", path.display()))?;
    file.write_all(&key)?;
    file.sync_all()?;
    Ok(key.to_vec())
}
