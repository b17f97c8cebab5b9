//! A worker as a function: `ask` posts a message with an id and awaits the answer of that id.

use js_sys::{Array, Object, Reflect};
use std::{
    cell::RefCell,
    collections::HashMap,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that was started from one of our own files.
pub struct Line {
    worker: Worker,
    next: u32,
    waiting: Waiting,
    /// Kept alive as long as the worker.
    _ears: [Closure<dyn FnMut(MessageEvent)>; 2],
    _death: Closure<dyn FnMut(web_sys::Event)>,
}

type Waiting = Rc<RefCell<HashMap<u32, Slot>>>;

#[derive(Default)]
struct Slot {
    answer: Option<Option<Object>>,
    waker: Option<Waker>,
}

/// The answer to come; `None` when the worker died.
pub struct Answering {
    id: u32,
    waiting: Waiting,
}

impl Line {
    /// Starts the worker. `note` gets every message without an answer; `died` its death.
    pub fn start(file: &str, note: impl Fn(&Object) + 'static, died: impl Fn() + 'static) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(file, &options)?;
        let waiting = Waiting::default();
        let heard = waiting.clone();
        let ear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(data) = event.data().dyn_into::<Object>() else { return };
            if field(&data, "answer").is_undefined() && field(&data, "trouble").is_undefined() {
                note(&data);
            } else {
                settle(&heard, number(&data, "id"), Some(data));
            }
        });
        let unreadable = Closure::<dyn FnMut(MessageEvent)>::new(|_| {});
        let dead = waiting.clone();
        let death = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            let ids: Vec<u32> = dead.borrow().keys().copied().collect();
            ids.into_iter().for_each(|id| settle(&dead, id, None));
            died();
        });
        worker.set_onmessage(Some(ear.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(unreadable.as_ref().unchecked_ref()));
        worker.set_onerror(Some(death.as_ref().unchecked_ref()));
        Ok(Self { worker, next: 1, waiting, _ears: [ear, unreadable], _death: death })
    }

    /// Posts a message that awaits no answer.
    pub fn tell(&self, fields: &[(&str, JsValue)]) {
        let message = object(0, fields);
        if self.worker.post_message(&message).is_err() {
            web_sys::console::error_1(&"message refused by its worker".into());
        }
    }

    /// Posts `fields` with a fresh id. Buffers in `moved` change hands.
    pub fn ask(&mut self, fields: &[(&str, JsValue)], moved: &Array) -> Answering {
        let id = self.next;
        self.next += 1;
        self.waiting.borrow_mut().insert(id, Slot::default());
        let message = object(id, fields);
        if self.worker.post_message_with_transfer(&message, moved).is_err() {
            settle(&self.waiting, id, None);
        }
        Answering { id, waiting: self.waiting.clone() }
    }

    /// Kills the worker; whoever waits is told.
    pub fn kill(&self) {
        self.worker.terminate();
        let ids: Vec<u32> = self.waiting.borrow().keys().copied().collect();
        ids.into_iter().for_each(|id| settle(&self.waiting, id, None));
    }
}

impl Future for Answering {
    type Output = Option<Object>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut waiting = self.waiting.borrow_mut();
        let Some(slot) = waiting.get_mut(&self.id) else { return Poll::Ready(None) };
        match slot.answer.take() {
            Some(answer) => {
                waiting.remove(&self.id);
                Poll::Ready(answer)
            }
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// A field of a message.
pub fn field(data: &Object, name: &str) -> JsValue {
    Reflect::get(data, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A numeric field; 0 when it is none.
pub fn number(data: &Object, name: &str) -> u32 {
    field(data, name).as_f64().map_or(0, |value| value as u32)
}

fn settle(waiting: &Waiting, id: u32, answer: Option<Object>) {
    let waker = match waiting.borrow_mut().get_mut(&id) {
        Some(slot) => {
            slot.answer = Some(answer);
            slot.waker.take()
        }
        None => None,
    };
    if let Some(waker) = waker {
        waker.wake();
    }
}

fn object(id: u32, fields: &[(&str, JsValue)]) -> Object {
    let message = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&message, &JsValue::from_str(name), value).is_ok();
    set("id", &JsValue::from(id));
    for (name, value) in fields {
        set(name, value);
    }
    message
}
