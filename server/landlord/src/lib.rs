//! The landlord's database: tenants and their hosts, the people of the console, provisioning, the registry of connections.
//! What a tenant's database holds is the business of the crate `tenant`.

pub mod audit;
pub mod context;
pub mod domains;
pub mod events;
pub mod figures;
pub mod files;
pub mod fleet;
pub mod home;
pub mod isolation;
pub mod jobs;
pub mod letters;
pub mod orphans;
pub mod people;
pub mod provision;
pub mod registry;
pub mod schema;
pub mod store;
pub mod tenants;
pub mod traffic;
pub mod visits;

pub use context::{Actor, Ctx, Presented};
pub use files::Cabinet;
pub use home::{HOME, Home};
pub use registry::{Connections, Found, Registry, Resident};
