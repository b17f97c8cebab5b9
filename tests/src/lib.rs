//! Black-box journeys over the built programs, and what they share: a real host in a folder of
//! its own, real Chromium driven over its developer protocol, the same engine natively, a
//! vocabulary for what people do, a seeded world, and the search for leaks.

pub mod axe;
pub mod bridge;
pub mod browser;
pub mod cards;
pub mod cdp;
pub mod chromium;
pub mod circle;
pub mod clinic;
pub mod complaints;
pub mod desk;
pub mod dice;
pub mod doctor;
pub mod downloads;
pub mod dump;
pub mod element;
pub mod figures;
pub mod files;
pub mod gallery;
pub mod host;
pub mod keyboard;
pub mod ledger;
pub mod liar;
pub mod native;
pub mod paths;
pub mod patient;
pub mod planted;
pub mod responder;
pub mod scan;
pub mod shape;
pub mod spoken;
pub mod tab;
pub mod wait;
pub mod world;
