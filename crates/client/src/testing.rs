//! What the tests of several modules share.

pub(crate) mod account;
pub(crate) mod world;

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Runs a future that never waits.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}
