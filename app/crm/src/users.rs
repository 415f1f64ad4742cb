//! The staff: who may come in, in which role, and the links that let them in.

mod api;
mod handed;
mod invite;
mod list_page;
mod person;

pub use api::{ChangeRole, DisableUser, EnableUser, InviteUser, ListUsers, RenewLink};
pub use list_page::ListPage;
