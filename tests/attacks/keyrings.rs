//! Attack 1: a host mints a keyring with keys of its own for a true card, or a whole record. It is
//! kept out, or stays a claim that nothing is sealed to; nobody seals to a reader that it adds.

use scelle_client::{Contradiction, KeptOut, Trouble, Unwatched, memberships::RecordStanding};
use scelle_crypto::body::Portable;
use scelle_protocol::{
    EntryId, Signed,
    statements::{Document, Grant},
    wire::{self, Inbox, InboxItem},
};
use scelle_tests::cards::ALICE;
use scelle_tests::clinic::{BOTH, Clinic, befriend, compare, names};
use scelle_tests::liar::Liar;
use scelle_tests::native::{about, deposit};
use scelle_verify::{ChainState, signature};

use crate::forger::{Forger, chain, moved_on, shows_the_chain};

#[tokio::test]
async fn a_keyring_that_the_host_mints_for_a_true_card_is_kept_out() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    patient.account.circle().await.expect("an honest chain");
    let honest = chain(&liar.kept("GET", "/chain").expect("it was fetched"));
    let card = patient.account.look_at(ALICE.id_nat).await.expect("the directory is honest");
    let forger = Forger::new();
    let grant = forger.grant(&honest, &ALICE);
    let parcel = forger.parcel(&grant, &ALICE, &card.binding.identity_seal);

    for (with_grant, why) in [(true, KeptOut::Chain), (false, KeptOut::Grant)] {
        let mut shown = honest.clone();
        shown.statements.extend(with_grant.then(|| grant.clone()));
        let (id, parcel) = (EntryId([1; 16]), parcel.clone());
        liar.lies(move |asked, told| {
            if asked.method == "GET" && asked.path == "/v1/inbox" {
                told.edits(|inbox: &mut Inbox| {
                    inbox.items.push(InboxItem { id, parcel: parcel.clone().into() });
                });
            }
            if asked.path.ends_with("/chain") {
                // The true host knows no such reader; this one answers all the same.
                (told.status, told.body) = (200, serde_json::to_vec(&shown).expect("plain data"));
            }
        });
        let taken = doctor.account.take_in().await.expect("an answer");
        // It did open with the card's key, and was believed to be a keyring: only its chain failed it.
        assert_eq!((taken.records, taken.kept_out), (vec![], vec![(id, why)]));
    }
    assert!(liar.lied() >= 4);

    // Without the one check, whose key signed the grant, the chain holds with it.
    let open = &grant.entry.open;
    use scelle_crypto::Signs as _;
    assert!(signature::parse_ed25519::<Grant>(open, &forger.root.sign_key()).is_ok());
    let mut lenient = ChainState::replay(honest.statements.iter().map(|one| one.entry.open.as_str())).expect("holds");
    assert!(lenient.clone().apply(open).is_err());
    lenient.root = forger.root.sign_key();
    assert_eq!(lenient.apply(open), Ok(()));

    liar.is_honest();
    names(&patient, &ALICE, BOTH, vec![]).await.expect("names");
    assert_eq!(doctor.account.take_in().await.expect("takes in").records.len(), 1, "a true grant comes in");
}

