//! demo. NOTE for its author: `server/src/demo.rs` calls `seed(&ctx, people)` and `log_ins()`; keep both names.

use crate::Ctx;
use domain::{Failure, Role};

/// The demonstration's log-ins: e-mail, password, role.
#[must_use]
pub fn log_ins() -> Vec<(String, String, Role)> {
    Vec::new()
}

/// Not written yet.
pub async fn seed(_ctx: &Ctx, _people: i64) -> Result<Vec<(String, String, Role)>, Failure> {
    Ok(log_ins())
}
