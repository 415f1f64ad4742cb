//! One's own account: who one is here, and the password.

mod api;
mod page;

pub use api::ChangePassword;
pub use page::AccountPage;
