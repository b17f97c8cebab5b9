//! A QR code, from its modules.

use leptos::prelude::*;
use std::fmt::Write;

/// Modules row by row, `true` is dark.
#[component]
pub fn Qr(modules: Vec<bool>, side: u32, #[prop(into)] label: String) -> impl IntoView {
    let path = runs(&modules, side as usize);
    view! {
        <svg class="qr" viewBox=format!("-4 -4 {0} {0}", side + 8) role="img" aria-label=label>
            <path d=path></path>
        </svg>
    }
}

/// One horizontal run of dark modules is one rectangle.
fn runs(modules: &[bool], side: usize) -> String {
    let mut path = String::new();
    for (y, row) in modules.chunks(side.max(1)).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            if run > 0 && write!(path, "M{x} {y}h{run}v1h-{run}z").is_err() {
                return path;
            }
            x += run.max(1);
        }
    }
    path
}
