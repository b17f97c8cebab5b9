//! The worker that judges a password.

fn main() {
    #[cfg(target_arch = "wasm32")]
    frontend::run_strength();
}
