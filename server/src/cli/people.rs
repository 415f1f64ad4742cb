//! `kvitok user …`: people of a tenant, for when nobody there can help.

use clap::Subcommand;
use domain::users::InviteForm;

use super::tenants::sentence;
use crate::Started;

/// What can be done for a person.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Invite somebody and print the link.
    Create {
        /// The tenant's label.
        #[arg(long)]
        tenant: String,
        /// The e-mail to sign in with.
        email: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// admin, manager or operator.
        #[arg(long, default_value = "admin")]
        role: String,
    },
    /// Print a link with which somebody sets a new password.
    Reset {
        /// The tenant's label.
        #[arg(long)]
        tenant: String,
        /// The person's e-mail.
        email: String,
    },
}

/// Does it.
pub async fn obey(started: &Started, verb: Verb) -> anyhow::Result<()> {
    let ctx = started.ctx();
    let (slug, link) = match verb {
        Verb::Create {
            tenant,
            email,
            name,
            role,
        } => {
            let inside = landlord::tenants::inside(&ctx, &tenant)
                .await
                .map_err(|failure| sentence(&failure))?;
            (
                tenant,
                ::tenant::users::create(&inside, &InviteForm { name, email, role }).await,
            )
        }
        Verb::Reset { tenant, email } => {
            let inside = landlord::tenants::inside(&ctx, &tenant)
                .await
                .map_err(|failure| sentence(&failure))?;
            (tenant, ::tenant::users::reset(&inside, &email).await)
        }
    };
    let link = link.map_err(|failure| sentence(&failure))?;
    let url = landlord::tenants::url(&ctx, &slug)
        .await
        .map_err(|failure| sentence(&failure))?;
    println!("For {}:\n  {url}{}", link.email, link.path);
    Ok(())
}
