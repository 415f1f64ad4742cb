//! Starts, joins, survives a kill and stops a real Postgres.

use cluster::{Care, ensure, sweep};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;

fn answers(url: &str) -> bool {
    let address = url.rsplit('@').next().map(|rest| rest.trim_end_matches("/postgres"));
    address.is_some_and(|address| TcpStream::connect(address).is_ok())
}

fn data(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("kvitok-cluster-{name}-{}", std::process::id()));
    let _absent = sweep(&path);
    path
}

#[test]
fn the_last_one_out_stops_it() {
    let data = data("last");
    let first = ensure(&data, Care::Scratch).unwrap();
    let second = ensure(&data, Care::Scratch).unwrap();
    assert_eq!(first.url, second.url, "the second joins the first");
    let url = first.url.clone();
    first.stop().unwrap();
    assert!(answers(&url), "the second still uses it");
    second.stop().unwrap();
    assert!(!answers(&url), "nobody uses it any more");
    sweep(&data).unwrap();
    assert!(!data.exists());
}

#[test]
fn a_killed_server_starts_again_with_the_same_address() {
    let data = data("killed");
    let first = ensure(&data, Care::Scratch).unwrap();
    let (url, folder) = (first.url.clone(), first.folder.clone());
    let state = std::fs::read_to_string(folder.join("cluster/postmaster.pid")).unwrap();
    assert!(
        Command::new("kill")
            .args(["-9", state.lines().next().unwrap()])
            .status()
            .unwrap()
            .success()
    );
    while answers(&url) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let again = ensure(&data, Care::Scratch).unwrap();
    assert!(answers(&again.url));
    assert_eq!(
        again.url.split(':').nth(2),
        url.split(':').nth(2),
        "the role keeps its password"
    );
    drop(first);
    drop(again);
    sweep(&data).unwrap();
}
