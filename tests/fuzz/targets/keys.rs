//! What opens something: openers, vault entries, batches, labels, bodies, parcels, the card's share,
//! the recovery kit, the messages of OPAQUE.

use std::time::Duration;

use scelle_client::vault::Content;
use scelle_crypto::body::{self, DocumentKey, DocumentVersion, Header, Manifest, Portable};
use scelle_crypto::identity::Opens as _;
use scelle_crypto::kit::RecoveryKit;
use scelle_crypto::label::Label;
use scelle_crypto::opaque::{Login, Password, Registration};
use scelle_crypto::opener::{OpenerKey, open, wrap_with_kit};
use scelle_crypto::wrap::{BatchOpener, BatchPlace, BatchSealer};
use scelle_crypto::{IdentitySecret, ReaderSecret, inbox, kit::KitKey, local, vault};
use scelle_protocol::statements::{Batch, Opener};
use scelle_protocol::{
    AccountId, BatchId, Bytes, Digest, DocumentId, EntryId, ReaderId, RecordTag, Statement as _, Time,
};
use scelle_verify::hash;

use super::{now, only, same, text};
use crate::change::Form;
use crate::run::Target;

pub fn targets() -> Vec<Target> {
    let mut all = sealed();
    all.extend(bodies());
    all.extend(opaque());
    all.push(kit());
    all.push(Target::new(
        "opener/kit",
        Form::Text,
        [opener()],
        only(vec![opener().into_bytes()], |input| {
            let opener = text(input).and_then(|text| Opener::read(text).ok());
            opener.is_some_and(|opener| open(&opener, &OpenerKey::Kit(the_kit().key())).is_ok())
        }),
    ));
    all.push(Target::new("vault/entry", Form::Json, CONTENTS.map(str::as_bytes), |input| {
        let Ok(content) = serde_json::from_slice::<Content>(input) else { return Ok(false) };
        let written = serde_json::to_vec(&content).expect("JSON");
        let again = serde_json::from_slice::<Content>(&written).is_ok_and(|again| again == content);
        if again { Ok(true) } else { Err("what was read is written as something else") }
    }));
    all.push(Target::new("inbox/parcel", Form::Json, [PARCEL], |input| {
        let identity = identity();
        let parcel = inbox::seal(&identity.seal_key(), ID_NAT, input).expect("a key");
        Ok(scelle_client::parcel::open(&identity, ID_NAT, &parcel).is_ok())
    }));
    all
}

/// Ciphertexts, each of which one key opens.
fn sealed() -> Vec<Target> {
    let json = br#"{"version":1,"kind":"seen","documents":[]}"#;
    let entry = vault::seal(&identity().vault_key(), ACCOUNT, ENTRY, json).expect("short");
    let kept = local::seal(&identity().local_key(), ACCOUNT, "draft", json).expect("a plain name");
    let parcel = inbox::seal(&identity().seal_key(), ID_NAT, json).expect("a key");
    let (statement, sealing, label, key) = batch();
    let (with_label, with_key) = (statement.clone(), statement.clone());
    let opener = |statement: &Batch, sealing: &[u8]| BatchOpener::open(statement, sealing, &PAD.into(), &reader());
    let (label_sealing, key_sealing) = (sealing.clone(), sealing.clone());
    vec![
        one("vault/sealed", entry, |input| vault::open(&identity().vault_key(), ACCOUNT, ENTRY, input).is_ok()),
        one("local/sealed", kept, |input| local::open(&identity().local_key(), ACCOUNT, "draft", input).is_ok()),
        one("inbox/sealed", parcel, |input| inbox::open(&identity(), ID_NAT, input).is_ok()),
        // Whatever is there, the statement names it.
        one("batch/sealing", sealing, move |input| {
            let statement = Batch { sealing: hash::sha256(input), ..statement.clone() };
            opener(&statement, input).is_ok()
        }),
        one("batch/label", label, move |input| {
            opener(&with_label, &label_sealing).expect("ours").label(DOCUMENT, 1, input).is_ok()
        }),
        one("batch/key", key, move |input| {
            opener(&with_key, &key_sealing).expect("ours").key(DOCUMENT, 1, input).is_ok()
        }),
    ]
}

