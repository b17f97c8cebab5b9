//! Bindings: one that holds, and each that does not.

use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::{
    Bytes, Digest, PublicKey, SealKey, Signature, Signed, StatementError, statements::Binding, text::SignatureLine,
};
use scelle_verify::{
    hash::sha256,
    professional::{
        ProfessionalError, RevocationError, Trust,
        binding::{self, BindingError, Bound, list_key},
    },
};

use crate::pki::{file, now, professional, sign, trust};

const ORIGIN: &str = "https://dossier.test";

fn identity() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn body() -> Binding {
    let alice = professional("alice");
    Binding {
        origin: ORIGIN.to_owned(),
        number: 1,
        previous: Digest([0; 32]),
        id_nat: alice.id_nat.clone(),
        certificate: alice.certificate.hash(),
        identity_sign: PublicKey(identity().verifying_key().to_bytes()),
        identity_seal: SealKey([9; 1216]),
        practice: "12 rue des Lilas, 75011 Paris".to_owned(),
        ocsp: sha256(file("good.ocsp")),
        time: now(),
    }
}

/// Signed by a card, then by an identity key.
fn signed(body: Binding, card: &str, identity: &SigningKey) -> String {
    let certificate = body.certificate;
    let mut signed = Signed::new(body);
    let signature = sign(card, signed.covered(0).as_bytes());
    signed.signatures.push(SignatureLine::Rsa(certificate, Bytes(signature)));
    let signature = identity.sign(signed.covered(1).as_bytes());
    signed.signatures.push(SignatureLine::Ed25519(Signature(signature.to_bytes())));
    signed.whole()
}

fn check(whole: &str) -> Result<Bound, BindingError> {
    binding::check(&trust(), whole, file("alice.der"), file("good.ocsp"), ORIGIN)
}

fn refusal(change: impl FnOnce(&mut Binding)) -> Option<BindingError> {
    let mut body = body();
    change(&mut body);
    check(&signed(body, "alice.key", &identity())).err()
}

#[test]
fn a_binding_by_card_and_new_key_holds() {
    let bound = check(&signed(body(), "alice.key", &identity())).expect("it holds");
    assert_eq!(bound.binding.id_nat, bound.professional.id_nat);
    assert_eq!(bound.hash, sha256(bound.binding_text().as_bytes()));
    assert_eq!(bound.issued_by.issuer().der(), file("persons.der"));
}

trait Text {
    fn binding_text(&self) -> String;
}

impl Text for Bound {
    fn binding_text(&self) -> String {
        use scelle_protocol::Statement as _;
        self.binding.write()
    }
}

#[test]
fn a_later_binding_with_a_predecessor_holds() {
    let refused = refusal(|body| (body.number, body.previous) = (2, Digest([1; 32])));
    assert_eq!(refused, None);
}

#[test]
fn a_binding_for_another_origin_is_refused() {
    assert_eq!(refusal(|body| body.origin = "https://autre.test".to_owned()), Some(BindingError::Origin));
    let whole = signed(body(), "alice.key", &identity());
    let refused = binding::check(&trust(), &whole, file("alice.der"), file("good.ocsp"), "https://dossier.test:8443");
    assert_eq!(refused.err(), Some(BindingError::Origin));
}

#[test]
fn a_binding_that_names_another_person_is_refused() {
    assert_eq!(refusal(|body| body.id_nat = professional("bruno").id_nat), Some(BindingError::Person));
}

#[test]
fn a_binding_shown_with_another_persons_certificate_is_refused() {
    let whole = signed(body(), "alice.key", &identity());
    let refused = binding::check(&trust(), &whole, file("bruno.der"), file("good.ocsp"), ORIGIN);
    assert_eq!(refused.err(), Some(BindingError::Person));
}

#[test]
fn a_binding_shown_with_another_certificate_of_the_same_person_is_refused() {
    let whole = signed(body(), "alice.key", &identity());
    let refused = binding::check(&trust(), &whole, file("alice-of-bruno.der"), file("good.ocsp"), ORIGIN);
    assert_eq!(refused.err(), Some(BindingError::Person));
}

#[test]
fn a_binding_by_another_card_is_refused() {
    assert_eq!(check(&signed(body(), "bruno.key", &identity())).err(), Some(BindingError::Signature));
}

#[test]
fn a_binding_without_proof_of_possession_of_the_new_key_is_refused() {
    let other = SigningKey::from_bytes(&[8; 32]);
    assert_eq!(check(&signed(body(), "alice.key", &other)).err(), Some(BindingError::Signature));
}

