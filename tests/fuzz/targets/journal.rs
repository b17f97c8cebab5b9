//! What stands in a record's journal: the chain, and the sealed parts of its statements and events.

use scelle_crypto::{ReaderSecret, RootSecret, Signs, identity::Opens as _, sealed};
use scelle_protocol::statements::{
    Acceptance, Closure, Consent, Event, Genesis, Grant, Holder, Holders, Revocation, Rights, SealedEvent,
};
use scelle_protocol::{Digest, DocumentId, ReaderId, RecordTag, Signed, Statement, Time, statements::Action};
use scelle_verify::{ChainState, hash};

use super::{only, text};
use crate::change::Form;
use crate::run::{Judged, Target};

pub fn targets() -> Vec<Target> {
    let (signed, bare) = (chain(true), chain(false));
    let prefixes: Vec<Vec<u8>> = (1..=signed.len()).map(|end| signed[..end].join(BETWEEN).into_bytes()).collect();
    let taken =
        only(prefixes.clone(), |input| text(input).is_some_and(|text| ChainState::replay(text.split(BETWEEN)).is_ok()));
    let bare: Vec<String> = (1..=bare.len()).map(|end| bare[..end].join(BETWEEN)).collect();
    vec![
        Target::new("journal/chain", Form::Text, prefixes, taken),
        Target::new("journal/chain-signed-anew", Form::Text, bare, signed_anew),
        envelope(),
        shown(),
    ]
}

/// Whatever the statements say, the owner's keys sign it: what they mean is judged. One that does
/// not fit leaves the state as it was.
fn signed_anew(input: &[u8]) -> Judged {
    let Some(texts) = text(input) else { return Ok(false) };
    let mut texts = texts.split(BETWEEN);
    let Ok(mut state) = ChainState::begin(&sign(texts.next().unwrap_or_default())) else { return Ok(false) };
    for text in texts {
        let before = state.clone();
        if state.apply(&sign(text)).is_err() {
            return if state == before { Ok(false) } else { Err("a statement that was refused changed the state") };
        }
        if state.head.number != before.head.number + 1 || before.closed || state.holders() != before.holders() {
            return Err("a state that no statement could bring about");
        }
    }
    Ok(true)
}

/// The signature lines that the context asks for, below any text.
fn sign(text: &str) -> String {
    let with = |text: &str, key: &dyn Fn(&str) -> String| format!("{text}sig-ed25519: {}\n", key(text));
    if text.starts_with(Acceptance::CONTEXT) {
        let once = with(text, &|text| starter().sign(text).encode());
        return with(&once, &|text| own().sign(text).encode());
    }
    with(text, &|text| root().sign(text).encode())
}

/// One statement of each kind, in an order that holds.
fn chain(signed: bool) -> Vec<String> {
    let (record, member, deadline, sealed) =
        (RecordTag([1; 16]), ReaderId([3; 16]), Time(1_795_461_660), Digest([6; 32]));
    let mut texts: Vec<String> = Vec::new();
    let mut head = Digest([0; 32]);
    let mut push = |text: String| {
        head = hash::sha256(text.as_bytes());
        texts.push(if signed { sign(&text) } else { text });
        head
    };
    let holder =
        Holder { reader: ReaderId([2; 16]), sign: own().sign_key(), seal: own().seal_key(), list: Digest([5; 32]) };
    let list = Digest([5; 32]);
    let previous = push(
        Genesis {
            record,
            number: 1,
            previous: Digest([0; 32]),
            deadline,
            root: root().sign_key(),
            successor: Digest([4; 32]),
            list,
            holders: Holders(vec![holder]),
            sealed,
        }
        .write(),
    );
    let consent =
        Consent { record, number: 2, previous, deadline, notice: "2026-11 fr".into(), text: Digest([7; 32]), sealed };
    let previous = push(consent.write());
    let rights = Rights { read: true, deposit: true };
    let (starter_sign, starter_seal) = (starter().sign_key(), starter().seal_key());
    let grant = Grant {
        record,
        number: 3,
        previous,
        deadline,
        reader: member,
        starter_sign,
        starter_seal,
        rights,
        from: Time(1_795_461_060),
        until: None,
        person: Digest([8; 32]),
        sealed,
    };
    let grant = push(grant.write());
    let (sign, seal) = (own().sign_key(), own().seal_key());
    let previous = push(
        Acceptance { record, number: 4, previous: grant, deadline, reader: member, grant, sign, seal, list, sealed }
            .write(),
    );
    let previous = push(Revocation { record, number: 5, previous, deadline, reader: member, sealed }.write());
    push(Closure { record, number: 6, previous, deadline, sealed }.write());
    texts
}

/// The sealed part of an event, in its envelope.
fn envelope() -> Target {
    let mut draft =
        sealed::Draft::new(event(), SealedEvent { identity_sign: own().sign_key(), reason: "contrôle".into() });
    draft.sign(&own());
    let reader = ReaderId([2; 16]);
    let (open, envelopes) = draft.seal(&[(reader, own().seal_key())]).expect("a key");
    let seeds = vec![envelopes[0].sealed.0.clone()];
    let taken = move |input: &[u8]| sealed::open(&own(), reader, &open.body, input).is_ok();
    Target::new("journal/envelope", Form::Bytes, seeds.clone(), only(seeds, taken))
}

/// The same behind a commitment that fits: what is within is read.
fn shown() -> Target {
    let part = Signed::new(SealedEvent { identity_sign: own().sign_key(), reason: "contrôle".into() });
    let mut signed = part.clone();
    own().append(&mut signed);
    let seeds = [part, signed].map(|part| ["r".repeat(32), part.whole()].concat());
    Target::new("journal/sealed-part", Form::Text, seeds, |input| {
        let open = Event { sealed: hash::sha256(input), ..event() };
        let Ok(part) = sealed::read_shown(&open, input) else { return Ok(false) };
        super::same(&input[32..], part.whole().as_bytes())
    })
}

fn event() -> Event {
    Event {
        record: RecordTag([1; 16]),
        reader: ReaderId([2; 16]),
        counter: 7,
        action: Action::Read,
        documents: vec![DocumentId([3; 16])],
        place: 2,
        head: Digest([5; 32]),
        time: Time(1_795_461_660),
        sealed: Digest([6; 32]),
    }
}

fn root() -> RootSecret {
    RootSecret::from_bytes(&[11; 32])
}

fn starter() -> ReaderSecret {
    ReaderSecret::from_bytes(&[12; 64])
}

/// The holder's, and the member's after its acceptance.
fn own() -> ReaderSecret {
    ReaderSecret::from_bytes(&[13; 64])
}

/// Between two statements of an input: no statement holds it.
const BETWEEN: &str = "\u{1f}";
