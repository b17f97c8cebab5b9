//! Attack 5: the key of a professional is another's, in the directory. What each bad card comes to
//! stands in the tests of `scelle-verify`; here a host tries what it can make.

use scelle_client::{Trouble, directory::NotVerified};
use scelle_crypto::{IdentitySecret, Signs as _, identity::Opens as _, inbox};
use scelle_protocol::{Signed, paths, statements::Binding, text::SignatureLine, wire::DirectoryEntry};
use scelle_tests::browser::Browser;
use scelle_tests::cards::{ALICE, Authority, BRUNO};
use scelle_tests::clinic::{Clinic, Workstation};
use scelle_tests::host::Host;
use scelle_tests::liar::{Liar, Told};
use scelle_tests::native::Native;
use scelle_tests::patient::{Patient, Person};
use scelle_tests::responder::Responder;
use scelle_tests::wait::LONG;
use scelle_verify::{professional::binding::BindingError, signature};

/// The entry with an identity key of the host's in the place of the professional's. The new key has
/// signed; of the card there is the signature that it made for the true key.
fn substituted(entry: &DirectoryEntry, own: &IdentitySecret) -> DirectoryEntry {
    let honest: Signed<Binding> = Signed::parse(&entry.binding.statement).expect("a binding");
    let body = Binding { identity_sign: own.sign_key(), identity_seal: own.seal_key(), ..honest.body.clone() };
    let mut signed = Signed::new(body);
    signed.signatures.extend(honest.signatures.first().cloned());
    own.append(&mut signed);
    let mut changed = entry.clone();
    changed.binding.statement = signed.whole();
    changed
}

/// The answer that a directory gave, as an answer with this entry in it.
fn as_told(entry: &DirectoryEntry) -> Told {
    Told::with(200, &serde_json::to_vec(entry).expect("plain data"))
}

fn lies_in_the_directory(liar: &Liar, entry: &DirectoryEntry) {
    let told = as_told(entry);
    liar.lies(move |asked, answer| {
        if asked.path == paths::DIRECTORY_ENTRY && asked.method == "POST" {
            answer.takes_the_place_of(&told);
        }
    });
}

#[tokio::test]
async fn a_key_that_the_host_puts_in_a_professionals_place_names_nobody() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, _doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    assert!(patient.account.look_at(ALICE.id_nat).await.is_ok());
    let honest: DirectoryEntry =
        liar.kept("POST", paths::DIRECTORY_ENTRY).and_then(|told| told.read()).expect("an entry");
    let own = IdentitySecret::make();
    let entry = substituted(&honest, &own);
    lies_in_the_directory(&liar, &entry);
    let seen = patient.account.look_at(ALICE.id_nat).await.err();
    assert_eq!(seen, Some(Trouble::NotVerified(NotVerified::Binding(BindingError::Signature))));

    // Who leaves the card's signature out believes all of it, and seals to the host.
    let signed: Signed<Binding> = signature::parse(&entry.binding.statement, 2).expect("in its form");
    assert!(signature::verify_ed25519(&signed, 1, &own.sign_key()).is_ok(), "the new key has signed");
    assert_eq!(signed.body.id_nat, ALICE.id_nat);
    let parcel = inbox::seal(&signed.body.identity_seal, ALICE.id_nat, b"keys").expect("a key");
    assert_eq!(inbox::open(&own, ALICE.id_nat, &parcel).expect("the host's").as_slice(), b"keys");

    liar.is_honest();
    assert!(patient.account.look_at(ALICE.id_nat).await.is_ok());
}

#[tokio::test]
async fn a_binding_that_another_professionals_card_signed_names_nobody() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let patient = clinic.patient("camille").await;
    let (_doctor, _nurse) = (clinic.doctor(&ALICE).await, clinic.doctor(&BRUNO).await);
    let asks = async |id_nat: &str| {
        patient.account.look_at(id_nat).await.expect("honest");
        liar.kept("POST", paths::DIRECTORY_ENTRY).and_then(|told| told.read::<DirectoryEntry>()).expect("an entry")
    };
    let (alices, brunos) = (asks(ALICE.id_nat).await, asks(BRUNO.id_nat).await);
    // Bruno's whole entry; Bruno's binding under Alice's certificate; Alice's under Bruno's.
    let mut under_alices = brunos.clone();
    under_alices.binding.certificate = alices.binding.certificate.clone();
    let mut under_brunos = alices.clone();
    under_brunos.binding.certificate = brunos.binding.certificate.clone();
    // And Alice's statement with Bruno's card signature, which is a good one of Bruno's.
    let signed: Signed<Binding> = Signed::parse(&brunos.binding.statement).expect("a binding");
    let of_alice: Signed<Binding> = Signed::parse(&alices.binding.statement).expect("a binding");
    let mut mixed = Signed::new(of_alice.body);
    mixed.signatures = signed.signatures;
    let mut mixed_entry = alices.clone();
    mixed_entry.binding.statement = mixed.whole();
    for (what, entry) in [
        ("another's entry", &brunos),
        ("another's binding", &under_alices),
        ("another's certificate", &under_brunos),
        ("another's signature", &mixed_entry),
    ] {
        lies_in_the_directory(&liar, entry);
        let seen = patient.account.look_at(ALICE.id_nat).await.err();
        assert!(matches!(seen, Some(Trouble::NotVerified(_))), "{what}: {seen:?}");
    }
    // Each is a good entry where it belongs.
    lies_in_the_directory(&liar, &brunos);
    assert!(patient.account.look_at(BRUNO.id_nat).await.is_ok());
    liar.is_honest();
    assert!(patient.account.look_at(ALICE.id_nat).await.is_ok());
}

/// In Chromium: the person reads that the card does not hold, and there is nothing to sign.
#[test]
fn a_substituted_key_shows_as_not_verified_and_cannot_be_signed_for() {
    let authority = Authority::new();
    let responder = Responder::start(authority.folder());
    let liar = Liar::new();
    let host = Host::with_cards_behind(&authority, &responder, &liar);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let native = Native::on_page(&liar.api(), &liar.page());
        let workstation = Workstation::new(native, &authority, ALICE.card).await;
        workstation.enrols(ALICE.practice).await.expect("enrols");
    });
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let own = IdentitySecret::make();
    let seed = own.expose().to_vec();
    liar.lies(move |asked, told| {
        if asked.path == paths::DIRECTORY_ENTRY && asked.method == "POST" {
            let own = IdentitySecret::from_slice(&seed).expect("it was one");
            told.edits(|entry: &mut DirectoryEntry| *entry = substituted(entry, &own));
        }
    });
    patient.looks_for("valmont", &ALICE);
    patient.tab.sees_within("La carte ou la clé de ce professionnel ne se vérifie pas", LONG);
    patient.tab.sees_no("Carte vérifiée ici");
    assert!(patient.tab.all(&["button"], "C’est cette personne").is_empty(), "a key of the host's can be signed for");
    assert!(liar.lied() > 0);
    liar.is_honest();
    patient.finds("valmont", &ALICE);
    assert_eq!(patient.tab.all(&["button"], "C’est cette personne").len(), 1);
}

/// The signature line of a card, in a statement.
pub fn cards_signature(statement: &str) -> Vec<u8> {
    let signed: Signed<Binding> = Signed::parse(statement).expect("a binding");
    match signed.signatures.first() {
        Some(SignatureLine::Rsa(_, signature)) => signature.0.clone(),
        other => panic!("no card signed: {other:?}"),
    }
}
