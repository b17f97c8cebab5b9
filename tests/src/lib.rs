//! Black-box journeys over the built programs, and what they share: a real host in a folder of
//! its own, real Chromium driven over its developer protocol, the same engine natively, a
//! vocabulary for what people do, a seeded world, and the search for leaks.

pub mod axe;
pub mod browser;
pub mod cdp;
pub mod chromium;
pub mod complaints;
pub mod downloads;
pub mod dump;
pub mod element;
pub mod figures;
pub mod files;
pub mod gallery;
pub mod host;
pub mod keyboard;
pub mod native;
pub mod paths;
pub mod patient;
pub mod planted;
pub mod scan;
pub mod tab;
pub mod wait;
pub mod world;
