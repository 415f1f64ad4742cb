//! The organisation's limits: a word to its administrators before something is refused.

mod api;
mod banner;

pub use banner::QuotaBanner;
