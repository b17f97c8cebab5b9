//! The PDF worker: it gets bytes, never keys, and gives back pictures of pages.

use super::worker::{Line, field, number};
use js_sys::{Array, Uint8ClampedArray};
use std::cell::RefCell;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

thread_local! {
    static LINE: RefCell<Option<Line>> = const { RefCell::new(None) };
}

/// Gives the worker a document; answers with its number of pages.
pub async fn open(bytes: &JsValue) -> Option<u32> {
    kill();
    let mut line = Line::start("/pdf-boot.js", |_| {}, || {}).ok()?;
    let answering = line.ask(&[("open", bytes.clone())], &Array::new());
    LINE.with_borrow_mut(|have| *have = Some(line));
    let data = answering.await?;
    let pages = number(&data, "pages");
    (pages > 0).then_some(pages)
}

/// Draws a page (from 0) on a canvas, about `width` pixels wide.
pub async fn draw(page: u32, width: u32, canvas: &HtmlCanvasElement) -> Option<()> {
    let fields = [("page", JsValue::from(page)), ("width", JsValue::from(width))];
    let answering = LINE.with_borrow_mut(|line| line.as_mut().map(|line| line.ask(&fields, &Array::new())))?;
    let data = answering.await?;
    let (wide, high) = (number(&data, "wide"), number(&data, "high"));
    if wide == 0 || high == 0 {
        return None;
    }
    let pixels = Uint8ClampedArray::new(&field(&data, "pixels")).to_vec();
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), wide, high).ok()?;
    canvas.set_width(wide);
    canvas.set_height(high);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.put_image_data(&image, 0.0, 0.0).ok()
}

/// Ends the worker with the document that it holds.
pub fn kill() {
    LINE.with_borrow_mut(|line| {
        if let Some(line) = line.take() {
            line.kill();
        }
    });
}
