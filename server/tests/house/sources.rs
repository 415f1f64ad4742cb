//! The project's sources as the rules look at them.

use std::fs;
use std::path::{Path, PathBuf};

/// A checked source file: where it is, from the project's root, and what it says.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// Lines that are not comments, with their numbers.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(n, line)| (n + 1, line))
            .filter(|(_, line)| {
                let line = line.trim_start();
                !line.starts_with("//") && !line.starts_with('*')
            })
    }

    /// Code lines before the file's own tests.
    pub fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code()
            .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
    }

    pub fn named(&self, name: &str) -> bool {
        Path::new(&self.path).file_name().is_some_and(|own| own == name)
    }

    /// Tests may do what the product may not.
    pub fn is_test(&self) -> bool {
        ["tests/", "benches/"].iter().any(|room| self.path.contains(room)) || self.named("tests.rs")
    }
}

// The folder as it is when this runs: two checkouts may share one target directory, and so this program.
pub fn root() -> PathBuf {
    let own = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| "server".into()));
    own.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let foreign = ["target", "node_modules", "data", "test-results", "playwright-report"].contains(&name.as_str());
        if path.is_dir() && !path.is_symlink() {
            if !foreign && (!name.starts_with('.') || [".ci", ".github", ".cargo"].contains(&name.as_str())) {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// Every file of the project that is text.
pub fn sources() -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    found
        .into_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            Some(Source {
                path: path.strip_prefix(&root).ok()?.to_string_lossy().into_owned(),
                text,
            })
        })
        .collect()
}

pub fn rust(below: &str) -> Vec<Source> {
    let mut all = sources();
    all.retain(|source| source.path.ends_with(".rs") && source.path.starts_with(below));
    assert!(
        !all.is_empty(),
        "there is no Rust below {below:?}: this check looks at nothing"
    );
    all
}

/// Every line of `sources` for which `wrong` says so, as `path:line: text`.
pub fn offences(sources: &[Source], wrong: impl Fn(&Source, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        for (n, line) in source.product().filter(|(_, line)| wrong(source, line)) {
            found.push(format!("{}:{n}: {}", source.path, line.trim()));
        }
    }
    found
}
