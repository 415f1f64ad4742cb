//! The browser half: hydrates the tree that the server rendered.
