//! Draws pages of a PDF to pixels. This worker gets bytes only, and knows no key: a hostile file
//! that breaks it breaks nothing else.

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, render,
    vello_cpu::color::palette::css::WHITE,
};
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

const MOST_BYTES: u32 = 64 << 20;
const MOST_PAGES: usize = 5000;
const MOST_PIXELS: f32 = 16_000_000.0;
const WIDEST: f32 = 3000.0;

thread_local! {
    static BOOK: RefCell<Option<Pdf>> = const { RefCell::new(None) };
}

/// Listens for as long as the document is open.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let out = scope.clone();
    let ear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let read = |name: &str| Reflect::get(&event.data(), &JsValue::from_str(name)).unwrap_or_default();
        let (open, page) = (read("open"), read("page"));
        let mut fields = if open.is_undefined() {
            draw(page.as_f64().unwrap_or(0.0) as usize, read("width").as_f64().unwrap_or(0.0) as f32)
        } else {
            load(&Uint8Array::new(&open))
        };
        let moved: Array = fields.iter().filter(|field| field.1.is_object()).map(|field| field.1.clone()).collect();
        fields.push(("id", read("id")));
        fields.push(("answer", JsValue::from_str("{}")));
        let answer = Object::new();
        let whole = fields.iter().all(|(name, value)| Reflect::set(&answer, &JsValue::from_str(name), value).is_ok());
        if whole {
            drop(out.post_message_with_transfer(&answer, &moved));
        }
    });
    scope.set_onmessage(Some(ear.as_ref().unchecked_ref()));
    ear.forget();
}

type Fields = Vec<(&'static str, JsValue)>;

/// Reads a document; without `pages` in the answer, it cannot be drawn here.
fn load(bytes: &Uint8Array) -> Fields {
    if bytes.length() > MOST_BYTES {
        return Vec::new();
    }
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return Vec::new() };
    let pages = pdf.pages().len();
    if pages > MOST_PAGES {
        return Vec::new();
    }
    BOOK.with_borrow_mut(|book| *book = Some(pdf));
    vec![("pages", JsValue::from(pages as u32))]
}

/// Draws a page about `width` pixels wide, within the limits.
fn draw(page: usize, width: f32) -> Fields {
    BOOK.with_borrow(|book| {
        let Some(page) = book.as_ref().and_then(|book| book.pages().get(page)) else { return Vec::new() };
        let (wide, high) = page.render_dimensions();
        if !(wide > 0.0 && high > 0.0) {
            return Vec::new();
        }
        let wanted = width.clamp(100.0, WIDEST) / wide;
        let most = (MOST_PIXELS / (wide * high)).sqrt().min(WIDEST * 3.0 / high);
        let scale = wanted.min(most);
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let picture =
            render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
        // The background is opaque white, so premultiplied pixels are plain ones.
        let pixels = Uint8Array::from(picture.data_as_u8_slice());
        vec![
            ("wide", JsValue::from(u32::from(picture.width()))),
            ("high", JsValue::from(u32::from(picture.height()))),
            ("pixels", pixels.buffer().into()),
        ]
    })
}
