//! Where a cluster's folder may lie, and the small secrets in it.

use crate::Error;
use crate::account::Account;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// `<data>/pg`; or, where root keeps the data in a folder that Postgres's account may not enter (a checkout in /root),
/// a folder under /var/lib, which `<data>/pg` then links to, so that backups and people find it.
pub(crate) fn choose(data: &Path, account: &Account) -> Result<PathBuf, Error> {
    fs::create_dir_all(data).map_err(|cause| Error::file(data, cause))?;
    let data = fs::canonicalize(data).map_err(|cause| Error::file(data, cause))?;
    let usual = data.join("pg");
    let folder = if usual.is_symlink() {
        // A link that leads nowhere means lost or moved data: a fresh cluster in their place would hide that.
        fs::canonicalize(&usual).map_err(|cause| Error::file(&usual, cause))?
    } else if account.reaches(&data) {
        usual
    } else {
        let parent = Path::new("/var/lib/kvitok");
        let elsewhere = parent.join(format!("pg-{}", random_hex(6)?));
        fs::create_dir_all(&elsewhere).map_err(|cause| Error::file(&elsewhere, cause))?;
        fs::set_permissions(parent, fs::Permissions::from_mode(0o711)).map_err(|cause| Error::file(parent, cause))?;
        std::os::unix::fs::symlink(&elsewhere, &usual).map_err(|cause| Error::file(&usual, cause))?;
        elsewhere
    };
    fs::create_dir_all(&folder).map_err(|cause| Error::file(&folder, cause))?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(|cause| Error::file(&folder, cause))?;
    account.own(&folder)?;
    Ok(folder)
}

/// The content of a small file, without the last newline.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    Ok(fs::read_to_string(path)
        .map_err(|cause| Error::file(path, cause))?
        .trim_end()
        .to_owned())
}

/// Writes a file that only its owner may read, whatever stood there.
pub(crate) fn write_secret(path: &Path, secret: &str) -> Result<(), Error> {
    let mut file = fs::File::options()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|cause| Error::file(path, cause))?;
    writeln!(file, "{secret}")
        .and_then(|()| file.sync_all())
        .map_err(|cause| Error::file(path, cause))
}

/// `bytes` bytes from the system's generator.
pub(crate) fn random_hex(bytes: usize) -> Result<String, Error> {
    let source = Path::new("/dev/urandom");
    let mut drawn = vec![0; bytes];
    fs::File::open(source)
        .and_then(|mut file| file.read_exact(&mut drawn))
        .map_err(|cause| Error::file(source, cause))?;
    Ok(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
}
