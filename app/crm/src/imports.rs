//! Bringing subscribers in from a table: upload, preview, decision. What a column means is in `domain::imports`.

mod api;
mod batch;
mod card_page;
mod columns;
mod list_page;
mod rows;

pub use api::{DiscardBatch, ListBatches, PostBatch, ShowBatch};
pub use card_page::CardPage;
pub use list_page::ListPage;
