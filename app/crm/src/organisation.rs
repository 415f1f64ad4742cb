//! The organisation's own page: details, bank accounts, signatures, logo.

mod accounts;
mod api;
mod details;
mod logo;
mod page;

pub use api::{
    AddAccount, ArchiveAccount, MakeAccountMain, RemoveLogo, SaveOrganisation, SaveSignatories, ShowOrganisation,
};
pub use page::OrganisationPage;
