//! Runs over a month: where one begins, the list, the card with its accounts, completeness.

mod accounts;
mod api;
mod begin_page;
mod card_page;
mod completeness_page;
mod figures;
mod list_page;
mod steps;

pub use api::{
    CarryOnRun, CheckCompleteness, ConfirmRun, DeleteDraft, DraftRun, ListRunAccounts, ListRuns, RedraftRun,
    ReleaseAccount, ShowRun, UndoRun,
};
pub use begin_page::BeginPage;
pub use card_page::CardPage;
pub use completeness_page::CompletenessPage;
pub(crate) use figures::{hash, sum_of};
pub use list_page::ListPage;
