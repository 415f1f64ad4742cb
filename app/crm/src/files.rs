//! Files that the organisation keeps: the list, the upload, deletion. The bytes go through routes of `server`.

mod api;
mod list_page;

pub use api::{ListFiles, RemoveFile};
pub use list_page::ListPage;
