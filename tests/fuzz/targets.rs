//! The list of decoders that meet foreign bytes, each with its seeds and what may be taken.

mod bridge;
mod certificates;
mod host;
mod journal;
mod keys;
mod page;
mod proofs;
mod statements;
mod wire;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::run::{Judged, Target};

/// All of them.
pub fn all() -> Vec<Target> {
    let rooms: [fn() -> Vec<Target>; 9] = [
        statements::targets,
        journal::targets,
        proofs::targets,
        keys::targets,
        wire::targets,
        certificates::targets,
        bridge::targets,
        page::targets,
        host::targets,
    ];
    rooms.into_iter().flat_map(|room| room()).collect()
}

/// For what is signed or sealed: only the seeds themselves are taken.
fn only(seeds: Vec<Vec<u8>>, taken: impl Fn(&[u8]) -> bool) -> impl Fn(&[u8]) -> Judged {
    move |input| match taken(input) {
        false => Ok(false),
        true if seeds.iter().any(|seed| seed == input) => Ok(true),
        true => Err("a changed one is taken for the one that was signed or sealed"),
    }
}

/// For what has one spelling: what is taken is written again as it was.
fn same(input: &[u8], written: &[u8]) -> Judged {
    if input == written { Ok(true) } else { Err("a second spelling is taken") }
}

fn text(input: &[u8]) -> Option<&str> {
    std::str::from_utf8(input).ok()
}

/// Runs a future that never waits.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}
