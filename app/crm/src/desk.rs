//! The cash desk: one payment after the other by keys alone. What happens is in the room `payments`.

mod latest;
mod page;

pub use page::DeskPage;
