//! The liar itself: honest by itself, heard when it lies, and a line that it cuts is dead.

use super::*;
use crate::native::World;
use reqwest::Client;
use scelle_client::HostPins;
use scelle_protocol::{paths, wire::HostInfo};

async fn behind() -> (Liar, World) {
    let liar = Liar::new();
    let world = World::behind(&liar).await;
    (liar, world)
}

#[tokio::test]
async fn it_passes_on_remembers_lies_and_is_honest_again() {
    let (liar, world) = behind().await;
    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    assert_eq!(liar.lied(), 0);
    let heard = liar.heard();
    assert_eq!((heard[0].asked.method.as_str(), heard[0].asked.path.as_str()), ("GET", paths::HOST));
    let old = liar.kept("GET", paths::HOST).expect("it was asked");
    liar.lies(|_, told| told.edits(|info: &mut HostInfo| info.opaque_key.0[0] ^= 1));
    let lied = HostPins::ask(&world.native.line()).await.expect("other keys");
    assert!(lied != pins && liar.lied() == 1);
    liar.replays(paths::HOST, old);
    assert!(HostPins::ask(&world.native.line()).await.expect("the old answer") == pins);
    liar.is_honest();
    liar.whispers(|_| Some(Told::with(404, b"")));
    let before = liar.heard().len();
    assert!(HostPins::ask(&world.native.line()).await.is_err());
    assert_eq!(liar.heard().len(), before, "the host hears nothing of a question that the liar answers");
}

#[tokio::test]
async fn a_line_that_it_drops_or_cuts_is_dead() {
    let (liar, _world) = behind().await;
    let ask = async || {
        let answer = Client::new().get(format!("{}{}", liar.api(), paths::HOST)).send().await?;
        answer.bytes().await
    };
    liar.lies(|_, told| told.is_dropped());
    assert!(ask().await.is_err());
    liar.lies(|_, told| told.is_cut_after(10));
    assert!(ask().await.is_err());
    liar.is_honest();
    assert!(ask().await.is_ok());
}
