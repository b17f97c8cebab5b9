//! The client: one page and its workers.
//!
//! `logic` and `texts` are plain and tested natively; everything that touches the browser
//! is compiled for wasm32 only.
#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "the page, which uses these, exists for wasm32 only")
)]

mod logic;
mod services;
mod texts;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(feature = "gallery")]
mod gallery;
#[cfg(target_arch = "wasm32")]
mod pages;

#[cfg(target_arch = "wasm32")]
pub use app::mount;
#[cfg(feature = "gallery")]
pub use gallery::states_json;
