//! The tenant's pages and server functions.
