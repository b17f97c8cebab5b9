//! Several tabs, one person: an act in one counts in all, and closing one closes all.

use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// What tabs tell each other. Nothing of the record ever goes this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Act,
    Lock,
}

thread_local! {
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Hears the other tabs for as long as the page lives.
pub fn listen(hear: impl Fn(Word) + 'static) {
    let Ok(channel) = BroadcastChannel::new("scelle") else { return };
    let ear =
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match event.data().as_string().as_deref() {
            Some("act") => hear(Word::Act),
            Some("lock") => hear(Word::Lock),
            _ => {}
        });
    channel.set_onmessage(Some(ear.as_ref().unchecked_ref()));
    ear.forget();
    CHANNEL.with_borrow_mut(|have| *have = Some(channel));
}

/// Tells the other tabs.
pub fn tell(word: Word) {
    let text = match word {
        Word::Act => "act",
        Word::Lock => "lock",
    };
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            drop(channel.post_message(&JsValue::from_str(text)));
        }
    });
}