#[test]
fn a_binding_with_the_cards_signature_alone_is_refused() {
    let whole = signed(body(), "alice.key", &identity());
    let at = whole.find("sig-ed25519").expect("the second signature");
    assert_eq!(check(&whole[..at]).err(), Some(BindingError::Signature));
}

#[test]
fn a_binding_whose_signatures_changed_places_is_refused() {
    let whole = signed(body(), "alice.key", &identity());
    let (text, signatures) = whole.split_at(whole.find("sig-").expect("signatures"));
    let [card, key] = signatures.split_inclusive('\n').collect::<Vec<_>>()[..] else { panic!("two signatures") };
    assert_eq!(check(&format!("{text}{key}{card}")).err(), Some(BindingError::Signature));
}

#[test]
fn a_line_changed_after_the_signatures_is_refused() {
    let whole = signed(body(), "alice.key", &identity());
    assert_eq!(check(&whole.replace("Lilas", "Roses")).err(), Some(BindingError::Signature));
}

#[test]
fn another_answer_than_the_one_named_is_refused() {
    let whole = signed(body(), "alice.key", &identity());
    let refused = binding::check(&trust(), &whole, file("alice.der"), file("good-direct.ocsp"), ORIGIN);
    assert_eq!(refused.err(), Some(BindingError::Answer));
}

/// A binding of this certificate that names this answer.
fn refusal_with(certificate: &str, answer: &str) -> Option<BindingError> {
    let (owner, answer) = (professional(certificate), file(answer));
    let mut body = body();
    (body.id_nat, body.certificate, body.ocsp) = (owner.id_nat, owner.certificate.hash(), sha256(answer));
    let whole = signed(body, "alice.key", &identity());
    binding::check(&trust(), &whole, file(&format!("{certificate}.der")), answer, ORIGIN).err()
}

#[test]
fn the_answer_on_another_certificate_is_refused() {
    assert_eq!(refusal_with("alice", "bruno.ocsp"), Some(RevocationError::Unknown.into()));
}

#[test]
fn a_binding_by_a_revoked_card_is_refused() {
    assert_eq!(refusal_with("revoked", "revoked.ocsp"), Some(RevocationError::Revoked.into()));
}

#[test]
fn a_binding_by_a_card_that_has_expired_is_refused() {
    assert_eq!(refusal_with("expired", "good.ocsp"), Some(ProfessionalError::Expired.into()));
}

#[test]
fn a_binding_by_a_card_of_another_authority_is_refused() {
    assert_eq!(refusal_with("stranger-alice", "good.ocsp"), Some(ProfessionalError::Issuer.into()));
}

#[test]
fn a_binding_by_a_card_of_staff_is_refused() {
    let mut body = body();
    body.certificate = scelle_verify::Certificate::from_der(file("cpe.der")).expect("a certificate").hash();
    let whole = signed(body, "alice.key", &identity());
    let refused = binding::check(&trust(), &whole, file("cpe.der"), file("good.ocsp"), ORIGIN).err();
    assert_eq!(refused, Some(ProfessionalError::CardType.into()));
}

#[test]
fn a_binding_of_another_time_than_its_answers_is_refused() {
    assert_eq!(refusal(|body| body.time = now().plus(25 * 3600)), Some(RevocationError::Stale.into()));
}

#[test]
fn a_binding_is_refused_where_only_the_pinned_authorities_are_trusted() {
    let whole = signed(body(), "alice.key", &identity());
    let refused = binding::check(&Trust::igc_sante(), &whole, file("alice.der"), file("good.ocsp"), ORIGIN);
    assert_eq!(refused.err(), Some(ProfessionalError::Issuer.into()));
}

#[test]
fn a_number_that_does_not_fit_its_predecessor_is_refused() {
    assert_eq!(refusal(|body| body.number = 0), Some(BindingError::Place));
    assert_eq!(refusal(|body| body.number = 2), Some(BindingError::Place));
    assert_eq!(refusal(|body| body.previous = Digest([1; 32])), Some(BindingError::Place));
}

#[test]
fn another_kind_of_statement_is_no_binding() {
    let whole = signed(body(), "alice.key", &identity()).replace("scelle/v1/binding\n", "scelle/v1/login\n");
    assert_eq!(check(&whole).err(), Some(BindingError::Statement(StatementError::Context)));
}

#[test]
fn each_person_has_a_list_of_bindings_of_its_own() {
    let text = "scelle/v1/list-of-bindings\nid-nat: 899700218896\n";
    assert_eq!(list_key("899700218896"), sha256(text.as_bytes()));
    assert_ne!(list_key("899700218896"), list_key("899700218904"));
}