fn one(name: &str, seed: Vec<u8>, taken: impl Fn(&[u8]) -> bool + 'static) -> Target {
    Target::new(name, Form::Bytes, [seed.clone()], only(vec![seed], taken))
}

fn batch() -> (Batch, Vec<u8>, Vec<u8>, Vec<u8>) {
    let (mut sealer, statement, sealing) =
        BatchSealer::make(place(), &PAD.into(), &reader().seal_key()).expect("a key");
    let label = sealer.wrap_label(DOCUMENT, 1, &Label::TypeOnly("11502-2".into())).expect("short");
    let key = sealer.wrap_key(DOCUMENT, 1, &document_key()).expect("once");
    (statement, sealing, label, key)
}

const fn place() -> BatchPlace {
    BatchPlace {
        record: RecordTag([1; 16]),
        reader: ReaderId([2; 16]),
        sealer: ReaderId([2; 16]),
        batch: BatchId([3; 16]),
        place: 2,
        head: Digest([4; 32]),
    }
}

/// Labels, headers and whole bodies.
fn bodies() -> Vec<Target> {
    let labels = [Label::Full("scelle/v1/document\n".into()), Label::TypeOnly("é".repeat(1022))];
    let labels = labels.map(|label| label.pad().expect("it fits").to_vec());
    let of = DocumentVersion { record: RecordTag([1; 16]), document: DOCUMENT, version: 1 };
    let content = b"Bilan du diab\xc3\xa8te".repeat(40);
    let (stored, body) = now(body::seal_whole(&Portable, &document_key(), &of, &content)).expect("short");
    let manifest = Manifest { of, body, length: content.len() as u64, key: document_key().commitment(&of) };
    let taken = move |input: &[u8]| now(body::open_whole(&Portable, &document_key(), manifest, input)).is_ok();
    // What the author signed, but for the hash: eight bytes of length, then the body.
    let whole = stored.clone();
    let lengths = [[manifest.length.to_be_bytes().as_slice(), &stored].concat()];
    vec![
        Target::new("label/padded", Form::Bytes, labels, |input| match Label::parse(input) {
            Ok(label) => same(input, &label.pad().expect("it fitted")),
            Err(_) => Ok(false),
        }),
        Target::new("body/header", Form::Bytes, [&stored[..Header::LEN]], |input| match Header::from_slice(input) {
            Ok(header) => same(input, header.bytes()),
            Err(_) => Ok(false),
        }),
        Target::new("body/stream", Form::Bytes, [stored.clone()], only(vec![stored], taken)),
        Target::new("body/length", Form::Bytes, lengths, move |input| {
            let Some((length, stored)) = input.split_first_chunk() else { return Ok(false) };
            let signed = Manifest { length: u64::from_be_bytes(*length), body: hash::body_of(stored), ..manifest };
            match now(body::open_whole(&Portable, &document_key(), signed, stored)) {
                Err(_) => Ok(false),
                // A longer length takes zeros of the padding for content: that is its author's word.
                Ok(opened) if stored == whole && opened.starts_with(&content) => Ok(true),
                Ok(_) => Err("another body opens, or less of it"),
            }
        }),
    ]
}

/// As a person types it, as a camera sees it.
fn kit() -> Target {
    let printed = the_kit().print();
    let typed = printed.line().to_lowercase().replace('0', "o").replace('1', "l").replace(' ', "-");
    let seeds = [printed.line().to_string(), printed.payload().to_string(), typed];
    Target::new("kit/typed", Form::Text, seeds, |input| match text(input).map(RecoveryKit::read) {
        Some(Ok(kit)) if kit == the_kit() => Ok(true),
        Some(Ok(_)) => Err("a kit that nobody printed"),
        _ => Ok(false),
    })
}

