//! Professionals: an account by a card, bindings, the directory and the inbox; and that there is no
//! other way into such an account.

use crate::cards::{self, ALICE, BRUNO, Card, Made, PAGE, alice, bruno, log_in, renewed, world};
use crate::support::{START, Somebody, World, send, signed};
use backend::store::rows::{ListHead, NewAccount, OpenerChange, VaultChange};
use backend::store::{StoreError, rows::Leaf};
use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::statements::{Binding, KitLogin, Opener, OpenerTable, Statement as _, VaultVersion};
use scelle_protocol::text::SignatureLine;
use scelle_protocol::{
    AccountId, Bytes, Digest, OpenerId, ProblemCode, PublicKey, SealKey, Signature, Signed, Time, wire,
};
use scelle_verify::hash;
use scelle_verify::professional::binding::list_key;

const SEAL: SealKey = SealKey([4; 1216]);
const ZERO: Digest = Digest([0; 32]);

pub fn identity(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n ^ 0x33; 32])
}

/// The key of this person's list: of tables, or of the vault.
fn list_of(who: &SigningKey, list: &str) -> Digest {
    hash::sha256_of(&[&who.to_bytes(), list.as_bytes()])
}

pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey(key.verifying_key().to_bytes())
}

/// An opener by this card, or by a kit.
fn opener(account: AccountId, n: u8, card: Option<&Card>) -> Opener {
    Opener {
        account,
        opener: OpenerId([n; 16]),
        kind: if card.is_some() { "card" } else { "kit" }.into(),
        made: START,
        certificate: card.map(Card::hash),
        salt: Bytes(vec![n; 32]),
        wrapped: None,
        commitment: Digest([n; 32]),
        ciphertext: Bytes(vec![n; 80]),
    }
}

fn table(
    account: AccountId,
    who: &SigningKey,
    (number, previous): (u64, Digest),
    all: &[Opener],
) -> wire::OpenerUpdate {
    let list_key = list_of(who, "tables");
    let openers: Vec<String> = all.iter().map(|opener| opener.write()).collect();
    let mut hashes: Vec<Digest> = openers.iter().map(|text| hash::sha256(text.as_bytes())).collect();
    hashes.sort_unstable();
    let body = OpenerTable {
        account,
        number,
        previous,
        identity_sign: public(who),
        identity_seal: SEAL,
        list: hash::sha256(&list_key.0),
        openers: hashes,
    };
    wire::OpenerUpdate { table: signed(body, who), openers, list_key }
}

fn vault(account: AccountId, who: &SigningKey) -> wire::VaultUpdate {
    let list_key = list_of(who, "vault");
    let root = hash::vault_root(std::iter::empty());
    let body = VaultVersion { account, number: 1, previous: ZERO, list: hash::sha256(&list_key.0), entries: 0, root };
    wire::VaultUpdate { version: signed(body, who), put: vec![], remove: vec![], list_key }
}

/// A binding as bridge and page sign it together.
pub fn binding(card: &Card, who: &SigningKey, ocsp: &Bytes, change: impl FnOnce(&mut Binding)) -> wire::NewBinding {
    let mut body = Binding {
        origin: PAGE.into(),
        number: 1,
        previous: ZERO,
        id_nat: ALICE.into(),
        certificate: card.hash(),
        identity_sign: public(who),
        identity_seal: SEAL,
        practice: "12 rue de l’Église, Besançon".into(),
        ocsp: hash::sha256(&ocsp.0),
        time: START,
    };
    change(&mut body);
    let mut statement = Signed::new(body);
    statement.signatures.push(SignatureLine::Rsa(card.hash(), Bytes(card.sign(statement.text.as_bytes()))));
    let own = Signature(who.sign(statement.covered(1).as_bytes()).to_bytes());
    statement.signatures.push(SignatureLine::Ed25519(own));
    wire::NewBinding { statement: statement.whole(), certificate: card.certificate.clone().into(), ocsp: ocsp.clone() }
}

