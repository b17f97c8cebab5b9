//! What tests of the host need: a host on free ports, and somebody who signs. Nothing here
//! encrypts: to the host, sealed parts are bytes of the right length.

use backend::{Config, Host, ManualClock};
use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::statements::{Batch, Closure, Event, Genesis, Holder, Holders, Request};
use scelle_protocol::text::SignatureLine;
use scelle_protocol::{
    AccountId, BatchId, Bytes, CertificateHash, Digest, DocumentId, PublicKey, ReaderId, RecordTag, SealKey, Signature,
    Signed, Statement, Time, UploadId, statements::Action, wire,
};
use scelle_verify::{dpop, hash};
use std::net::SocketAddr;
use std::sync::Arc;

pub use crate::line::{Answer, parse, send};

/// A host in a folder of its own, with a clock that the test moves.
pub struct World {
    pub folder: tempfile::TempDir,
    pub clock: Arc<ManualClock>,
    pub host: Host,
}

pub fn config(folder: &std::path::Path) -> Config {
    Config {
        data: folder.join("data"),
        secrets: folder.join("secrets"),
        dist: folder.join("dist"),
        api_listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        client_listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        // Fixed, so that proofs and the log keep their name over a restart.
        api_origin: Some("https://api.example.org".to_owned()),
        client_origin: Some("https://example.org".to_owned()),
        ..Config::default()
    }
}

pub const START: Time = Time(1_795_461_660);

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// Where the host is told something else than usual.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(ManualClock::new(START));
        let mut config = config(folder.path());
        change(&mut config);
        let host = Host::start(config, clock.clone()).await.expect("the host starts");
        Self { folder, clock, host }
    }

    pub async fn restart(self) -> Self {
        let Self { folder, clock, host } = self;
        host.stop().await;
        let host = Host::start(config(folder.path()), clock.clone()).await.expect("the host starts");
        Self { folder, clock, host }
    }
}

/// A session and a reader's key, of one record.
pub struct Somebody {
    address: SocketAddr,
    session: SigningKey,
    pub token: Bytes,
    pub reader: ReaderId,
    pub sign: SigningKey,
    pub root: SigningKey,
    pub record: RecordTag,
    pub list_key: Digest,
    pub head: (u64, Digest),
    pub counter: u64,
    /// To whom sealed parts go.
    pub holders: Vec<ReaderId>,
    /// What a member shows with every request.
    pub grant_key: Option<Digest>,
    pub jti: std::cell::Cell<u64>,
}

impl Somebody {
    /// Opens a session behind the log-in's back: what is tested here comes after it.
    pub fn new(world: &World, n: u8) -> Self {
        let session = SigningKey::from_bytes(&[n; 32]);
        let key = PublicKey(session.verifying_key().to_bytes());
        let by = Some(CertificateHash([n; 32]));
        let token = world.host.app().sessions.open(AccountId([n; 16]), by, key).reveal();
        Self {
            address: world.host.api,
            session,
            token,
            reader: ReaderId([n; 16]),
            sign: SigningKey::from_bytes(&[n ^ 0x40; 32]),
            root: SigningKey::from_bytes(&[n ^ 0x80; 32]),
            record: RecordTag([n; 16]),
            list_key: Digest([n; 32]),
            head: (0, Digest([0; 32])),
            counter: 0,
            holders: vec![ReaderId([n; 16])],
            grant_key: None,
            jti: std::cell::Cell::new(0),
        }
    }

    /// The same person in a session that the recovery kit opened.
    pub fn by_kit(self, world: &World) -> Self {
        let key = PublicKey(self.session.verifying_key().to_bytes());
        let token = world.host.app().sessions.open(AccountId(self.reader.0), None, key).reveal();
        Self { token, ..self }
    }

    /// The same person after the host was started again.
    pub fn again(self, world: &World) -> Self {
        let key = PublicKey(self.session.verifying_key().to_bytes());
        let by = Some(CertificateHash([self.reader.0[0]; 32]));
        let token = world.host.app().sessions.open(AccountId(self.reader.0), by, key).reveal();
        Self { address: world.host.api, token, ..self }
    }

    /// The same person in another session of the same key.
    pub fn with_token(self, token: Bytes) -> Self {
        Self { token, ..self }
    }

