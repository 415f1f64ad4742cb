//! What the page of a visit asks of the server.

use domain::visits::{Pass, Seat, VisitForm};
use leptos::prelude::*;
use ui::Fault;

#[server(name = ListSeats, prefix = "/rpc", endpoint = "console/visits/seats")]
pub async fn list_seats(id: i64) -> Result<Vec<Seat>, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::visits::seats(&ctx, id).await?)
}

/// No redirect: a browser does not follow one from a form to another host, so the page shows the way.
#[server(name = BeginVisit, prefix = "/rpc", endpoint = "console/visits/begin")]
pub async fn begin_visit(form: VisitForm) -> Result<Pass, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::visits::begin(&ctx, &form).await?)
}