fn opening(account: AccountId, card: &Card, n: u8, binding: wire::NewBinding) -> wire::NewProfessional {
    let openers = [opener(account, 1, Some(card)), opener(account, 2, None)];
    wire::NewProfessional {
        binding,
        openers: table(account, &identity(n), (1, ZERO), &openers),
        vault: vault(account, &identity(n)),
    }
}

/// Somebody in a session that a card opened, whose account is not there yet.
fn arrives(world: &World, card: &Card, n: u8) -> (Somebody, wire::CardSession) {
    let doctor = Somebody::new(world, n);
    let opened = log_in(world, card, doctor.session_key());
    (doctor.with_token(opened.session.token.clone()), opened)
}

/// A professional with an account, in a session of its card.
pub fn enrolled(world: &World, made: Made, n: u8) -> Somebody {
    use backend::Clock as _;
    let (id_nat, time) = (made.id_nat, world.clock.now());
    let card = made.card();
    let (doctor, opened) = arrives(world, &card, n);
    let binding = binding(&card, &identity(n), &opened.ocsp, |binding| {
        (binding.id_nat, binding.time) = (id_nat.into(), time);
    });
    let new = opening(opened.session.account, &card, n, binding);
    doctor.post("/v1/professionals", &new).json::<wire::Logged>();
    doctor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_professional_has_an_account_after_its_binding_and_finds_it_again() {
    let (world, _) = world().await;
    let card = alice().card();
    let (doctor, opened) = arrives(&world, &card, 1);
    let new = opening(opened.session.account, &card, 1, binding(&card, &identity(1), &opened.ocsp, |_| {}));
    let logged: wire::Logged = doctor.post("/v1/professionals", &new).json();
    let openers: wire::Openers = doctor.call("GET", "/v1/account/openers", &[]).json();
    assert_eq!(openers.openers.len(), 2);
    let again = log_in(&world, &card, doctor.session_key());
    assert!(again.known);
    assert_eq!(again.session.account, opened.session.account);

    let place = scelle_verify::log::place_of_binding(&list_key(ALICE), 1);
    let body = Signed::<Binding>::parse(&new.binding.statement).expect("own form");
    let leaf = scelle_verify::log::leaf_hash(&place, &hash::statement(&body));
    let note = send(world.host.api, "GET", "/v1/log/checkpoint", &[], &[]).body;
    let key = world.host.app().notary.verifier().to_owned();
    let checkpoint = scelle_verify::log::checkpoint(std::str::from_utf8(&note).expect("text"), &key).expect("signed");
    let asked = wire::ProofRequest { size: checkpoint.size, leaves: vec![logged.leaf] };
    let proofs: wire::Proofs = doctor.post("/v1/log/proofs", &asked).json();
    scelle_verify::log::check_inclusion(&checkpoint, logged.leaf, &leaf, &proofs.proofs[0]).expect("in the log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_binding_that_does_not_fit_opens_nothing() {
    let (world, _) = world().await;
    let card = alice().card();
    let (doctor, opened) = arrives(&world, &card, 1);
    let (account, ocsp, own) = (opened.session.account, &opened.ocsp, identity(1));
    let tries =
        |binding: wire::NewBinding| doctor.post("/v1/professionals", &opening(account, &card, 1, binding)).code();
    assert_eq!(tries(binding(&card, &own, ocsp, |b| b.origin = "https://example.com".into())), ProblemCode::Invalid);
    assert_eq!(tries(binding(&card, &own, ocsp, |b| b.id_nat = BRUNO.into())), ProblemCode::Invalid);
    assert_eq!(tries(binding(&card, &own, ocsp, |b| b.ocsp = ZERO)), ProblemCode::Invalid);
    assert_eq!(tries(binding(&card, &own, ocsp, |b| b.number = 2)), ProblemCode::Invalid);
    assert_eq!(tries(binding(&card, &own, ocsp, |b| b.practice = "x".repeat(301))), ProblemCode::Invalid);
    let second = |b: &mut Binding| (b.number, b.previous) = (2, Digest([1; 32]));
    assert_eq!(tries(binding(&card, &own, ocsp, second)), ProblemCode::StaleNumber);
    assert_eq!(tries(binding(&card, &own, ocsp, |b| b.time = Time(START.0 - 601))), ProblemCode::RevocationUnknown);
    let mut unsigned = binding(&card, &own, ocsp, |_| {});
    unsigned.statement = unsigned.statement.replace("number: 1", "number: 01");
    assert_eq!(tries(unsigned), ProblemCode::StatementRefused);
    let mut forged = binding(&card, &own, ocsp, |_| {});
    forged.statement = forged.statement.replace("Besan", "Lyon");
    assert_eq!(tries(forged), ProblemCode::SignatureRefused);
    let other = bruno().card();
    let lent = binding(&other, &own, ocsp, |b| b.id_nat = BRUNO.into());
    assert_ne!(tries(lent), ProblemCode::NotFound, "another card than the session's");
    assert!(world.host.app().store.professional(ALICE).await.expect("read").is_none());
    doctor
        .post("/v1/professionals", &opening(account, &card, 1, binding(&card, &own, ocsp, |_| {})))
        .json::<wire::Logged>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_table_of_a_professional_has_its_own_card_and_a_kit_and_no_password() {
    let (world, _) = world().await;
    let (card, other) = (alice().card(), bruno().card());
    let (doctor, opened) = arrives(&world, &card, 1);
    let account = opened.session.account;
    let tries = |openers: &[Opener]| {
        let mut new = opening(account, &card, 1, binding(&card, &identity(1), &opened.ocsp, |_| {}));
        new.openers = table(account, &identity(1), (1, ZERO), openers);
        doctor.post("/v1/professionals", &new)
    };
    let (own, kit) = (opener(account, 1, Some(&card)), opener(account, 2, None));
    let second = |card| opener(account, 3, card);
    let mut password = second(None);
    (password.kind, password.certificate, password.wrapped) =
        ("certificate".into(), Some(card.hash()), Some(Bytes(vec![1])));
    let mut wrapped = own.clone();
    wrapped.wrapped = Some(Bytes(vec![1]));
    let mut nameless = own.clone();
    nameless.certificate = None;
    for (openers, why) in [
        (vec![kit.clone(), second(None)], "no card"),
        (vec![own.clone(), second(Some(&card))], "no kit"),
        (vec![second(Some(&other)), kit.clone()], "another's card"),
        (vec![own.clone(), kit.clone(), second(Some(&other))], "another's card beside"),
        (vec![own.clone(), kit.clone(), password], "a password"),
        (vec![wrapped, kit.clone()], "a card wraps nothing"),
        (vec![nameless, kit.clone()], "no certificate"),
    ] {
        assert_eq!(tries(&openers).code(), ProblemCode::Invalid, "{why}");
    }
    tries(&[own, kit]).json::<wire::Logged>();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_account_of_the_same_person_is_refused() {
    let (world, _) = world().await;
    let card = alice().card();
    let (doctor, opened) = arrives(&world, &card, 1);
    let (late, other) = arrives(&world, &card, 2);
    let new = |session: &wire::CardSession, n| {
        opening(session.session.account, &card, n, binding(&card, &identity(n), &session.ocsp, |_| {}))
    };
    doctor.post("/v1/professionals", &new(&opened, 1)).json::<wire::Logged>();
    assert_eq!(late.post("/v1/professionals", &new(&other, 2)).code(), ProblemCode::StaleNumber);
    assert_eq!(doctor.post("/v1/professionals", &new(&opened, 1)).code(), ProblemCode::StaleNumber);
    let patient = Somebody::new(&world, 3);
    assert_eq!(patient.post("/v1/professionals", &new(&opened, 1)).code(), ProblemCode::Forbidden);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_further_card_comes_with_the_next_binding_of_the_same_key() {
    let (world, _) = world().await;
    enrolled(&world, alice(), 1);
    let card = renewed().card();
    let (doctor, opened) = arrives(&world, &card, 1);
    assert!(opened.known);
    let known = world.host.app().store.professional(ALICE).await.expect("read").expect("known");
    let next = |change: &dyn Fn(&mut Binding)| {
        binding(&card, &identity(1), &opened.ocsp, |b| {
            (b.number, b.previous) = (2, known.hash);
            change(b);
        })
    };
    let tries = |binding: wire::NewBinding| doctor.post("/v1/professionals/bindings", &binding);
    assert_eq!(tries(next(&|b| b.previous = Digest([1; 32]))).code(), ProblemCode::StaleNumber);
    assert_eq!(tries(next(&|b| b.number = 3)).code(), ProblemCode::StaleNumber);
    let other = binding(&card, &identity(2), &opened.ocsp, |b| (b.number, b.previous) = (2, known.hash));
    assert_eq!(tries(other).code(), ProblemCode::Invalid, "another identity key");
    assert_eq!(tries(next(&|b| b.identity_seal = SealKey([5; 1216]))).code(), ProblemCode::Invalid);
    tries(next(&|b| b.practice = "Lyon".into())).json::<wire::Logged>();
    assert_eq!(tries(next(&|_| {})).code(), ProblemCode::StaleNumber, "twice");
    let ask = wire::DirectoryAsk { id_nat: Some(ALICE.into()), identity: None };
    let entry: wire::DirectoryEntry = doctor.post("/v1/directory/entry", &ask).json();
    assert!(entry.binding.certificate.0 == card.certificate && entry.binding.statement.contains("practice: Lyon"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_table_may_name_the_cards_before_and_the_sessions_and_no_other() {
    let (world, _) = world().await;
    let first = enrolled(&world, alice(), 1);
    let (old, new, other) = (alice().card(), renewed().card(), bruno().card());
    let (doctor, opened) = arrives(&world, &new, 1);
    let account = opened.session.account;
    let row = world.host.app().store.account(account).await.expect("read").expect("there");
    let change = |who: &Somebody, openers: &[Opener], kit: Option<String>| {
        let update = table(account, &identity(1), (2, row.openers.hash), openers);
        who.post("/v1/account/openers", &wire::ChangeOpeners { update, add: None, remove: None, kit })
    };
    let kit = opener(account, 2, None);
    let (before, own) = (opener(account, 1, Some(&old)), opener(account, 3, Some(&new)));
    let foreign = opener(account, 4, Some(&other));
    assert_eq!(change(&doctor, &[own.clone(), kit.clone(), foreign], None).code(), ProblemCode::Invalid);
    assert_eq!(change(&first, &[before.clone(), own.clone(), kit.clone()], None).code(), ProblemCode::Invalid);
    let new_kit = scelle_protocol::statements::NewKit {
        origin: "https://api.example.org".into(),
        account,
        kit_login: public(&identity(9)),
        openers: hash::statement(
            &Signed::<OpenerTable>::parse(
                &table(account, &identity(1), (2, row.openers.hash), &[own.clone(), kit.clone()]).table,
            )
            .expect("own form"),
        ),
    };
    let mut statement = Signed::new(new_kit);
    for key in [identity(9), identity(1)] {
        let signature = key.sign(statement.covered(statement.signatures.len()).as_bytes());
        statement.signatures.push(SignatureLine::Ed25519(Signature(signature.to_bytes())));
    }
    let with_log_in = change(&doctor, &[own.clone(), kit.clone()], Some(statement.whole()));
    assert_eq!(with_log_in.code(), ProblemCode::Invalid, "a kit that logs in");
    change(&doctor, &[before, own, kit], None).json::<wire::Logged>();
    assert_eq!(first.call("GET", "/v1/account/openers", &[]).status, 200, "both cards open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_whose_opener_is_taken_out_has_no_session_any_more() {
    let (world, _) = world().await;
    let first = enrolled(&world, alice(), 1);
    let card = renewed().card();
    let (doctor, opened) = arrives(&world, &card, 1);
    let account = opened.session.account;
    let row = world.host.app().store.account(account).await.expect("read").expect("there");
    let openers = [opener(account, 2, None), opener(account, 3, Some(&card))];
    let update = table(account, &identity(1), (2, row.openers.hash), &openers);
    let change = wire::ChangeOpeners { update, add: None, remove: None, kit: None };
    assert_eq!(first.call("GET", "/v1/account/openers", &[]).status, 200);
    doctor.post("/v1/account/openers", &change).json::<wire::Logged>();
    assert_eq!(first.call("GET", "/v1/account/openers", &[]).code(), ProblemCode::SessionEnded);
    assert_eq!(doctor.call("GET", "/v1/account/openers", &[]).status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_patients_table_names_no_card() {
    let (world, _) = world().await;
    let doctor = enrolled(&world, alice(), 1);
    let account = world.host.app().store.professional(ALICE).await.expect("read").expect("known").account;
    // A session of the same account that no card opened: there is no door to one, and it gets nowhere.
    let token = world.host.app().sessions.open(account, None, doctor.session_key()).reveal();
    let row = world.host.app().store.account(account).await.expect("read").expect("there");
    let patient = doctor.with_token(token);
    let openers = [opener(account, 2, None), opener(account, 3, Some(&bruno().card()))];
    let update = table(account, &identity(1), (2, row.openers.hash), &openers);
    let change = wire::ChangeOpeners { update, add: None, remove: None, kit: None };
    assert_eq!(patient.post("/v1/account/openers", &change).code(), ProblemCode::Invalid);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_kit_of_a_professional_opens_no_session() {
    let (world, _) = world().await;
    enrolled(&world, alice(), 1);
    let account = world.host.app().store.professional(ALICE).await.expect("read").expect("known").account;
    let begin = serde_json::to_vec(&wire::KitStart { account }).expect("JSON");
    // The receipt key stands in for a key that is not there: whoever knew it would not come in either.
    for key in [identity(1), SigningKey::from_bytes(&[0; 32])] {
        let challenge: wire::KitChallenge = send(world.host.api, "POST", "/v1/kit/start", &[], &begin).json();
        let body = KitLogin {
            origin: "https://api.example.org".into(),
            account,
            session: cards::session_key(5),
            nonce: challenge.nonce,
        };
        let finish = serde_json::to_vec(&wire::KitFinish { statement: signed(body, &key) }).expect("JSON");
        let answer = send(world.host.api, "POST", "/v1/kit/finish", &[], &finish);
        assert_eq!(answer.code(), ProblemCode::LoginRefused);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_password_leads_into_the_account_of_a_professional() {
    let (world, _) = world().await;
    enrolled(&world, alice(), 1);
    let store = world.host.app().store.clone();
    let account = store.professional(ALICE).await.expect("read").expect("known").account;
    assert!(store.certificates(account).await.expect("read").is_empty(), "`login/finish` finds accounts by these");
    assert!(store.account(account).await.expect("read").expect("there").kit_login.is_none(), "`kit/finish` by this");
    // `accounts` writes no account over another, whoever asks.
    let head = ListHead { number: 1, hash: ZERO, list: ZERO };
    let leaf = |n| Leaf { place: Digest([n; 32]), entry: ZERO };
    let new = NewAccount {
        account,
        statement: "-".into(),
        keys: (public(&identity(7)), SEAL, Some(public(&identity(7)))),
        openers: OpenerChange {
            account,
            table: "-".into(),
            head,
            previous: ZERO,
            leaf: leaf(0x71),
            openers: vec![],
            add: None,
            remove: vec![],
            kit_login: None,
        },
        vault: VaultChange { account, version: "-".into(), head, previous: ZERO, leaf: leaf(0x72), entries: vec![] },
    };
    assert!(matches!(store.open_account(&new).await, Err(StoreError::StaleNumber)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_keeps_a_professional_out_by_taking_its_places_in_the_log() {
    let (world, _) = world().await;
    let thief = Somebody::new(&world, 3);
    let mut new = thief.genesis(START);
    new.list_key = list_key(ALICE);
    let mut body = Signed::<scelle_protocol::statements::Genesis>::parse(&new.genesis.open).expect("own form").body;
    body.list = hash::sha256(&new.list_key.0);
    new.genesis.open = signed(body, &thief.root);
    thief.post("/v1/records", &new).json::<wire::Opened>();
    enrolled(&world, alice(), 1);
}