    pub fn session_key(&self) -> PublicKey {
        PublicKey(self.session.verifying_key().to_bytes())
    }

    pub fn nonce(&self) -> String {
        let answer = send(self.address, "GET", "/health", &[], &[]);
        answer.header("dpop-nonce").expect("given with every answer").to_owned()
    }

    pub fn proofs(&self, method: &str, path: &str, body: &[u8], nonce: &str) -> Vec<(&'static str, String)> {
        self.jti.set(self.jti.get() + 1);
        let claims = dpop::Claims {
            jti: format!("{}", self.jti.get()),
            htm: method.to_owned(),
            htu: format!("https://api.example.org{}", path.split('?').next().unwrap_or_default()),
            iat: 0,
            nonce: nonce.to_owned(),
            ath: Some(dpop::token_hash(&self.token)),
            digest: hash::sha256(body),
        };
        let unsigned = dpop::unsigned(&PublicKey(self.session.verifying_key().to_bytes()), &claims);
        let proof = dpop::assemble(&unsigned, &Signature(self.session.sign(unsigned.as_bytes()).to_bytes()));
        let request = Request {
            reader: self.reader,
            method: method.to_owned(),
            path: path.to_owned(),
            digest: claims.digest,
            nonce: nonce.to_owned(),
            session: hash::sha256(&self.token.0),
        };
        let signature = Signature(self.sign.sign(request.write().as_bytes()).to_bytes());
        let mut proofs = vec![
            ("authorization", format!("DPoP {}", self.token.encode())),
            ("dpop", proof),
            ("scelle-reader", format!("reader={}; sig={signature}", self.reader)),
        ];
        proofs.extend(self.grant_key.map(|key| ("scelle-grant", key.to_string())));
        proofs
    }

    pub fn call(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let proofs = self.proofs(method, path, body, &self.nonce());
        send(self.address, method, path, &proofs, body)
    }

    pub fn post<B: serde::Serialize>(&self, path: &str, body: &B) -> Answer {
        self.call("POST", path, &serde_json::to_vec(body).expect("JSON"))
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/v1/records/{}{rest}", self.record)
    }

    fn sealed(&self) -> Vec<wire::SealedTo> {
        sealed_to(&self.holders)
    }

    pub fn genesis(&self, now: Time) -> wire::NewRecord {
        let body = Genesis {
            record: self.record,
            number: 1,
            previous: Digest([0; 32]),
            deadline: now.plus(600),
            root: PublicKey(self.root.verifying_key().to_bytes()),
            successor: Digest([9; 32]),
            list: hash::sha256(&self.list_key.0),
            holders: Holders(vec![Holder {
                reader: self.reader,
                sign: PublicKey(self.sign.verifying_key().to_bytes()),
                seal: SealKey([4; 1216]),
                list: hash::sha256(&self.list_key.0),
            }]),
            sealed: Digest([5; 32]),
        };
        let genesis = wire::Entry { open: signed(body, &self.root), sealed: self.sealed() };
        wire::NewRecord { genesis, list_key: self.list_key, reader_list_keys: vec![self.list_key] }
    }

    /// Opens the record. The chain's list and the reader's have keys of their own, elsewhere.
    pub fn opens(&mut self, now: Time) {
        let mut new = self.genesis(now);
        let chain_key = Digest([self.reader.0[0] ^ 0x20; 32]);
        new.list_key = chain_key;
        let mut body = Signed::<Genesis>::parse(&new.genesis.open).expect("own form").body;
        body.list = hash::sha256(&chain_key.0);
        new.genesis.open = signed(body, &self.root);
        let parsed = Signed::<Genesis>::parse(&new.genesis.open).expect("own form");
        let opened: wire::Opened = self.post("/v1/records", &new).json();
        assert_eq!(opened.record, self.record);
        self.head = (1, hash::statement(&parsed));
    }

    pub fn event(&self, action: Action, documents: Vec<DocumentId>, now: Time) -> wire::Entry {
        self.event_with(action, documents, now, |_| {})
    }

