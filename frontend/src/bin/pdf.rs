//! The worker that draws the pages of a PDF.

fn main() {
    #[cfg(target_arch = "wasm32")]
    frontend::run_pdf();
}