#[tokio::test]
async fn a_reader_that_the_host_adds_to_the_chain_is_sealed_nothing() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let patient = clinic.patient("camille").await;
    patient.account.circle().await.expect("an honest chain");
    let mut shown = chain(&liar.kept("GET", "/chain").expect("it was fetched"));
    let forger = Forger::new();
    shown.statements.push(forger.grant(&shown, &ALICE));
    shows_the_chain(&liar, &shown);
    liar.whispers(|asked| asked.path.ends_with("/deposits").then(moved_on));
    let refused = deposit(&patient.account, about("Un"), vec![1; 3000]).await;
    assert_eq!(refused, Err(Trouble::Contradiction(Contradiction::Chain)));
    let reader = forger.reader.to_string();
    let sent = liar.heard().into_iter().any(|one| String::from_utf8_lossy(&one.asked.body).contains(&reader));
    assert!(!sent, "something was sealed to the reader that the host added");

    // What would have been sealed to it opens for the host.
    let grant: Signed<Grant> =
        Signed::parse(&shown.statements[shown.statements.len() - 1].entry.open).expect("a grant");
    let body = &grant.body;
    assert!(forger.opens_what_is_sealed_to(&body.starter_seal, body.record, body.reader));

    liar.is_honest();
    deposit(&patient.account, about("Un"), vec![1; 3000]).await.expect("the honest way goes on");
    let last = liar.heard().into_iter().rev().find(|one| one.asked.path.ends_with("/deposits")).expect("it was sent");
    let sealed: wire::Deposit = serde_json::from_slice(&last.asked.body).expect("a deposit");
    assert_eq!(sealed.keys.len(), 1, "to the owner alone");
}

#[tokio::test]
async fn a_whole_record_that_the_host_makes_up_in_a_patients_name_stays_a_claim() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let doctor = clinic.doctor(&ALICE).await;
    let camille = clinic.patient("camille").await;
    // The host can open accounts as anybody can: this one calls itself Camille too.
    let puppet = clinic.patient("pantin").await;
    let puppets = names(&puppet, &ALICE, BOTH, vec![]).await.expect("names");
    let [false_record] = doctor.account.take_in().await.expect("takes in").records[..] else { panic!("one record") };
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Unverified);
    assert_eq!(rows[0].who, scelle_tests::native::camille());
    assert_eq!(doctor.account.take_record(false_record).await.err(), Some(Trouble::NotCompared));
    assert_eq!(doctor.account.accept(false_record).await, Err(Trouble::NotCompared));
    assert!(doctor.account.begin_deposit(about("Un"), 10).await.is_err(), "no record is at hand to deposit into");

    // The true Camille names Alice too, and the two compare on what each is shown.
    names(&camille, &ALICE, BOTH, vec![]).await.expect("names");
    let own = camille.account.circle().await.expect("the circle").fingerprint.to_string();
    assert_eq!(doctor.account.compare_fingerprint(false_record, &own).await, Err(Trouble::Different));

    // Who compares with the puppet in Camille's place gives it everything: the lie works.
    compare(&puppet, puppets, &doctor.account, false_record).await.expect("compare");
    doctor.account.accept(false_record).await.expect("accepts");
    doctor.account.take_record(false_record).await.expect("at hand");
    deposit(&doctor.account, about("Secret"), vec![7; 10]).await.expect("deposits");
    let listed = puppet.account.list().await.expect("lists");
    let stolen: &Document = listed[0].statement.as_ref().expect("it holds");
    assert_eq!(puppet.account.open(stolen, &Portable, &Unwatched).await.expect("opens"), vec![7; 10]);
}

#[tokio::test]
async fn a_keyring_moved_to_another_record_is_kept_out() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (camille, sacha) = (clinic.patient("camille").await, clinic.patient("sacha").await);
    let doctor = clinic.doctor(&ALICE).await;
    names(&camille, &ALICE, BOTH, vec![]).await.expect("names");
    sacha.account.circle().await.expect("a chain");
    let other = liar.kept("GET", "/chain").expect("it was fetched");
    liar.lies(move |asked, told| {
        if asked.method == "GET" && asked.path.ends_with("/chain") {
            told.takes_the_place_of(&other);
        }
    });
    let taken = doctor.account.take_in().await.expect("an answer");
    assert!(taken.records.is_empty() && taken.kept_out.len() == 1 && liar.lied() > 0);
    liar.is_honest();
    assert_eq!(doctor.account.take_in().await.expect("takes in").records.len(), 1);
    // And the other chain is a good one, for who asks for that record.
    let reader = befriend(&sacha, &ALICE, &doctor.account, vec![]).await;
    assert!(reader.is_ok() || reader == Err(Trouble::NotCompared), "{reader:?}");
}
