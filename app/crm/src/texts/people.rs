//! The words around people and places: the frame, the doors, the first page, subscribers, houses, staff.

pub mod account;
pub mod dashboard;
pub mod doors;
pub mod frame;
pub mod houses;
pub mod subscribers;
pub mod users;
