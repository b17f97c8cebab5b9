//! The way to the bridge: loopback first, else the browser's extension. The worker signs what goes
//! and checks what comes; this carries the words and understands none of them.

use super::{browser, permission};
use crate::{desk::Permission, logic::calls::Calls};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, MessageEvent, Response};

/// What the bridge said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// As over HTTP; 0 when nobody is there.
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// Carries one call to the bridge and the answer back. Calls do not wait for each other.
pub async fn carry(op: &str, body: &str) -> Carried {
    for _ in 0..TRIES {
        let carried = carry_once(op, body).await;
        if carried.status != TOO_MANY {
            return carried;
        }
        // Another tab called as often. It was not looked at, and may be sent again as it is.
        pause(BREATH_MILLIS).await;
    }
    carry_once(op, body).await
}

async fn carry_once(op: &str, body: &str) -> Carried {
    if let Some(way) = WAY.get() {
        match by(way, op, body).await {
            Ok(carried) => return carried,
            Err(Lost::GivenUp) => return Carried::default(),
            // It may have come up again on another port, and has not heard this call.
            Err(Lost::Nobody) => WAY.set(None),
        }
    }
    let Some(way) = find().await else { return Carried::default() };
    WAY.set(Some(way));
    by(way, op, body).await.unwrap_or_default()
}

/// Why a call has no answer.
enum Lost {
    /// Nobody took it.
    Nobody,
    /// It took too long, or whoever asked has gone: the bridge may have heard it, and it is not sent
    /// again.
    GivenUp,
}

/// Ends every call that is under way: whoever asked has gone, and with them goes the window that the
/// bridge may have opened.
pub fn hang_up() {
    for running in RUNNING.take() {
        running.abort();
    }
}

#[derive(Clone, Copy)]
enum Way {
    Port(u16),
    Extension,
}

thread_local! {
    /// How the bridge was last reached.
    static WAY: Cell<Option<Way>> = const { Cell::new(None) };
    /// The calls that are under way.
    static RUNNING: RefCell<Vec<AbortController>> = const { RefCell::new(Vec::new()) };
    static CALLS: RefCell<Calls> = const { RefCell::new(Calls::new()) };
    /// The extension, as far as it was heard.
    static EXTENSION: Extension = Extension::listen();
}

async fn by(way: Way, op: &str, body: &str) -> Result<Carried, Lost> {
    turn().await;
    let patience = if WINDOWS.contains(&op) { WINDOW_MILLIS } else { CALL_MILLIS };
    match way {
        Way::Port(port) => by_port(port, op, body, patience).await,
        Way::Extension => by_extension(op, body, patience).await,
    }
}

/// Waits until the bridge will take another call.
async fn turn() {
    loop {
        let taken = CALLS.with_borrow_mut(|calls| calls.take(browser::now()));
        match taken {
            Ok(()) => return,
            Err(millis) => pause(millis).await,
        }
    }
}

async fn find() -> Option<Way> {
    // A prompt of the browser holds the call as long as the person reads it.
    let patience = if permission::look().await == Permission::Ask { PROMPT_MILLIS } else { SILENT_MILLIS };
    for port in PORTS {
        turn().await;
        let heard = by_port(port, "hello", "{}", patience).await;
        if heard.is_ok_and(|heard| is_bridge(&heard)) {
            return Some(Way::Port(port));
        }
    }
    turn().await;
    let heard = by_extension("hello", "{}", EXTENSION_MILLIS).await;
    heard.is_ok_and(|heard| is_bridge(&heard)).then_some(Way::Extension)
}

/// Whether it speaks as the bridge does. Whether it is the one that this browser knows, the
/// worker finds out.
fn is_bridge(heard: &Carried) -> bool {
    let parsed = js_sys::JSON::parse(&heard.body).unwrap_or_default();
    Reflect::get(&parsed, &"ok".into()).is_ok_and(|ok| ok.as_bool().is_some())
}

/// A call over loopback, which ends when it takes too long or when [`hang_up`] says so.
async fn by_port(port: u16, op: &str, body: &str, patience: u32) -> Result<Carried, Lost> {
    let Ok(call) = AbortController::new() else { return Err(Lost::Nobody) };
    RUNNING.with_borrow_mut(|running| running.push(call.clone()));
    let late = call.clone();
    let late = Timeout::new(patience, move || late.abort());
    let heard = fetch(port, op, body, &call.signal()).await;
    drop(late);
    RUNNING.with_borrow_mut(|running| running.retain(|other| *other != call));
    heard.map_err(|_| if call.signal().aborted() { Lost::GivenUp } else { Lost::Nobody })
}

/// No cookie, no cache, no address of ours goes with it.
async fn fetch(port: u16, op: &str, body: &str, signal: &AbortSignal) -> Result<Carried, JsValue> {
    let headers = object(&[("content-type", "application/json".into()), ("x-bridge", "1".into())])?;
    let init = object(&[
        ("method", "POST".into()),
        ("headers", headers.into()),
        ("body", body.into()),
        ("mode", "cors".into()),
        ("credentials", "omit".into()),
        ("cache", "no-store".into()),
        ("redirect", "error".into()),
        ("referrerPolicy", "no-referrer".into()),
        ("signal", signal.into()),
    ])?;
    let address = format!("http://127.0.0.1:{port}/v1/{op}");
    let asked = JsFuture::from(browser::window().fetch_with_request(&request(&address, &init)?));
    let response: Response = asked.await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok(Carried { status: response.status(), body: text.as_string().unwrap_or_default() })
}

