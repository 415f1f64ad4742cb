//! The landlord's database: tenants and their hosts, the people of the console, provisioning, the registry of pools.
//! What a tenant's database holds is the business of the crate `tenant`.

pub mod context;
pub mod events;
pub mod files;
pub mod home;
pub mod letters;
pub mod people;
pub mod provision;
pub mod registry;
pub mod schema;
pub mod store;
pub mod tenants;

pub use context::{Actor, Ctx};
pub use files::Cabinet;
pub use home::Home;
pub use registry::{Found, Registry, Resident};
