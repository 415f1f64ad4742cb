//! The built files of the browser half: hashed, precompressed, immutable.

use std::path::{Path, PathBuf};

use anyhow::Context;
use app::Assets;
use serde::Deserialize;

#[derive(Deserialize)]
struct Listed {
    js: String,
    wasm: String,
    css: String,
}

/// Reads which files the last build made.
///
/// # Errors
/// When there is no build.
pub fn read(site: &Path, reloads: bool) -> anyhow::Result<Assets> {
    let list: PathBuf = site.join("assets.json");
    let text = std::fs::read_to_string(&list).with_context(|| {
        format!(
            "The browser half is not built ({} is missing): run `make run`, or `cargo xtask web`",
            list.display()
        )
    })?;
    let listed: Listed =
        serde_json::from_str(&text).with_context(|| format!("{} is damaged: run `cargo xtask web`", list.display()))?;
    Ok(Assets {
        js: listed.js,
        wasm: listed.wasm,
        css: listed.css,
        reloads,
    })
}
