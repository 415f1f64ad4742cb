//! The landlord's database: tenants and their hosts, the people of the console, provisioning, the registry of pools.
//! What a tenant's database holds is the business of the crate `tenant`.

pub mod context;
pub mod events;
pub mod fleet;
pub mod home;
pub mod people;
pub mod provision;
pub mod registry;
pub mod schema;
pub mod store;
pub mod tenants;

pub use context::{Actor, Ctx};
pub use home::{HOME, Home};
pub use registry::{Connections, Found, Registry, Resident};
