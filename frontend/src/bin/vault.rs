//! The vault worker: the only place of the client where keys live.

#[cfg(target_arch = "wasm32")]
fn main() {
    frontend::run_vault();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
