//! Cards of professionals as tests need them: a false authority, certificates in the profile and
//! beside it, and who answers on revocation. Their DER is written here by hand, so that each test
//! says what differs.

use crate::support::{Answer, START, World, config, send};
use async_trait::async_trait;
use backend::revocation::network::Network;
use backend::{Host, ManualClock, Outside};
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use rsa::PrivateKey;
use rsa::pkcs1v15::SigningKey as RsaKey;
use rsa::rand_core::UnwrapErr;
use rsa::sha2::Sha256;
use rsa::signature::{Keypair as _, SignatureEncoding as _, Signer as _};
use scelle_protocol::{CertificateHash, Digest, PublicKey, Time, wire};
use scelle_verify::hash::{sha256, sha256_of};
use scelle_verify::professional::Trust;
use std::sync::{Arc, LazyLock, Mutex};
use x509_cert::der::{Encode as _, oid::ObjectIdentifier};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

pub const PAGE: &str = "https://example.org";
pub const ALICE: &str = "899700218896";
pub const BRUNO: &str = "899700218904";
const YEAR: u64 = 365 * 86_400;

/// Keys are slow to make: authority, two people, one further card.
static KEYS: LazyLock<Vec<RsaKey<Sha256>>> = LazyLock::new(|| {
    let make = |_| RsaKey::new(PrivateKey::new(&mut UnwrapErr(getrandom::SysRng), 2048).expect("a key"));
    (0..4).map(make).collect()
});

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut der = match length {
        0..0x80 => vec![tag, u8::try_from(length).expect("short")],
        _ => {
            let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            [&[tag, 0x80 | u8::try_from(bytes.len()).expect("short")], bytes.as_slice()].concat()
        }
    };
    der.extend_from_slice(content);
    der
}

fn seq(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

fn oid(text: &str) -> Vec<u8> {
    tlv(0x06, ObjectIdentifier::new(text).expect("an OID").as_bytes())
}

fn digits(time: Time) -> String {
    time.to_string().chars().filter(char::is_ascii_digit).collect()
}

fn utc(time: Time) -> Vec<u8> {
    tlv(0x17, format!("{}Z", &digits(time)[2..]).as_bytes())
}

fn general(time: Time) -> Vec<u8> {
    tlv(0x18, format!("{}Z", digits(time)).as_bytes())
}

fn algorithm() -> Vec<u8> {
    seq(&[oid("1.2.840.113549.1.1.11"), vec![5, 0]])
}

fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { vec![1, 1, 0xff] } else { Vec::new() };
    seq(&[oid(id), critical, tlv(4, value)])
}

fn name(attributes: &[(&str, &str)]) -> Vec<u8> {
    seq(&attributes
        .iter()
        .map(|(id, text)| tlv(0x31, &seq(&[oid(id), tlv(0x0c, text.as_bytes())])))
        .collect::<Vec<_>>())
}

fn sign(key: &RsaKey<Sha256>, content: &[u8]) -> Vec<u8> {
    key.sign(content).to_vec()
}

fn signed(key: &RsaKey<Sha256>, content: Vec<u8>) -> Vec<u8> {
    let signature = tlv(3, &[&[0], sign(key, &content).as_slice()].concat());
    seq(&[content, algorithm(), signature])
}

fn certificate(
    (by, issuer): (usize, &[u8]),
    (of, subject): (usize, &[u8]),
    serial: u8,
    (from, until): (Time, Time),
    extensions: &[Vec<u8>],
) -> Vec<u8> {
    let spki = SubjectPublicKeyInfoOwned::from_key(&KEYS[of].verifying_key()).expect("a key").to_der().expect("DER");
    let content = seq(&[
        tlv(0xa0, &[2, 1, 2]),
        vec![2, 1, serial],
        algorithm(),
        issuer.to_vec(),
        seq(&[utc(from), utc(until)]),
        subject.to_vec(),
        spki,
        tlv(0xa3, &seq(extensions)),
    ]);
    signed(&KEYS[by], content)
}

fn authority_name(class: &str) -> Vec<u8> {
    name(&[("2.5.4.6", "FR"), ("2.5.4.3", &format!("TEST AC IGC-SANTE FORT {class}"))])
}

fn long() -> (Time, Time) {
    (Time(START.0 - YEAR), START.plus(YEAR))
}

