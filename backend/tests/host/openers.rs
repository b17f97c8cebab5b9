//! A table of openers and its event: both, or neither; and the event says what the table does.

use crate::support::{START, Somebody, World, signed};
use backend::store::rows::{Leaf, ListHead, NewAccount, OpenerChange, OpenerRow, VaultChange};
use ed25519_dalek::SigningKey;
use scelle_protocol::statements::{Action, Opener, OpenerTable, Statement as _};
use scelle_protocol::{AccountId, Bytes, Digest, OpenerId, ProblemCode, PublicKey, SealKey, Signed, wire};
use scelle_verify::{hash, log};

const LIST: Digest = Digest([8; 32]);
const SEAL: SealKey = SealKey([4; 1216]);

fn identity() -> SigningKey {
    SigningKey::from_bytes(&[77; 32])
}

fn opener(account: AccountId, n: u8) -> Opener {
    Opener {
        account,
        opener: OpenerId([n; 16]),
        kind: "kit".into(),
        made: START,
        certificate: None,
        salt: Bytes(vec![n; 32]),
        wrapped: None,
        commitment: Digest([n; 32]),
        ciphertext: Bytes(vec![n; 80]),
    }
}

/// Table `number` of these openers, after another.
fn table(account: AccountId, number: u64, previous: Digest, openers: &[u8]) -> wire::OpenerUpdate {
    let openers: Vec<String> = openers.iter().map(|n| opener(account, *n).write()).collect();
    let mut hashes: Vec<Digest> = openers.iter().map(|text| hash::sha256(text.as_bytes())).collect();
    hashes.sort_unstable();
    let body = OpenerTable {
        account,
        number,
        previous,
        identity_sign: PublicKey(identity().verifying_key().to_bytes()),
        identity_seal: SEAL,
        list: hash::sha256(&LIST.0),
        openers: hashes,
    };
    wire::OpenerUpdate { table: signed(body, &identity()), openers, list_key: LIST }
}

/// Writes an account with two openers behind the interface's back.
async fn account(world: &World, ada: &Somebody) -> (AccountId, Digest) {
    let account = AccountId(ada.reader.0);
    let first = table(account, 1, Digest([0; 32]), &[1, 2]);
    let hash = hash::statement(&Signed::<OpenerTable>::parse(&first.table).expect("own form"));
    let leaf = |number| Leaf { place: log::place(&LIST, number), entry: hash };
    let head = ListHead { number: 1, hash, list: hash::sha256(&LIST.0) };
    let rows = [1, 2].map(|n| OpenerRow { opener: OpenerId([n; 16]), text: opener(account, n).write() });
    let openers = OpenerChange {
        account,
        table: first.table,
        head,
        previous: Digest([0; 32]),
        leaf: leaf(1),
        openers: rows.to_vec(),
        add: None,
        remove: Vec::new(),
        kit_login: None,
    };
    let previous = Digest([0; 32]);
    let vault = VaultChange { account, version: "-".into(), head, previous, leaf: leaf(1000), entries: Vec::new() };
    let sign = PublicKey(identity().verifying_key().to_bytes());
    let new = NewAccount { account, statement: "-".into(), keys: (sign, SEAL, Some(sign)), openers, vault };
    world.host.app().store.open_account(&new).await.expect("written");
    (account, hash)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_goes_with_the_event_that_says_what_it_does_or_not_at_all() {
    let world = World::new().await;
    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let (account, first) = account(&world, &ada).await;
    let tell = |ada: &Somebody, openers: &[u8], event: wire::Entry| {
        let update = table(account, 2, first, openers);
        let change = wire::ChangeOpeners { update, add: None, remove: None, kit: None };
        ada.post(&ada.path("/openers"), &wire::TellOpeners { change, event })
    };
    let event = |ada: &Somebody, action| ada.event(action, vec![], START);
    let actions = [Action::OpenerAdded, Action::OpenerRemoved, Action::OpenerReplaced, Action::List, Action::Recovery];
    for (openers, action) in [(&[1, 2, 3][..], Action::OpenerAdded), (&[1, 3], Action::OpenerReplaced)] {
        for other in actions.into_iter().filter(|other| *other != action) {
            assert_eq!(tell(&ada, openers, event(&ada, other)).code(), ProblemCode::Invalid, "{other:?}");
        }
    }
    assert_eq!(tell(&ada, &[1, 2], event(&ada, Action::OpenerAdded)).code(), ProblemCode::Invalid);
    let late = ada.event_with(Action::OpenerAdded, vec![], START, |event| event.counter = 2);
    assert_eq!(tell(&ada, &[1, 2, 3], late).code(), ProblemCode::StaleNumber);
    let strange = ada.event_with(Action::OpenerAdded, vec![], START, |event| event.head = Digest([0; 32]));
    assert_eq!(tell(&ada, &[1, 2, 3], strange).code(), ProblemCode::StaleChain);

    let size = |world: &World| world.host.app().store.clone();
    let before = size(&world).log_size().await.expect("read");
    let openers: wire::Openers = ada.call("GET", "/v1/account/openers", &[]).json();
    assert_eq!(openers.openers.len(), 2, "nothing of what was refused is there");
    let told: wire::OpenersTold = tell(&ada, &[1, 2, 3], event(&ada, Action::OpenerAdded)).json();
    ada.counter += 1;
    assert_eq!(told.leaf, before);
    assert_eq!(size(&world).log_size().await.expect("read"), before + 2, "a leaf for the table, one for the event");
    let openers: wire::Openers = ada.call("GET", "/v1/account/openers", &[]).json();
    assert_eq!((openers.openers.len(), openers.leaf), (3, told.leaf));
    let record: wire::Record = ada.call("GET", &ada.path(""), &[]).json();
    assert_eq!(record.counter, 1);
}
