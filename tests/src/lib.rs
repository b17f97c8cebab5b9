//! Black-box journeys over the built programs, and what they share.

pub mod native;
pub mod world;
