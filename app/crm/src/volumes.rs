//! Volumes of metered services, entered a page at a time.

mod api;
mod list_page;

pub use api::{EnterVolumes, ListVolumes, VolumeChoices};
pub use list_page::ListPage;
