//! The shell and the two roots; nothing else.
