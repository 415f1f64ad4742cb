//! The browser half: wasm, the script that starts it, the style sheet, and the files that are served as they are.
//! The server learns the names from `assets.json`, which is written last and at once.

mod publish;

use crate::project::{Project, files, run, say};
use anyhow::Context;
use publish::{Site, digest};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// What the shell links to.
#[derive(Serialize, Deserialize)]
struct Assets {
    js: String,
    wasm: String,
    css: String,
}

/// What the last build was made of: equal inputs need no work.
#[derive(Default, Serialize, Deserialize, PartialEq, Eq)]
struct Made {
    program: String,
    styles: String,
    public: String,
}

const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds what has changed. `site` is `<target>/site` unless named.
pub fn build(project: &Project, release: bool, site: Option<PathBuf>) -> anyhow::Result<()> {
    let site = Site::open(site.unwrap_or_else(|| project.target.join("site")), release)?;
    let compiled = compile(project, release)?;
    let wanted = Made {
        program: digest(&[&fs::read(&compiled)?, release.to_string().as_bytes()]),
        styles: styles_digest(project, release)?,
        public: public_digest(project, release)?,
    };
    let made = site.made::<Made>();
    let had: Option<Assets> = site.assets();
    let (made, had) = match (made, had) {
        (Some(made), Some(had)) => (made, Some(had)),
        _ => (Made::default(), None),
    };
    if made == wanted {
        return Ok(());
    }

    let (js, wasm) = match &had {
        Some(had) if made.program == wanted.program => (had.js.clone(), had.wasm.clone()),
        _ => program(project, &site, &compiled, release)?,
    };
    let css = match &had {
        Some(had) if made.styles == wanted.styles => had.css.clone(),
        _ => styles(project, &site)?,
    };
    if made.public != wanted.public {
        site.clear_public()?;
        site.publish_folder(&project.root.join("public"), "")?;
        site.publish_folder(&project.root.join("style/fonts"), "fonts")?;
    }
    site.finish(&Assets { js, wasm, css }, &wanted)?;
    say(&format!("the browser half is in {}", site.root.display()));
    Ok(())
}

/// cargo decides whether there is anything to do.
fn compile(project: &Project, release: bool) -> anyhow::Result<PathBuf> {
    let profile = if release { "web-release" } else { "web" };
    let target = "wasm32-unknown-unknown";
    run(
        &mut project.cargo(&[
            "build",
            "--package",
            "frontend",
            "--lib",
            "--target",
            target,
            "--profile",
            profile,
        ]),
        "building the browser half",
    )?;
    Ok(project.target.join(target).join(profile).join("frontend.wasm"))
}

/// The script and the wasm out of what rustc made. The shell hands the wasm's address to the script's `init`, so the
/// script is the same whatever the wasm is called.
fn program(project: &Project, site: &Site, compiled: &Path, release: bool) -> anyhow::Result<(String, String)> {
    say("binding the wasm to JavaScript");
    let staging = site.staging()?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(compiled)
        .web(true)?
        .typescript(false)
        .keep_debug(false)
        .remove_name_section(release);
    bindgen
        .remove_producers_section(release)
        .omit_default_module_path(true)
        .out_name("kvitok")
        .generate(&staging)?;
    let wasm = staging.join("kvitok_bg.wasm");
    if release {
        say("making the wasm small");
        let mut tool = std::process::Command::new(project.npm_tool("style", "wasm-opt")?);
        run(tool.args(WASM_OPT).arg(&wasm).arg("-o").arg(&wasm), "wasm-opt")?;
    }
    site.publish_folder(&staging.join("snippets"), "pkg/snippets")?;
    let wasm = site.publish_hashed(&fs::read(wasm)?, "wasm")?;
    let js = site.publish_hashed(&fs::read(staging.join("kvitok.js"))?, "js")?;
    fs::remove_dir_all(staging)?;
    Ok((js, wasm))
}

fn styles(project: &Project, site: &Site) -> anyhow::Result<String> {
    say("making the style sheet");
    let folder = project.root.join("style");
    let staging = site.staging()?;
    let out = staging.join("kvitok.css");
    let mut tool = std::process::Command::new(project.npm_tool("style", "tailwindcss")?);
    tool.args(["--input", "main.css", "--minify", "--output"])
        .arg(&out)
        .current_dir(folder);
    // Its banner and timing are noise; what goes wrong is printed below.
    let done = tool.output().context("cannot start tailwindcss")?;
    if !done.status.success() {
        anyhow::bail!(
            "the style sheet does not build:\n{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let css = site.publish_hashed(&fs::read(&out)?, "css")?;
    fs::remove_dir_all(staging)?;
    Ok(css)
}

/// Tailwind reads class names out of the pages, so these are inputs too.
fn styles_digest(project: &Project, release: bool) -> anyhow::Result<String> {
    let mut inputs = files(&project.root.join("style"))?;
    inputs.extend(files(&project.root.join("app"))?);
    Ok(format!("{}, release {release}", digest_files(project, &inputs)?))
}

fn public_digest(project: &Project, release: bool) -> anyhow::Result<String> {
    let mut inputs = files(&project.root.join("public"))?;
    inputs.extend(files(&project.root.join("style/fonts"))?);
    Ok(format!("{}, release {release}", digest_files(project, &inputs)?))
}

/// A digest of files' names and contents.
pub fn digest_files(project: &Project, inputs: &[PathBuf]) -> anyhow::Result<String> {
    let mut parts = Vec::new();
    for path in inputs {
        parts.push(
            path.strip_prefix(&project.root)
                .unwrap_or(path)
                .to_string_lossy()
                .into_owned()
                .into_bytes(),
        );
        parts.push(fs::read(path)?);
    }
    Ok(digest(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}
