//! Tenants' own domains, a section of the tenant's card.

mod api;
mod section;

pub(crate) use api::list_domains;
pub(crate) use section::DomainsSection;
