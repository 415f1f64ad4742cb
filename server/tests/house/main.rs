//! The house's rules, held by looking at the sources: what must never be written, and where what may be written stands.
//! Runs in every `cargo test`, needs no database.

mod scope;
mod sources;

use sources::{offences, root, rust, sources};
use std::fs;
use std::process::Command;

fn none(rule: &str, found: &[String]) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

fn contains_any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

#[test]
fn sql_stands_only_in_rooms_named_sql() {
    let queries = [
        "sqlx::query",
        "sqlx::raw_sql",
        "sqlx::QueryBuilder",
        "query!(",
        "query_as!(",
        "query_scalar!(",
    ];
    let found = offences(&rust(""), |source, line| {
        let imported =
            line.trim_start().starts_with("use sqlx::") && contains_any(line, &["query", "raw_sql", "QueryBuilder"]);
        !source.named("sql.rs") && !source.path.starts_with("xtask/") && (contains_any(line, &queries) || imported)
    });
    none("SQL outside sql.rs", &found);
}

#[test]
fn the_browser_half_names_no_database() {
    none(
        "sqlx in app/",
        &offences(&rust("app/"), |_, line| line.contains("sqlx::")),
    );
    none(
        "sqlx in frontend/",
        &offences(&rust("frontend/"), |_, line| line.contains("sqlx::")),
    );
}

#[test]
fn one_gate_between_server_and_browser() {
    let gate = |line: &str| {
        line.contains("cfg") && contains_any(line, &["feature = \"ssr\"", "feature = \"hydrate\"", "feature=\"ssr\""])
    };
    for room in ["app/crm/", "app/console/"] {
        let found = offences(&rust(room), |_, line| gate(line));
        assert!(
            found.len() <= 1,
            "{room} has {} gates, `mod server;` is enough:\n{}",
            found.len(),
            found.join("\n")
        );
    }
    for room in ["app/domain/", "app/ui/", "app/src/"] {
        none(
            "a feature gate out of place",
            &offences(&rust(room), |_, line| gate(line)),
        );
    }
}

#[test]
fn the_domain_reads_no_clock_and_knows_no_chance() {
    let clocks = [
        "SystemTime::now",
        "Utc::now",
        "Local::now",
        "Instant::now",
        "rand::",
        "Uuid::new_v4",
        "Uuid::now_v7",
    ];
    none(
        "the domain must stay pure",
        &offences(&rust("app/domain/"), |_, line| contains_any(line, &clocks)),
    );
}

#[test]
fn only_the_server_reads_clock_and_environment() {
    let found = offences(&rust("server/"), |source, line| {
        ["server/tenant/", "server/landlord/"]
            .iter()
            .any(|room| source.path.starts_with(room))
            && contains_any(line, &["Utc::now", "Local::now", "SystemTime::now", "env::var"])
    });
    none("time and settings reach this room through its context", &found);
}

#[test]
fn crates_cannot_name_what_they_must_not_know() {
    let forbidden = [
        (
            "domain",
            vec![
                "leptos", "sqlx", "tokio", "axum", "rand", "reqwest", "tenant", "landlord", "ui",
            ],
        ),
        (
            "ui",
            vec!["sqlx", "axum", "tenant", "landlord", "documents", "crm", "console"],
        ),
        ("crm", vec!["landlord", "console"]),
        ("tenant", vec!["landlord", "axum", "leptos", "crm", "console"]),
        ("landlord", vec!["axum", "leptos", "crm", "console"]),
        ("documents", vec!["sqlx", "axum", "leptos", "tenant", "landlord"]),
        ("cluster", vec!["sqlx", "tokio", "tenant", "landlord"]),
    ];
    for (room, words) in forbidden {
        let tree = tree(room, &[]);
        for word in words {
            assert!(
                !tree.iter().any(|name| name == word),
                "{room} depends on {word}, through whatever crate"
            );
        }
    }
    // Through `landlord` the console rests on `tenant`; it must only not be able to name it.
    for (room, word) in [
        ("console", "tenant"),
        ("crm", "landlord"),
        ("console", "crm"),
        ("crm", "console"),
    ] {
        let direct = tree(room, &["--depth", "1"]);
        assert!(!direct.iter().any(|name| name == word), "{room} can name {word}");
    }
}

/// The crates below `room` with the server's features, ordinary dependencies only.
fn tree(room: &str, more: &[&str]) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "tree",
        "--offline",
        "--package",
        room,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{lib}",
    ]);
    if ["crm", "console", "ui"].contains(&room) {
        command.args(["--features", "ssr"]);
    }
    let done = command.args(more).current_dir(root()).output();
    let Ok(done) = done else {
        panic!("cargo tree does not start")
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        said.lines().next().is_some_and(|first| first.trim() == room),
        "cargo tree says nothing about {room}"
    );
    said.lines().skip(1).map(|name| name.trim().to_owned()).collect()
}

