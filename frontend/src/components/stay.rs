//! The warning a minute before a session, or a first use, ends. The clock is silent; the minute is announced once.

use crate::{
    desk::{desk, lang},
    services::session,
    texts::{first_use, session as words},
};
use leptos::{html, prelude::*};

/// An alert dialog as long as the desk warns.
#[component]
pub fn StayDialog() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let node = NodeRef::<html::Dialog>::new();
    let warned = Memo::new(move |_| desk.warn.with(Option::is_some));
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (warned.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let stay = move || {
        desk.warn.set(None);
        session::act(desk);
    };
    let more = move || if desk.session.with(Option::is_some) { words::warn_more(l) } else { first_use::warn_more(l) };
    let left = move || words::warn_left(l, desk.warn.get().unwrap_or(0) as usize);
    view! {
        <dialog role="alertdialog" class="stay" node_ref=node aria-labelledby="fin-t"
            aria-describedby="fin-d" on:cancel=move |event: leptos::ev::Event| { event.prevent_default(); stay(); }>
            <div class="body stack">
                <h2 id="fin-t">{words::warn_title(l)}</h2>
                <p class="clock low" role="timer" aria-label=words::warn_clock(l)>{left}</p>
                <p id="fin-d" class="quiet">{more}</p>
                <div class="btns fill">
                    <button class="btn main" type="button" autofocus=true on:click=move |_| stay()>
                        {words::stay(l)}
                    </button>
                    <button class="btn" type="button"
                        on:click=move |_| session::log_out(desk)>
                        {words::leave(l)}
                    </button>
                </div>
            </div>
        </dialog>
    }
}