/// Both sides read only messages of one length, and write them again as they came.
fn opaque() -> Vec<Target> {
    let request = Registration::start(Password::new("mot de passe")).expect("short").1;
    let ke1 = Login::start(Password::new("mot de passe")).expect("short").1;
    let element = &request.0[..32];
    // Evaluated element, masking nonce, masked response, nonce, key share, authentication code.
    let ke2 = [element, &[7; 32 + 128 + 32], element, &[7; 64]].concat();
    let slow = |target: Target| target.with(64 << 20, Duration::from_secs(3));
    vec![
        Target::new("opaque/registration-request", Form::Bytes, [element], |input| {
            let read = backend::opaque::registration_request(&Bytes::from(input));
            read.map_or(Ok(false), |read| same(input, &read.serialize()))
        }),
        Target::new("opaque/registration-upload", Form::Bytes, [[element, &[7; 160]].concat()], |input| {
            let read = backend::opaque::registration_upload(&Bytes::from(input));
            read.map_or(Ok(false), |read| same(input, &read.serialize()))
        }),
        Target::new("opaque/ke1", Form::Bytes, [ke1.0.clone()], |input| {
            let read = backend::opaque::ke1(&Bytes::from(input));
            read.map_or(Ok(false), |read| same(input, &read.serialize()))
        }),
        Target::new("opaque/ke3", Form::Bytes, [[7; 64]], |input| {
            let read = backend::opaque::ke3(&Bytes::from(input));
            read.map_or(Ok(false), |read| same(input, &read.serialize()))
        }),
        slow(Target::new("opaque/registration-response", Form::Bytes, [[element, element].concat()], |input| {
            let (registration, _) = Registration::start(Password::new("mot de passe")).expect("short");
            Ok(registration.finish(input).is_ok())
        })),
        slow(Target::new("opaque/ke2", Form::Bytes, [ke2], |input| {
            let (login, _) = Login::start(Password::new("mot de passe")).expect("short");
            if login.finish(input).is_ok() { Err("a log-in without a host") } else { Ok(false) }
        }))
        .that_takes_nothing(),
    ]
}

fn opener() -> String {
    // Nothing in it is random but its id and salt: the same for the whole run.
    static OPENER: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    OPENER.get_or_init(|| wrap_with_kit(&the_kit(), Time(1_795_461_660), &identity()).expect("a kit").write()).clone()
}

fn the_kit() -> RecoveryKit {
    RecoveryKit::from_parts(ACCOUNT, KitKey::from_bytes(&[34; 32]))
}

fn identity() -> IdentitySecret {
    IdentitySecret::from_bytes(&[31; 64])
}

fn reader() -> ReaderSecret {
    ReaderSecret::from_bytes(&[32; 64])
}

fn document_key() -> DocumentKey {
    DocumentKey::from_bytes(&[33; 32])
}

const ACCOUNT: AccountId = AccountId([1; 16]);
const ENTRY: EntryId = EntryId([2; 16]);
const DOCUMENT: DocumentId = DocumentId([3; 16]);
const PAD: Digest = Digest([4; 32]);
const ID_NAT: &str = "899700218896";
const PARCEL: &str = r#"{"record":"01010101010101010101010101010101","reader":"02020202020202020202020202020202","starter":"AQID","grant_key":"0303030303030303030303030303030303030303030303030303030303030303","grant":"0404040404040404040404040404040404040404040404040404040404040404","chain_list":"0505050505050505050505050505050505050505050505050505050505050505","genesis":"AQID","who":{"birth_name":"Aubry","used_name":"","given_names":"Hélène","birth_date":"1961-04-12","sex":"F","birth_place":"Valmont","contact":""}}"#;
const CONTENTS: [&str; 4] = [
    r#"{"kind":"who","birth_name":"Aubry","used_name":"","given_names":"Hélène","birth_date":"1961-04-12","sex":"F","birth_place":"Valmont","contact":""}"#,
    r#"{"kind":"watch","checkpoint":null,"counter":7,"chain":[3,"0303030303030303030303030303030303030303030303030303030303030303"],"receipts":[["0404040404040404040404040404040404040404040404040404040404040404",9]],"members":{"01010101010101010101010101010101":2}}"#,
    r#"{"kind":"successor","hash":"0303030303030303030303030303030303030303030303030303030303030303"}"#,
    r#"{"kind":"seen","documents":["01010101010101010101010101010101"]}"#,
];
