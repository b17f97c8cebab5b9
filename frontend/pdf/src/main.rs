//! The PDF worker's program.

#[cfg(target_arch = "wasm32")]
mod draw;

#[cfg(target_arch = "wasm32")]
fn main() {
    draw::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
