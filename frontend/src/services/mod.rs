//! What the page talks to: its workers, its other tabs, the browser.

#[cfg(target_arch = "wasm32")]
pub mod bridge;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod deposits;
#[cfg(target_arch = "wasm32")]
pub mod files;
pub use scelle_seam as messages;
#[cfg(target_arch = "wasm32")]
pub mod pdf;
#[cfg(target_arch = "wasm32")]
pub mod permission;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod strength;
#[cfg(target_arch = "wasm32")]
pub mod tabs;
#[cfg(target_arch = "wasm32")]
pub mod vault;
#[cfg(target_arch = "wasm32")]
mod worker;
