//! The demonstration: one tenant with a year of history, the same every time.

use anyhow::bail;
use domain::tenants::NewTenantForm;
use domain::{Failure, Role};

use crate::Started;

/// The demonstration tenant's address.
pub const SLUG: &str = "demo";
/// How many subscribers it has.
const SUBSCRIBERS: i64 = 3000;

/// Opens the demonstration tenant unless it stands, fills it, and prints its log-ins.
///
/// # Errors
/// One sentence that says what stood against it.
pub async fn ensure(started: &Started) -> anyhow::Result<()> {
    let ctx = started.ctx();
    match landlord::tenants::by_slug(&ctx, SLUG).await {
        Ok(_) => {
            let url = landlord::tenants::url(&ctx, SLUG)
                .await
                .unwrap_or_else(|_| SLUG.to_owned());
            println!("The demonstration tenant stands already: {url}");
            print_log_ins(&tenant::demo::log_ins());
            return Ok(());
        }
        Err(Failure::NotFound) => {}
        Err(failure) => bail!("The catalogue of tenants does not answer: {failure}."),
    }
    println!("Opening the demonstration tenant …");
    let form = NewTenantForm {
        name: "ТСН «Берёзовая роща»".into(),
        slug: SLUG.into(),
        time_zone: "Europe/Moscow".into(),
        currency: "RUB".into(),
        language: "ru".into(),
        admin_email: "owner@demo.kvitok".into(),
    };
    let created = landlord::tenants::create(&ctx, &form)
        .await
        .map_err(|failure| anyhow::anyhow!("The demonstration tenant could not be opened: {failure}."))?;
    println!("Writing {SUBSCRIBERS} subscribers with 14 months of history (about a minute) …");
    let inside = landlord::tenants::inside(&ctx, SLUG)
        .await
        .map_err(|failure| anyhow::anyhow!("The demonstration tenant does not open: {failure}."))?;
    match tenant::demo::seed(&inside, SUBSCRIBERS).await {
        Ok(log_ins) => {
            println!("The demonstration tenant is ready: {}", created.url);
            print_log_ins(&log_ins);
            Ok(())
        }
        Err(failure) => {
            // Half a demonstration would look like a whole one the next time.
            let id = created.id.to_string();
            let _ = landlord::tenants::trash(&ctx, &domain::tenants::TenantRefForm { id: id.clone() }).await;
            let _ = landlord::tenants::purge(&ctx, &domain::tenants::PurgeForm { id, slug: SLUG.into() }).await;
            bail!("The demonstration could not be written: {failure}.")
        }
    }
}

fn print_log_ins(log_ins: &[(String, String, Role)]) {
    for (email, password, role) in log_ins {
        println!("  {:<9} {email:<24} {password}", role.code());
    }
}
