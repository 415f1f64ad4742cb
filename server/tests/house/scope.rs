//! What outlives a request or leaves a database belongs to one tenant and says to which: state in memory, files, jobs,
//! lines of the log. Each place where such a thing is made stands here with how it is told apart; a new one fails until it
//! stands here, too, and one that is gone fails until it is struck out.

use crate::sources::{Source, rust};

/// A place: its file, what its line says, how tenants are told apart there.
type Place = (&'static str, &'static str, &'static str);

/// Every line of the product that `makes` says so about has its place in the list, and every place its line.
fn hold(rule: &str, below: &[&str], makes: impl Fn(&str) -> bool, places: &[Place]) {
    let mut found: Vec<String> = Vec::new();
    let mut met = vec![false; places.len()];
    for source in rust("").iter().filter(|source| !source.is_test()) {
        if !below.iter().any(|room| source.path.starts_with(room)) {
            continue;
        }
        for (n, line) in source.product().filter(|(_, line)| makes(line)) {
            let known = places
                .iter()
                .position(|(path, says, _)| source.path == *path && line.contains(says));
            match known {
                Some(place) => met[place] = true,
                None => found.push(format!("{}:{n}: {}", source.path, line.trim())),
            }
        }
    }
    assert!(
        found.is_empty(),
        "{rule}: say in server/tests/house/scope.rs how tenants are told apart in\n{}",
        found.join("\n")
    );
    let gone: Vec<_> = places
        .iter()
        .zip(&met)
        .filter(|(_, met)| !**met)
        .map(|(place, _)| place)
        .collect();
    assert!(gone.is_empty(), "{rule}: strike out what is gone: {gone:?}");
}

fn any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

/// Where the server's halves of all rooms stand.
const SERVER: [&str; 5] = [
    "server/src/",
    "server/tenant/",
    "server/landlord/",
    "server/documents/",
    "app/",
];

#[test]
fn what_is_kept_in_memory_is_kept_by_tenant() {
    let keeps = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let imports = line.starts_with("use ");
        let is_static = line.starts_with("static ") || line.starts_with("pub(crate) static ");
        let words = [
            "Cache<",
            "Mutex<",
            "RwLock<",
            "DashMap<",
            "RateLimiter<",
            "LazyLock<",
            "OnceLock<",
            "OnceCell<",
            "thread_local!",
        ];
        !imports && (is_static || any(line, &words))
    };
    hold(
        "state that outlives a request",
        &SERVER,
        keeps,
        &[
            (
                "server/landlord/src/registry.rs",
                "doors: Cache<String, Found>",
                "by label, which is one tenant's in the whole installation",
            ),
            (
                "server/landlord/src/registry.rs",
                "domains: Cache<(), ",
                "the catalogue's list of domains, nothing of a tenant's inside",
            ),
            (
                "server/landlord/src/registry.rs",
                "servers: Mutex<HashMap<String, Arc<Server>>>",
                "by server; below that by tenant",
            ),
            (
                "server/landlord/src/registry/budget.rs",
                "state: Mutex<State>",
                "connections by place, places by tenant",
            ),
            (
                "server/landlord/src/home.rs",
                "templates: Mutex<BTreeSet<String>>",
                "by server; empty databases of nobody",
            ),
            (
                "server/landlord/src/traffic.rs",
                "Meter(Mutex<HashMap<(i64, DateTime<Utc>), Traffic>>)",
                "by tenant and hour",
            ),
            (
                "server/landlord/src/schema.rs",
                "static LANDLORD: Migrator",
                "compiled in",
            ),
            (
                "server/landlord/src/schema.rs",
                "static TENANT: Migrator",
                "compiled in",
            ),
            (
                "server/src/web/limits.rs",
                "tenants: Mutex<HashMap<i64, Arc<Semaphore>>>",
                "by tenant",
            ),
            (
                "server/src/web/limits.rs",
                "tries: DefaultKeyedRateLimiter<String>",
                "by slug and e-mail",
            ),
            (
                "server/src/web/limits.rs",
                "written: DefaultKeyedRateLimiter<String>",
                "by slug and address",
            ),
            (
                "server/src/web/limits.rs",
                "letters: DefaultKeyedRateLimiter<String>",
                "by slug and e-mail",
            ),
            (
                "server/src/web/limits.rs",
                "fn check(limiter: &DefaultKeyedRateLimiter<String>",
                "one of those above",
            ),
            (
                "server/tenant/src/passwords.rs",
                "static AT_ONCE: Semaphore",
                "a number, of the machine",
            ),
            (
                "server/documents/src/pdf.rs",
                "static FONTS: LazyLock<FontStore>",
                "compiled in",
            ),
            ("app/ui/src/texts.rs", "static RU: ", "compiled in"),
            ("app/ui/src/texts.rs", "static EN: ", "compiled in"),
            (
                "app/ui/src/form/state.rs",
                "known: Mutex<Vec<Known>>",
                "of one form on one page",
            ),
            (
                "app/crm/src/payments/focus.rs",
                "static RECEIPT_EXPECTED: AtomicBool",
                "of the browser half",
            ),
        ],
    );
}

