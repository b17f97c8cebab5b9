//! The page: mounts the application.

fn main() {
    #[cfg(target_arch = "wasm32")]
    frontend::mount();
}