/// Says beforehand that the address lies on this computer, to browsers that want to know; one that
/// knows another list of words refuses the request itself.
fn request(address: &str, init: &Object) -> Result<web_sys::Request, JsValue> {
    set(init, "targetAddressSpace", &"loopback".into())?;
    let made = web_sys::Request::new_with_str_and_init(address, init.unchecked_ref());
    made.or_else(|_| {
        Reflect::delete_property(init, &"targetAddressSpace".into())?;
        web_sys::Request::new_with_str_and_init(address, init.unchecked_ref())
    })
}

async fn pause(millis: u32) {
    let later = Promise::new(&mut |settle, _| {
        Timeout::new(millis, move || drop(settle.call0(&JsValue::NULL))).forget();
    });
    drop(JsFuture::from(later).await);
}

/// What the extension's script in this page was asked, and who waits.
struct Extension {
    next: Cell<u32>,
    waiting: RefCell<HashMap<u32, Function>>,
}

impl Extension {
    fn listen() -> Self {
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
            // Only the window itself: a frame in it has another source, an opener another origin.
            let window = browser::window();
            let own = event.source().is_some_and(|source| JsValue::from(source) == JsValue::from(window.clone()))
                && window.location().origin().is_ok_and(|origin| origin == event.origin());
            if own && event.data().is_object() {
                EXTENSION.with(|extension| extension.hear(&event.data()));
            }
        });
        drop(browser::window().add_event_listener_with_callback("message", hear.as_ref().unchecked_ref()));
        hear.forget();
        Self { next: Cell::new(1), waiting: RefCell::default() }
    }

    fn hear(&self, data: &JsValue) {
        let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or_default();
        let answered = field("scelleAnswer");
        if answered.is_null() {
            // The program behind it has gone: nobody's call is answered any more.
            let waiting: Vec<u32> = self.waiting.borrow().keys().copied().collect();
            waiting.into_iter().for_each(|number| self.settle(number, &JsValue::NULL));
        } else if let Some(number) = answered.as_f64() {
            self.settle(number as u32, data);
        }
    }

    fn settle(&self, number: u32, data: &JsValue) {
        let tell = self.waiting.borrow_mut().remove(&number);
        if let Some(tell) = tell {
            drop(tell.call1(&JsValue::NULL, data));
        }
    }

    /// Posts the call; the promise settles with the answer's message, with null when the program
    /// behind the extension has gone, with nothing when it takes too long.
    fn post(&self, op: &str, body: &str, patience: u32) -> Result<Promise, JsValue> {
        let number = self.next.replace(self.next.get() + 1);
        let body = js_sys::JSON::parse(body)?;
        let message = object(&[("scelleBridge", number.into()), ("op", op.into()), ("body", body)])?;
        let window = browser::window();
        let origin = window.location().origin()?;
        let answer = Promise::new(&mut |settle, _| {
            let late = move || EXTENSION.with(|extension| extension.settle(number, &JsValue::UNDEFINED));
            Timeout::new(patience, late).forget();
            self.waiting.borrow_mut().insert(number, settle);
        });
        window.post_message(&message, &origin)?;
        Ok(answer)
    }
}

/// A call through the extension, which may not be there.
async fn by_extension(op: &str, body: &str, patience: u32) -> Result<Carried, Lost> {
    let answer = EXTENSION.with(|extension| extension.post(op, body, patience)).map_err(|_| Lost::Nobody)?;
    let message = JsFuture::from(answer).await.unwrap_or_default();
    if message.is_undefined() {
        return Err(Lost::GivenUp);
    }
    let field = |name: &str| Reflect::get(&message, &name.into()).unwrap_or_default();
    let status = field("status").as_f64().ok_or(Lost::Nobody)?;
    let body = js_sys::JSON::stringify(&field("answer")).ok().and_then(|body| body.as_string());
    Ok(Carried { status: status as u16, body: body.unwrap_or_default() })
}

fn object(fields: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let entries: Array = fields.iter().map(|(name, value)| Array::of2(&(*name).into(), value)).collect();
    Object::from_entries(&entries)
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), value).map(drop)
}

/// In the order in which the bridge takes them (FORMATS §10).
const PORTS: [u16; 3] = [37219, 42671, 51873];
const PROMPT_MILLIS: u32 = 60_000;
/// Another program on a port may accept and never answer. Browsers that cannot be asked beforehand
/// may show a prompt all the same.
const SILENT_MILLIS: u32 = 8_000;
/// The browser starts the program behind the extension.
const EXTENSION_MILLIS: u32 = 2_000;
/// Operations in which a person is asked, who may take their time (FORMATS §10).
const WINDOWS: [&str; 4] = ["pair/finish", "certificate", "open", "statement"];
const WINDOW_MILLIS: u32 = 300_000;
/// Longer than a long poll.
const CALL_MILLIS: u32 = 40_000;
/// More than five calls a second.
const TOO_MANY: u16 = 429;
const TRIES: u32 = 8;
const BREATH_MILLIS: u32 = 250;
