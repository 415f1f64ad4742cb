//! The log: whatever a request causes is said under its id and its tenant.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use crate::support::House;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_a_request_names_its_tenant() {
    let kept = Kept::default();
    let writer = kept.clone();
    // For the whole program: requests of other tests are told apart by their tenants.
    let listener = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(listener).unwrap();
    let house = House::open().await;
    house.tenant("logged").await;
    let mut caller = house.caller("logged.localhost");
    caller
        .post(
            "/login",
            &[("email", "nobody@logged.test"), ("password", "nonsense-4512")],
        )
        .await;
    caller.get("/enter/secret-token-4512").await;
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let ours: BTreeSet<&str> = lines
        .iter()
        .filter(|line| line["span"]["tenant"] == "logged")
        .filter_map(|line| line["span"]["request_id"].as_str())
        .collect();
    assert_eq!(ours.len(), 2, "two requests");
    let told: Vec<&serde_json::Value> = lines
        .iter()
        .filter(|line| ours.iter().any(|id| line.to_string().contains(id)))
        .collect();
    assert!(told.len() >= 3, "served twice, refused once: {told:?}");
    for line in told {
        assert_eq!(line["span"]["tenant"], "logged", "{line}");
    }
    assert!(!text.contains("secret-token-4512"), "a one-time token in the log");
    assert!(!text.contains("nonsense-4512"), "a password in the log");
    house.close().await;
}