    pub fn event_with(
        &self,
        action: Action,
        documents: Vec<DocumentId>,
        now: Time,
        change: impl FnOnce(&mut Event),
    ) -> wire::Entry {
        let mut body = Event {
            record: self.record,
            reader: self.reader,
            counter: self.counter + 1,
            action,
            documents,
            place: self.head.0,
            head: self.head.1,
            time: now,
            sealed: Digest([6; 32]),
        };
        change(&mut body);
        wire::Entry { open: signed(body, &self.sign), sealed: self.sealed() }
    }

    pub fn closure(&self, now: Time) -> wire::Entry {
        let body = Closure {
            record: self.record,
            number: self.head.0 + 1,
            previous: self.head.1,
            deadline: now.plus(600),
            sealed: Digest([7; 32]),
        };
        wire::Entry { open: signed(body, &self.root), sealed: self.sealed() }
    }

    /// Sends a body in parts.
    pub fn uploads(&self, content: &[u8]) -> UploadId {
        let new: wire::Upload =
            self.post(&self.path("/uploads"), &wire::NewUpload { size: content.len() as u64 }).json();
        for (n, part) in content.chunks(4 << 20).enumerate() {
            let answer = self.call("PUT", &self.path(&format!("/uploads/{}/parts/{n}", new.upload)), part);
            assert_eq!(answer.status, 204, "{}", String::from_utf8_lossy(&answer.body));
        }
        new.upload
    }

    /// A deposit of one document whose wraps are bytes of the right length.
    pub fn deposit(&self, document: DocumentId, upload: UploadId, content: &[u8], now: Time) -> wire::Deposit {
        self.deposit_for(&[self.reader], document, upload, content, now)
    }

    /// Labels and keys of one document for these readers.
    pub fn wraps_for(&self, readers: &[ReaderId], document: DocumentId) -> wire::NewWraps {
        let mut wraps = wire::NewWraps { batches: Vec::new(), labels: Vec::new(), keys: Vec::new() };
        for reader in readers {
            // As at random: no two requests bring the same.
            let name = hash::sha256_of(&[&document.0, &reader.0, &self.jti.get().to_be_bytes()]);
            let batch = BatchId(name.0[..16].try_into().expect("16 of 32"));
            let sealing = Bytes(vec![2; 1168]);
            let body = Batch {
                record: self.record,
                reader: *reader,
                sealer: self.reader,
                batch,
                place: self.head.0,
                head: self.head.1,
                sealing: hash::sha256(&sealing.0),
            };
            let wrap =
                |length| wire::Wrap { document, version: 1, reader: *reader, batch, sealed: Bytes(vec![3; length]) };
            wraps.batches.push(wire::SealedBatch { statement: signed(body, &self.sign), sealing });
            wraps.labels.push(wrap(2064));
            wraps.keys.push(wrap(48));
        }
        wraps
    }

    /// A deposit of one document for these readers.
    pub fn deposit_for(
        &self,
        readers: &[ReaderId],
        document: DocumentId,
        upload: UploadId,
        content: &[u8],
        now: Time,
    ) -> wire::Deposit {
        let wraps = self.wraps_for(readers, document);
        wire::Deposit {
            documents: vec![wire::NewVersion {
                document,
                version: 1,
                upload,
                body: hash::body_of(content),
                size: content.len() as u64,
            }],
            batches: wraps.batches,
            labels: wraps.labels,
            keys: wraps.keys,
            event: self.event(Action::Deposit, vec![document], now),
        }
    }

    /// Uploads and deposits one document.
    pub fn deposits(&mut self, document: DocumentId, content: &[u8], now: Time) -> wire::Placed {
        let upload = self.uploads(content);
        let placed = self.post(&self.path("/deposits"), &self.deposit(document, upload, content, now)).json();
        self.counter += 1;
        placed
    }
}

/// A sealed part for each of them.
pub fn sealed_to(readers: &[ReaderId]) -> Vec<wire::SealedTo> {
    readers.iter().map(|reader| wire::SealedTo { reader: *reader, sealed: Bytes(vec![1; 1400]) }).collect()
}

pub fn signed<T: Statement>(body: T, key: &SigningKey) -> String {
    let mut statement = Signed::new(body);
    let signature = Signature(key.sign(statement.text.as_bytes()).to_bytes());
    statement.signatures.push(SignatureLine::Ed25519(signature));
    statement.whole()
}