/// The authority of persons that the host of a test trusts.
pub fn authority() -> Vec<u8> {
    let own = authority_name("PERSONNES");
    let extensions =
        [extension("2.5.29.19", true, &seq(&[vec![1, 1, 0xff]])), extension("2.5.29.15", true, &[3, 2, 1, 6])];
    certificate((0, &own), (0, &own), 1, long(), &extensions)
}

/// A card's certificate, to be changed before it is made.
pub struct Made {
    pub id_nat: &'static str,
    pub names: (&'static str, &'static str),
    pub key: usize,
    pub serial: u8,
    pub class: &'static str,
    pub by: usize,
    pub valid: (Time, Time),
    pub usage: [u8; 4],
    pub card_type: u8,
    /// Name of the list that the certificate points to.
    pub list: &'static str,
}

pub struct Card {
    pub certificate: Vec<u8>,
    key: usize,
}

pub fn alice() -> Made {
    Made {
        id_nat: ALICE,
        names: ("HÉLÈNE", "ESSAI-LÉVÊQUE"),
        key: 1,
        serial: 0x11,
        class: "PERSONNES",
        by: 0,
        valid: long(),
        usage: [3, 2, 7, 0x80],
        card_type: 0,
        list: "persons",
    }
}

pub fn bruno() -> Made {
    Made { id_nat: BRUNO, names: ("BRUNO", "TEST"), key: 2, serial: 0x22, ..alice() }
}

/// Alice's next card.
pub fn renewed() -> Made {
    Made { key: 3, serial: 0x33, ..alice() }
}

impl Made {
    pub fn card(self) -> Card {
        let (given, surname) = self.names;
        let subject = name(&[
            ("2.5.4.6", "FR"),
            ("2.5.4.12", "Médecin"),
            ("2.5.4.42", given),
            ("2.5.4.3", self.id_nat),
            ("2.5.4.4", surname),
        ]);
        let uri = tlv(0x86, b"http://ocsp.example.org/");
        let list = tlv(0x86, format!("http://list.example.org/{}.crl", self.list).as_bytes());
        let extensions = [
            extension("2.5.29.15", true, &self.usage),
            extension("2.5.29.37", false, &seq(&[oid("1.3.6.1.5.5.7.3.2")])),
            extension("1.2.250.1.71.1.2.2", false, &[2, 1, self.card_type]),
            extension("1.2.250.1.71.1.2.7", false, &[2, 1, 10]),
            extension("1.3.6.1.5.5.7.1.1", false, &seq(&[seq(&[oid("1.3.6.1.5.5.7.48.1"), uri])])),
            extension("2.5.29.31", false, &seq(&[seq(&[tlv(0xa0, &tlv(0xa0, &list))])])),
        ];
        let issuer = authority_name(self.class);
        let certificate = certificate((self.by, &issuer), (self.key, &subject), self.serial, self.valid, &extensions);
        Card { certificate, key: self.key }
    }
}

impl Card {
    pub fn hash(&self) -> CertificateHash {
        CertificateHash(sha256(&self.certificate).0)
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        sign(&KEYS[self.key], message)
    }

    /// What the bridge says on a page of this origin.
    pub fn token(&self, origin: &str, nonce: &Digest, session: &PublicKey) -> wire::CardToken {
        let nonce = BASE64.encode(&sha256_of(&[&nonce.0, &session.0]).0);
        let message = [sha256(origin.as_bytes()).0, sha256(nonce.as_bytes()).0].concat();
        wire::CardToken {
            unverified_certificate: BASE64.encode(&self.certificate),
            algorithm: "RS256".into(),
            signature: BASE64.encode(&self.sign(&message)),
            format: "web-eid:1.0".into(),
            app_version: "scelle-bridge/0".into(),
        }
    }
}

/// Who answers on revocation, as a test wants it.
#[derive(Default)]
pub struct Mood {
    /// The responder answers nothing.
    pub silent: bool,
    /// The list is not to be had either.
    pub no_list: bool,
    /// Serials that were revoked.
    pub revoked: Vec<u8>,
    /// Seconds until the next answer.
    pub next: Option<u64>,
    /// Questions and lists asked for so far.
    pub asked: (usize, usize),
}

pub struct Responder {
    clock: Arc<ManualClock>,
    pub mood: Mutex<Mood>,
    /// The list `slow` comes once there is a permit.
    pub slow: tokio::sync::Semaphore,
}

