//! What the pages of background work ask of the server.

use domain::Page;
use domain::jobs::{JobLine, JobRefForm, Standing};
use leptos::prelude::*;
use ui::Fault;

/// A page of the jobs, and how many stand how.
#[server(name = ListJobs, prefix = "/rpc", endpoint = "crm/jobs/list")]
pub async fn list_jobs(status: String, after: String) -> Result<(Page<JobLine>, Standing), Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::work::list(&ctx, &status, &after).await?)
}

/// One job.
#[server(name = ShowJob, prefix = "/rpc", endpoint = "crm/jobs/show")]
pub async fn show_job(id: i64) -> Result<JobLine, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::work::show(&ctx, id).await?)
}

/// Stops a job.
#[server(name = CancelJob, prefix = "/rpc", endpoint = "crm/jobs/cancel")]
pub async fn cancel_job(form: JobRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::work::cancel(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{id}?done=job_cancelled"));
    Ok(id)
}

/// Tries a job again.
#[server(name = RetryJob, prefix = "/rpc", endpoint = "crm/jobs/retry")]
pub async fn retry_job(form: JobRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::work::retry(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{id}?done=job_retried"));
    Ok(id)
}
