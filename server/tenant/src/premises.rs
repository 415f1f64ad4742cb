//! premises.
