//! Which services a subscriber has: a section of the subscriber's card. What they cost is the room `services`.

mod api;
mod forms;
mod pauses;
mod section;

pub use api::{AddLink, EndLink, EndPause, PauseLink, RemovePause};
pub use section::LinkSection;
