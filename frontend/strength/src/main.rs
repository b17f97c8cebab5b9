//! The password judge's program: a worker of its own, loaded when it is needed.
#![cfg_attr(
    all(not(target_arch = "wasm32"), not(test)),
    expect(dead_code, reason = "the worker exists for wasm32; its rules are tested natively")
)]

mod judge;

#[cfg(target_arch = "wasm32")]
fn main() {
    judge::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
