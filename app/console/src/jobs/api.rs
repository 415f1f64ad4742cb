//! What the pages of background work ask of the server.

use domain::Page;
use domain::jobs::{JobLine, JobRefForm, Standing};
use leptos::prelude::*;
use ui::Fault;

#[server(name = ListJobs, prefix = "/rpc", endpoint = "console/jobs/list")]
pub async fn list_jobs(status: String, after: String) -> Result<(Page<JobLine>, Standing), Fault> {
    let ctx = crate::server::context()?;
    let page = landlord::jobs::list(&ctx, &status, &after).await?;
    Ok((page, landlord::jobs::standing(&ctx).await?))
}

#[server(name = ShowJob, prefix = "/rpc", endpoint = "console/jobs/show")]
pub async fn show_job(id: i64) -> Result<JobLine, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::jobs::show(&ctx, id).await?)
}

#[server(name = CancelJob, prefix = "/rpc", endpoint = "console/jobs/cancel")]
pub async fn cancel_job(form: JobRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::jobs::cancel(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{id}?done=job_cancelled"));
    Ok(id)
}

#[server(name = RetryJob, prefix = "/rpc", endpoint = "console/jobs/retry")]
pub async fn retry_job(form: JobRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::jobs::retry(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{id}?done=job_retried"));
    Ok(id)
}
