//! Journeys in a real browser over the built programs.

mod consultation;
mod doctor;
mod interrupted;
mod keyboard;
mod leaving;
mod opening;
mod papers;
mod sessions;
mod ways;
mod zoom;
