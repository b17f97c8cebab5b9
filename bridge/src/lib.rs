#![doc = include_str!("../README.md")]

pub mod bridge;
pub mod card;
pub mod cli;
pub mod config;
pub mod doctor;
pub mod harden;
pub mod origin;
pub mod pin;
pub mod store;
pub mod texts;
pub mod transport;
pub mod trouble;