#[test]
fn no_room_has_a_name_that_says_nothing() {
    let empty = [
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "misc",
        "dto",
        "models",
        "atoms",
        "molecules",
        "organisms",
    ];
    let mut found: Vec<String> = rust("").into_iter().map(|source| source.path).collect();
    found.retain(|path| {
        path.trim_end_matches(".rs")
            .split('/')
            .any(|part| empty.contains(&part))
    });
    none("name it after what is in it", &found);
    let layers = rust("").into_iter().map(|source| source.path);
    let layers: Vec<String> = layers
        .filter(|path| path.ends_with("managers/mod.rs") || path.ends_with("services/mod.rs"))
        .collect();
    none("services and managers are no layers here", &layers);
}

#[test]
fn files_stay_readable_and_say_what_they_are() {
    let mut found = Vec::new();
    for source in rust("") {
        let lines = source.text.lines().count();
        if lines > 500 {
            found.push(format!("{} has {lines} lines, divide it", source.path));
        }
        if !source.text.trim_start().starts_with("//!") && source.text.lines().count() > 3 {
            found.push(format!("{} does not open with //!", source.path));
        }
    }
    none("files", &found);
}

#[test]
fn nothing_is_left_unfinished() {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["HA", "CK:"].concat()];
    let mut found = Vec::new();
    for source in rust("") {
        for (n, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark.as_str())) {
                found.push(format!("{}:{}: {}", source.path, n + 1, line.trim()));
            }
        }
    }
    none("unfinished", &found);
}

#[test]
fn money_is_never_a_float() {
    let found = offences(&rust(""), |source, line| {
        let rooms = ["app/domain/", "server/tenant/"]
            .iter()
            .any(|room| source.path.starts_with(room));
        rooms && contains_any(line, &["f32", "f64"]) && !line.contains("not money")
    });
    none(
        "a float near money (end the line with `// not money` if it is not)",
        &found,
    );
    let columns: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.path.starts_with("migrations/"))
        .flat_map(|source| {
            let path = source.path.clone();
            // A word of its own, outside of what is said in quotes: a reallocation is no float.
            let wrong = |line: &&str| {
                let line = line.to_lowercase();
                let said: String = line.split('\'').step_by(2).collect();
                let floats = ["real", "float", "float4", "float8", "money"];
                said.contains("double precision")
                    || said
                        .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
                        .any(|word| floats.contains(&word))
            };
            source
                .text
                .lines()
                .filter(|line| !line.trim_start().starts_with("--"))
                .filter(wrong)
                .map(|line| format!("{path}: {}", line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    none("a float in a table", &columns);
}

#[test]
fn a_clean_clone_stands_alone() {
    let outside = ["..", "/shared"].concat();
    let found: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.text.contains(&outside))
        .map(|source| source.path)
        .collect();
    none("reads what is not in the repository", &found);
}

#[test]
fn every_room_of_a_database_has_its_checked_queries() {
    for (room, variable) in [("tenant", "TENANT_DATABASE_URL"), ("landlord", "LANDLORD_DATABASE_URL")] {
        let own = root().join("server").join(room);
        let settings = fs::read_to_string(own.join("sqlx.toml")).unwrap_or_default();
        assert!(
            settings.contains(variable),
            "server/{room}/sqlx.toml does not name {variable}"
        );
        assert!(
            own.join(".sqlx").is_dir(),
            "server/{room}/.sqlx is missing: run `make prepare`"
        );
    }
}

#[test]
fn the_proof_of_isolation_knows_every_file() {
    let web = fs::read_to_string(root().join("server/src/web.rs")).unwrap();
    let routes = web
        .lines()
        .filter_map(|line| line.trim().strip_prefix(".route(\"")?.split_once('"'));
    // Pages and functions are walked as they are registered; what only takes a form shows nothing.
    let probes = ["/healthz", "/readyz"];
    let shown = routes.filter(|(path, how)| how.contains("get(") && !how.contains("pages::") && !probes.contains(path));
    let known = |path: &str| {
        server::isolation::FILES.iter().any(|file| {
            let (file, path): (Vec<_>, Vec<_>) = (file.split('/').collect(), path.split('/').collect());
            let fits = |(asked, part): (&&str, &&str)| part.starts_with('{') || asked == part;
            file.len() == path.len() && file.iter().zip(&path).all(fits)
        })
    };
    let missing: Vec<String> = shown
        .filter(|(path, _)| !known(path))
        .map(|(path, _)| path.to_owned())
        .collect();
    none("routes that server/src/isolation.rs does not walk", &missing);
}
