//! The pages in front of the door: log-in and invitation. The cookies are set by routes of `server`.

mod api;
mod forgot_page;
mod invitation_page;
mod log_in_page;

pub use api::ReadInvitation;
pub use forgot_page::ForgotPage;
pub use invitation_page::InvitationPage;
pub use log_in_page::LogInPage;