fn inner(der: &[u8]) -> &[u8] {
    let head = if der[1] < 0x80 { 2 } else { 2 + usize::from(der[1] & 0x7f) };
    &der[head..]
}

impl Responder {
    pub fn set(&self, change: impl FnOnce(&mut Mood)) {
        change(&mut self.mood.lock().expect("no test panics in here"));
    }

    fn answer(&self, question: &[u8], mood: &Mood) -> Vec<u8> {
        use backend::Clock as _;
        let now = self.clock.now();
        let named = inner(inner(inner(inner(question))));
        let revoked = mood.revoked.iter().any(|serial| named.ends_with(&[2, 1, *serial]));
        let status = if revoked { tlv(0xa1, &general(now)) } else { vec![0x80, 0] };
        let next = mood.next.map_or_else(Vec::new, |seconds| tlv(0xa0, &general(now.plus(seconds))));
        let item = seq(&[named.to_vec(), status, general(now), next]);
        let data = seq(&[tlv(0xa1, &authority_name("PERSONNES")), general(now), seq(&[item])]);
        let basic = signed(&KEYS[0], data);
        seq(&[vec![10, 1, 0], tlv(0xa0, &seq(&[oid("1.3.6.1.5.5.7.48.1.1"), tlv(4, &basic)]))])
    }

    fn revoked(&self, mood: &Mood) -> Vec<u8> {
        use backend::Clock as _;
        let now = self.clock.now();
        let entries: Vec<_> = mood.revoked.iter().map(|serial| seq(&[vec![2, 1, *serial], utc(now)])).collect();
        let entries = if entries.is_empty() { Vec::new() } else { seq(&entries) };
        let content =
            [vec![2, 1, 1], algorithm(), authority_name("PERSONNES"), utc(now), utc(now.plus(86_400)), entries];
        signed(&KEYS[0], seq(&content))
    }
}

#[async_trait]
impl Network for Responder {
    async fn ask(&self, url: &str, question: Vec<u8>) -> Option<Vec<u8>> {
        assert_eq!(url, "http://ocsp.example.org/");
        let mut mood = self.mood.lock().expect("no test panics in here");
        mood.asked.0 += 1;
        (!mood.silent).then(|| self.answer(&question, &mood))
    }

    async fn list(&self, url: &str) -> Option<Vec<u8>> {
        let list = url.strip_prefix("http://list.example.org/").expect("the certificate's own");
        self.set(|mood| mood.asked.1 += 1);
        if list == "slow.crl" {
            let waited = tokio::time::timeout(std::time::Duration::from_secs(10), self.slow.acquire()).await;
            waited.ok()?.ok()?.forget();
        }
        let mood = self.mood.lock().expect("no test panics in here");
        (!mood.no_list).then(|| self.revoked(&mood))
    }
}

/// A host that trusts the authority of the tests, and who answers it.
pub async fn world() -> (World, Arc<Responder>) {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(ManualClock::new(START));
    let mood = Mood { next: Some(7200), ..Mood::default() };
    let responder =
        Arc::new(Responder { clock: clock.clone(), mood: Mutex::new(mood), slow: tokio::sync::Semaphore::new(0) });
    let trust = Trust::igc_sante().with_test_authority(&authority()).expect("an authority of persons");
    let outside = Outside { network: responder.clone(), trust, ..Outside::default() };
    let host = Host::start_with(config(folder.path()), clock.clone(), outside).await.expect("the host starts");
    (World { folder, clock, host }, responder)
}

/// A nonce for a log-in.
pub fn start(world: &World) -> Digest {
    send(world.host.api, "POST", "/v1/card/start", &[], &[]).json::<wire::CardChallenge>().nonce
}

pub fn finish(world: &World, finish: &wire::CardFinish) -> Answer {
    send(world.host.api, "POST", "/v1/card/finish", &[], &serde_json::to_vec(finish).expect("JSON"))
}

/// A log-in of this card on the page, for this session's key.
pub fn asks(world: &World, card: &Card, session: PublicKey) -> wire::CardFinish {
    let nonce = start(world);
    wire::CardFinish { nonce, session, token: card.token(PAGE, &nonce, &session) }
}

pub fn log_in(world: &World, card: &Card, session: PublicKey) -> wire::CardSession {
    finish(world, &asks(world, card, session)).json()
}

pub fn session_key(n: u8) -> PublicKey {
    PublicKey(SigningKey::from_bytes(&[n; 32]).verifying_key().to_bytes())
}
