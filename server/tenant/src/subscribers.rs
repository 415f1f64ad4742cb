//! subscribers.
