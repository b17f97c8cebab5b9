//! What a host can make by itself, and puts among what is true: keys, grants, records that nobody
//! asked for. Every piece is in its form, and signed by somebody.

use scelle_crypto::{
    IdentitySecret, ReaderSecret, RootSecret, Signs as _,
    identity::Opens as _,
    sealed::Draft,
    wrap::{BatchOpener, BatchPlace, BatchSealer, RecordPad},
};
use scelle_protocol::{
    Digest, DocumentId, ReaderId, RecordTag, SealKey, Signed, Time,
    statements::{Genesis, Grant, Rights, SealedGrant},
    wire::{self, Chain, Entry, LoggedEntry},
};
use scelle_tests::cards::Professional;
use scelle_tests::liar::{Asked, Liar, Told};
use scelle_verify::{circle, hash};
use serde_json::json;

/// The keys that a host makes up.
pub struct Forger {
    pub root: RootSecret,
    pub identity: IdentitySecret,
    /// A reader that it would like to be.
    pub secret: ReaderSecret,
    pub reader: ReaderId,
    pub grant_key: Digest,
}

impl Forger {
    pub fn new() -> Self {
        Self {
            root: RootSecret::make(),
            identity: IdentitySecret::make(),
            secret: ReaderSecret::make(),
            reader: scelle_crypto::random::make_reader(),
            grant_key: scelle_crypto::random::make_digest(),
        }
    }

    /// A grant for its own reader, as the next statement of this chain. Everything is right, but for
    /// who signed it.
    pub fn grant(&self, chain: &Chain, whom: &Professional) -> LoggedEntry {
        let (number, previous, record) = next_of(chain);
        let person = circle::person(&self.grant_key, record, self.reader, whom.id_nat);
        let open = Grant {
            record,
            number,
            previous,
            deadline: Time(now().0 + 300),
            reader: self.reader,
            starter_sign: self.secret.sign_key(),
            starter_seal: self.secret.seal_key(),
            rights: Rights { read: true, deposit: true },
            from: now(),
            until: None,
            person,
            sealed: Digest([0; 32]),
        };
        let part = SealedGrant {
            identity_sign: self.identity.sign_key(),
            id_nat: whom.id_nat.to_owned(),
            name: whom.name.to_owned(),
            profession: 10,
            member_sign: self.identity.sign_key(),
            binding: Digest([9; 32]),
            documents: 0,
        };
        let mut draft = Draft::new(open, part);
        draft.sign(&self.identity);
        let (mut open, sealed) = draft.seal(&[(self.reader, self.secret.seal_key())]).expect("keys");
        self.root.append(&mut open);
        LoggedEntry { entry: Entry { open: open.whole(), sealed }, leaf: 0 }
    }

    /// The keyring that goes with it, sealed to the professional: anybody can seal to a public key.
    pub fn parcel(&self, grant: &LoggedEntry, whom: &Professional, to: &SealKey) -> Vec<u8> {
        let open: Signed<Grant> = Signed::parse(&grant.entry.open).expect("a grant");
        let starter = data_encoding::BASE64URL_NOPAD.encode(self.secret.expose());
        let who = scelle_tests::native::camille();
        let parcel = json!({
            "record": open.body.record, "reader": self.reader, "starter": starter, "grant_key": self.grant_key,
            "grant": hash::statement(&open), "chain_list": Digest([7; 32]), "genesis": "", "who": who,
        });
        scelle_crypto::inbox::seal(to, whom.id_nat, parcel.to_string().as_bytes()).expect("a key")
    }

    /// The same genesis, with the forger's keys where the owner's were, signed by its own root.
    pub fn genesis(&self, chain: &Chain) -> LoggedEntry {
        let first = chain.statements.first().expect("a chain begins");
        let mut genesis: Signed<Genesis> = Signed::parse(&first.entry.open).expect("a genesis");
        genesis.body.root = self.root.sign_key();
        for holder in &mut genesis.body.holders.0 {
            (holder.sign, holder.seal) = (self.secret.sign_key(), self.secret.seal_key());
        }
        let mut signed = Signed::new(genesis.body);
        self.root.append(&mut signed);
        LoggedEntry { entry: Entry { open: signed.whole(), sealed: first.entry.sealed.clone() }, leaf: first.leaf }
    }

    /// Whether what somebody seals to this key for this reader opens for the forger.
    pub fn opens_what_is_sealed_to(&self, key: &SealKey, record: RecordTag, reader: ReaderId) -> bool {
        let pad = RecordPad::from(Digest([5; 32]));
        let (document, batch) = (DocumentId([4; 16]), scelle_crypto::random::make_batch());
        let place = BatchPlace { record, reader, sealer: reader, batch, place: 1, head: Digest([6; 32]) };
        let (mut sealer, statement, sealing) = BatchSealer::make(place, &pad, key).expect("a key");
        let secret = scelle_crypto::body::DocumentKey::make();
        let wrapped = sealer.wrap_key(document, 1, &secret).expect("the first of its version");
        let opened = BatchOpener::open(&statement, &sealing, &pad, &self.secret);
        opened.and_then(|batch| batch.key(document, 1, &wrapped)).is_ok_and(|key| key.expose() == secret.expose())
    }
}

/// The chain that this answer gives.
pub fn chain(told: &Told) -> Chain {
    told.read().expect("a chain")
}

/// Whether this asks for the state of a record, and nothing more.
pub fn asks_for_record(asked: &Asked) -> bool {
    asked.method == "GET" && asked.path.starts_with("/v1/records/") && asked.path.matches('/').count() == 3
}

/// A client asks for the chain only when it is told that it has another length.
pub fn tells_of(told: &mut Told, length: usize) {
    told.edits(|record: &mut wire::Record| record.chain = length as u64);
}

/// Whoever asks is shown this chain, and told of its length.
pub fn shows_the_chain(liar: &Liar, shown: &Chain) {
    let (length, body) = (shown.statements.len(), serde_json::to_vec(shown).expect("plain data"));
    liar.lies(move |asked, told| {
        if asked.method == "GET" && asked.path.ends_with("/chain") {
            told.body.clone_from(&body);
        }
        if asks_for_record(asked) {
            tells_of(told, length);
        }
    });
}

/// “The chain has moved on”, by a host that has not even looked.
pub fn moved_on() -> Told {
    let problem = scelle_protocol::Problem::new(scelle_protocol::ProblemCode::StaleChain);
    Told::with(problem.code.status(), &serde_json::to_vec(&problem).expect("plain data"))
}

fn next_of(chain: &Chain) -> (u64, Digest, RecordTag) {
    let texts = chain.statements.iter().map(|logged| logged.entry.open.as_str());
    let state = scelle_verify::ChainState::replay(texts).expect("a true chain");
    (state.head.number + 1, state.head.hash, state.record)
}

fn now() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Time(since.expect("after 1970").as_secs())
}