#[test]
fn files_on_the_disk_hold_nothing_of_a_tenant_outside_its_corner() {
    let writes = |line: &str| {
        let words = [
            "temp_dir(",
            "tempdir(",
            "TempDir",
            "NamedTempFile",
            "fs::write(",
            "File::create",
            "create_dir",
            "OpenOptions::new",
            "fs::copy(",
            "fs::rename(",
        ];
        any(line, &words)
    };
    hold(
        "a file or a folder that is made",
        &[
            "server/src/",
            "server/tenant/",
            "server/landlord/",
            "server/documents/",
            "app/crm/",
            "app/console/",
        ],
        writes,
        &[
            (
                "server/src/key.rs",
                "create_dir_all(folder)",
                "the installation's folder",
            ),
            ("server/src/key.rs", "OpenOptions::new()", "the installation's key"),
            (
                "server/src/storage.rs",
                "create_dir_all(&folder)",
                "the file store; corners are below it",
            ),
            (
                "server/src/cli/imports.rs",
                "fs::write(&path, refused_table(",
                "where the one who typed the command said",
            ),
        ],
    );
    // What goes into the file store goes through a corner, and a corner is named after a tenant's own database.
    hold(
        "a corner of the file store",
        &["server/"],
        |line| any(line, &["Store::new(", "files.of(", "PrefixStore::new("]) && !line.contains("FontStore"),
        &[
            (
                "server/landlord/src/files.rs",
                "Store::new(Arc::new(self.corner(database)), self.max_mb)",
                "the corner alone is handed out",
            ),
            (
                "server/landlord/src/files.rs",
                "PrefixStore::new(self.all.clone(), Path::from_iter([database]))",
                "the one place where a corner is made",
            ),
            (
                "server/src/storage.rs",
                "PrefixStore::new(store, prefix)",
                "the installation's own part of a bucket",
            ),
            (
                "server/landlord/src/tenants/copies.rs",
                "files.of(&copy.original_database)",
                "the original's, read only by the job that makes the copy",
            ),
            (
                "server/src/web/admit.rs",
                "files.of(&resident.database)",
                "of the tenant that the host named",
            ),
            (
                "server/landlord/src/tenants.rs",
                "files.of(&resident.database)",
                "of the tenant that is entered",
            ),
            (
                "server/landlord/src/tenants/creation.rs",
                "files.of(&name)",
                "of the tenant that is being made",
            ),
        ],
    );
}

/// The text of a statement from a line on, to its end.
fn statement(source: &Source, from: usize) -> String {
    let mut text = String::new();
    for line in source.text.lines().skip(from - 1) {
        text.push_str(line);
        if line.trim_end().ends_with(';') {
            break;
        }
    }
    text
}

#[test]
fn every_span_of_the_log_names_its_tenant() {
    hold(
        "a span of the log",
        &["server/", "app/"],
        |line| any(line, &["_span!(", "span!(", "#[instrument", "tracing::instrument"]),
        &[
            (
                "server/src/web/admit.rs",
                "info_span!(\"request\", request_id, tenant = ",
                "the slug, once the host is known",
            ),
            (
                "server/src/jobs.rs",
                "info_span!(\"job\", job = id, task = job.task.code(), tenant = job.tenant_id)",
                "the tenant's number",
            ),
        ],
    );
    // What goes on in a task of its own goes on in the span: all of `tenant`, and what the web does after an answer.
    let mut lost = Vec::new();
    for source in rust("server/").iter().filter(|source| !source.is_test()) {
        let of_a_call = [
            "server/tenant/",
            "server/src/web/forgot.rs",
            "server/src/relay.rs",
            "server/src/jobs.rs",
        ];
        if !of_a_call.iter().any(|room| source.path.starts_with(room)) {
            continue;
        }
        for (n, line) in source.product().filter(|(_, line)| line.contains("tokio::spawn(")) {
            let is_landlords = source
                .text
                .lines()
                .skip(n)
                .take(4)
                .any(|line| line.contains("::landlord::"));
            if !is_landlords && !statement(source, n).contains("in_current_span()") {
                lost.push(format!("{}:{n}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(lost.is_empty(), "a task that leaves its span:\n{}", lost.join("\n"));
}

#[test]
fn every_job_says_whose_it_is() {
    hold(
        "a job that is asked for",
        &["server/", "app/"],
        |line| line.contains("NewJob {") && !line.contains("struct"),
        &[
            (
                "server/landlord/src/jobs.rs",
                "let new = NewJob {",
                "the installation's own tasks: they have a schedule and no tenant",
            ),
            (
                "server/landlord/src/jobs/inside.rs",
                "let new = NewJob {",
                "the tenant whose outbox it lay in",
            ),
            (
                "server/landlord/src/jobs/work.rs",
                "let new = NewJob {",
                "whose the schedule is",
            ),
            (
                "server/landlord/src/tenants/copies.rs",
                "let new = NewJob {",
                "the organisation that is copied",
            ),
        ],
    );
    // A job of nobody is one of the installation's own tasks, and those are asked for in one file.
    for source in rust("server/").iter().filter(|source| !source.is_test()) {
        let whose = source
            .product()
            .filter(|(_, line)| line.trim_start().starts_with("tenant_id: None"));
        for (n, line) in whose {
            assert_eq!(source.path, "server/landlord/src/jobs.rs", "line {n}: {line}");
        }
    }
    // The table's column, which the fairness, the pages and the pauses go by.
    let table =
        std::fs::read_to_string(crate::sources::root().join("migrations/landlord/0004_jobs.sql")).unwrap_or_default();
    assert!(
        table.contains("tenant_id bigint references tenant"),
        "job rows name their tenant"
    );
}
