//! The way from the engine to the bridge: through the page, since the browser lets only a page
//! there; and the key by which the bridge knows this browser.

use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{browser::scope, put};

/// Calls that the page carries, and who waits for their answers.
#[derive(Clone, Default)]
pub struct Relay(Rc<Waiting>);

#[derive(Default)]
struct Waiting {
    next: Cell<u32>,
    tell: RefCell<BTreeMap<u32, Function>>,
}

impl Relay {
    /// Takes in what the page brought back, if the message is that.
    pub fn heard(&self, message: &JsValue) -> bool {
        let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
        let Some(number) = field("bridgeAnswer").as_f64() else { return false };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of ours comes back")]
        let tell = self.0.tell.borrow_mut().remove(&(number as u32));
        if let Some(tell) = tell {
            let _ = tell.call1(&JsValue::NULL, message);
        }
        true
    }

    /// One call: status and JSON; status 0 when nobody is there.
    pub async fn call(&self, op: &str, body: &str) -> (u16, String) {
        let number = self.0.next.get().wrapping_add(1);
        self.0.next.set(number);
        let answer = Promise::new(&mut |settle, _| {
            self.0.tell.borrow_mut().insert(number, settle);
        });
        let message = Object::new();
        put(&message, "bridge", &number.into());
        put(&message, "op", &op.into());
        put(&message, "body", &body.into());
        if scope().post_message(&message).is_err() {
            self.0.tell.borrow_mut().remove(&number);
            return (0, String::new());
        }
        let message = JsFuture::from(answer).await.unwrap_or_default();
        let field = |name: &str| Reflect::get(&message, &name.into()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an HTTP status")]
        let status = field("status").as_f64().unwrap_or_default() as u16;
        (status, field("body").as_string().unwrap_or_default())
    }
}
