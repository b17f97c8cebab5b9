//! Journeys in a real browser over the built programs.

mod leaving;
mod opening;
mod papers;
mod sessions;
