//! The recovery kit: paper, on screen and in print.

use crate::{
    desk::lang,
    services::messages::Kit,
    texts::{opening, time},
};
use leptos::prelude::*;
use std::fmt::Write as _;

/// Groups and QR code of a kit.
#[component]
pub fn KitSheet(kit: Kit) -> impl IntoView {
    let l = lang();
    let path = modules(&kit);
    let side = kit.qr_side;
    let groups = kit
        .groups
        .into_iter()
        .enumerate()
        .map(|(n, group)| view! { <li><span>{n + 1}</span>{group}</li> })
        .collect_view();
    view! {
        <div class="kit" role="group" aria-label=opening::kit_code(l)>
            <div class="kit-head">
                <div class="stack-s">
                    <p class="name lg">{opening::kit_name(l)}</p>
                    <p class="note">{opening::kit_keep(l, time::iso(l, &kit.made))}</p>
                    <p class="note">{opening::kit_account(l)}" "<span class="mono">{kit.account}</span></p>
                </div>
                <svg class="qr" viewBox=format!("-4 -4 {0} {0}", side + 8) role="img"
                    aria-label=opening::kit_qr(l)>
                    <path d=path></path>
                </svg>
            </div>
            <ol>{groups}</ol>
        </div>
    }
}

/// One horizontal run of dark modules is one rectangle.
fn modules(kit: &Kit) -> String {
    let side = kit.qr_side as usize;
    let mut path = String::new();
    for (y, row) in kit.qr.chunks(side.max(1)).enumerate() {
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
