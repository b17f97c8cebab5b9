//! The recovery kit: paper, on screen and in print.

use super::Qr;
use crate::{
    desk::lang,
    services::messages::Kit,
    texts::{first_use, opening, time},
};
use leptos::prelude::*;

/// Groups and QR code of a kit.
#[component]
pub fn KitSheet(
    kit: Kit,
    /// A professional's opens nothing without a card.
    #[prop(optional)]
    professional: bool,
) -> impl IntoView {
    let l = lang();
    let day = time::iso(l, &kit.made);
    let keep = if professional { first_use::kit_made(l, day) } else { opening::kit_keep(l, day) };
    let (modules, side) = (kit.qr, kit.qr_side);
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
                    <p class="note">{keep}</p>
                    <p class="note">{opening::kit_account(l)}" "<span class="mono">{kit.account}</span></p>
                </div>
                <Qr modules=modules side=side label=opening::kit_qr(l)/>
            </div>
            <ol>{groups}</ol>
        </div>
    }
}
