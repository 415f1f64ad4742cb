//! The landlord's pages and server functions.
