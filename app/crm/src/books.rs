//! The proof of the books: the last ones, what was found, and the button that asks for another; the first page's line.

mod api;
mod line;
mod page;

pub use api::{LastBookProofs, ProveBooks};
pub use line::BooksLine;
pub use page::BooksPage;
