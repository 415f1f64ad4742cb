//! The folder that the server serves: names by content, compressed copies, nothing stale.

use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Compressing these again would only cost time.
const PACKED: [&str; 9] = ["woff2", "woff", "png", "jpg", "jpeg", "webp", "avif", "gz", "br"];

pub struct Site {
    pub root: PathBuf,
    release: bool,
}

impl Site {
    pub fn open(root: PathBuf, release: bool) -> anyhow::Result<Self> {
        fs::create_dir_all(root.join("pkg")).with_context(|| format!("cannot make {}", root.display()))?;
        Ok(Self {
            root: fs::canonicalize(root)?,
            release,
        })
    }

    /// What `finish` noted last time; nothing when it was another version of this program.
    pub fn made<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&fs::read(self.root.join(".made.json")).ok()?).ok()
    }

    pub fn assets<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&fs::read(self.root.join("assets.json")).ok()?).ok()
    }

    /// An empty folder beside the result.
    pub fn staging(&self) -> anyhow::Result<PathBuf> {
        let path = self.root.join(".staging");
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// Writes `pkg/kvitok.<hash>.<kind>` and answers its address.
    pub fn publish_hashed(&self, content: &[u8], kind: &str) -> anyhow::Result<String> {
        let hash: String = digest(&[content]).chars().take(12).collect();
        let name = format!("pkg/kvitok.{hash}.{kind}");
        self.write(&self.root.join(&name), content)?;
        Ok(format!("/{name}"))
    }

    /// Copies a folder as it is, with compressed copies; a missing folder is an empty one.
    pub fn publish_folder(&self, from: &Path, to: &str) -> anyhow::Result<()> {
        for path in crate::project::files(from)? {
            let target = self.root.join(to).join(path.strip_prefix(from)?);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            self.write(&target, &fs::read(path)?)?;
        }
        Ok(())
    }

    /// Removes what earlier builds copied as it was: a file that has left the sources leaves the site.
    pub fn clear_public(&self) -> anyhow::Result<()> {
        for entry in fs::read_dir(&self.root)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') || name == "pkg" || name == "assets.json" {
                continue;
            }
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Names the result for the server, then removes what no name leads to.
    pub fn finish<A: Serialize, M: Serialize>(&self, assets: &A, made: &M) -> anyhow::Result<()> {
        let names = serde_json::to_value(assets)?;
        replace(&self.root.join("assets.json"), &serde_json::to_vec_pretty(&names)?)?;
        replace(&self.root.join(".made.json"), &serde_json::to_vec_pretty(made)?)?;
        let kept: BTreeSet<String> = names
            .as_object()
            .into_iter()
            .flat_map(|names| names.values())
            .filter_map(|name| name.as_str()?.strip_prefix("/pkg/").map(str::to_owned))
            .collect();
        for entry in fs::read_dir(self.root.join("pkg"))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
            if path.is_file() && !kept.contains(plain) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn write(&self, path: &Path, content: &[u8]) -> anyhow::Result<()> {
        replace(path, content)?;
        let packed = path
            .extension()
            .is_some_and(|kind| PACKED.iter().any(|packed| kind == *packed));
        if packed || content.len() < 512 {
            return Ok(());
        }
        let quality = if self.release { 11 } else { 4 };
        let mut br = Vec::new();
        let mut encoder = brotli::CompressorWriter::new(&mut br, 65_536, quality, 22);
        encoder.write_all(content)?;
        drop(encoder);
        replace(&beside(path, "br"), &br)?;
        let level = if self.release {
            flate2::Compression::best()
        } else {
            flate2::Compression::fast()
        };
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), level);
        gz.write_all(content)?;
        replace(&beside(path, "gz"), &gz.finish()?)
    }
}

/// SHA-256 in hex over length-prefixed parts, so that moving a byte from one part to the next shows.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn beside(path: &Path, kind: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(kind);
    PathBuf::from(name)
}

/// A running server never sees half a file.
fn replace(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let new = beside(path, "new");
    fs::write(&new, content).with_context(|| format!("cannot write {}", new.display()))?;
    fs::rename(&new, path)?;
    Ok(())
}
