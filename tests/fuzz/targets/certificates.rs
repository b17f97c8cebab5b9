//! Certificates, OCSP answers, revocation lists and bindings: by a false IGC-Santé of OpenSSL's.

use std::process::Command;
use std::rc::Rc;
use std::time::SystemTime;

use bridge::card::Found;
use bridge::card::profile::Profile;
use scelle_crypto::device::{self, DeviceKeys as _, DeviceSecret, SoftwareDevice};
use scelle_crypto::identity::Opens as _;
use scelle_crypto::{IdentitySecret, Signs as _};
use scelle_protocol::statements::Binding;
use scelle_protocol::{Digest, Signed, Time, text::clean};
use scelle_tests::cards::Authority;
use scelle_verify::professional::{Professional, Trust, binding, crl, ocsp};
use scelle_verify::{Certificate, hash};

use super::{now, only, text};
use crate::change::Form;
use crate::run::Target;

/// What the targets share.
struct Papers {
    alice: Vec<u8>,
    certificates: Vec<Vec<u8>>,
    /// Those, and others that a card may bring.
    on_cards: Vec<Vec<u8>>,
    persons: Certificate,
    trust: Trust,
    answer: Vec<u8>,
    list: Vec<u8>,
    binding: String,
    time: Time,
}

pub fn targets() -> Vec<Target> {
    let papers = Rc::new(Papers::make());
    let all = papers.certificates.clone();
    let judged = |judge: fn(&Papers, &[u8]) -> bool| {
        let papers = Rc::clone(&papers);
        move |input: &[u8]| judge(&papers, input)
    };
    let read = |input: &[u8]| {
        let Ok(certificate) = Certificate::from_der(input) else { return Ok(false) };
        let _ = (certificate.account(), certificate.hash(), certificate.spki_hash());
        Ok(true)
    };
    let issued = judged(|papers, input| {
        Certificate::from_der(input).is_ok_and(|read| read.check_issued_by(&papers.persons, papers.time).is_ok())
    });
    let professionals: Vec<Vec<u8>> = all.iter().filter(|der| judged(trusted)(der)).cloned().collect();
    vec![
        Target::new("certificate/read", Form::Der, all.clone(), read).with(256 << 10, SLOW),
        Target::new("certificate/issued", Form::Der, professionals.clone(), only(all.clone(), issued))
            .with(256 << 10, SLOW),
        Target::new("certificate/professional", Form::Der, professionals, only(all.clone(), judged(trusted)))
            .with(256 << 10, SLOW),
        Target::new("certificate/on-a-card", Form::Der, papers.on_cards.clone(), on_a_card)
            .with(256 << 10, SLOW)
            .that_takes_some(),
        revocation("certificate/ocsp", &papers, papers.answer.clone(), |papers, input, alice| {
            ocsp::check(input, alice, &papers.persons, papers.time).ok().map(|answer| format!("{answer:?}"))
        }),
        revocation("certificate/crl", &papers, papers.list.clone(), |papers, input, alice| {
            crl::check(input, alice, &papers.persons, papers.time).ok().map(|answer| format!("{answer:?}"))
        }),
        Target::new(
            "certificate/binding",
            Form::Text,
            [papers.binding.clone()],
            only(vec![papers.binding.clone().into_bytes()], judged(bound)),
        )
        .with(256 << 10, SLOW),
    ]
}

fn trusted(papers: &Papers, input: &[u8]) -> bool {
    let Ok(professional) = Professional::read(input) else { return false };
    let _ = (professional.ocsp_url(), professional.crl_urls(), professional.name());
    papers.trust.check(&professional, papers.time).is_ok()
}

fn bound(papers: &Papers, input: &[u8]) -> bool {
    text(input).is_some_and(|text| binding::check(&papers.trust, text, &papers.alice, &papers.answer, ORIGIN).is_ok())
}

/// What stands outside the signature may be changed unseen, and says nothing.
fn revocation(
    name: &str,
    papers: &Rc<Papers>,
    seed: Vec<u8>,
    says: fn(&Papers, &[u8], &Professional) -> Option<String>,
) -> Target {
    let (papers, alice) = (Rc::clone(papers), Professional::read(&papers.alice).expect("Alice's"));
    let whole = says(&papers, &seed, &alice);
    let judge = move |input: &[u8]| match says(&papers, input, &alice) {
        None => Ok(false),
        said if said == whole => Ok(true),
        Some(_) => Err("it says what nobody signed"),
    };
    Target::new(name, Form::Der, [seed], judge).with(256 << 10, SLOW)
}

/// What a bridge shows of a card can be read by a person, and its number is a professional's.
fn on_a_card(input: &[u8]) -> crate::run::Judged {
    let Some(profile) = Profile::read(&Found { id: vec![0x20], der: input.to_vec() }) else { return Ok(false) };
    if clean(&profile.name) != profile.name || profile.name.chars().count() > 80 {
        return Err("a name that a person cannot read");
    }
    let number = profile.id_nat.len() == 12 && profile.id_nat.starts_with('8') && profile.id_nat.parse::<u64>().is_ok();
    match profile.check(Time(1_795_461_660)) {
        Ok(()) if !number => Err("a number that is no professional's"),
        checked => Ok(checked.is_ok()),
    }
}

impl Papers {
    fn make() -> Self {
        let authority = Authority::new();
        let openssl = |arguments: &str| {
            let run = Command::new("openssl").args(arguments.split(' ')).current_dir(authority.folder()).output();
            let run = run.expect("openssl is there: `cargo xtask setup`");
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        };
        let read = |name: &str| std::fs::read(authority.folder().join(name)).expect("what openssl wrote");
        let config = [read("openssl.cnf"), b"\n[list]\nauthorityKeyIdentifier = keyid\n".to_vec()].concat();
        std::fs::write(authority.folder().join("list.cnf"), config).expect("a folder of ours");
        openssl("ocsp -no_nonce -issuer persons.pem -cert alice.pem -reqout question.der");
        let signer = "-rsigner responder.pem -rkey responder.key";
        openssl(&format!(
            "ocsp -index index.txt -CA persons.pem {signer} -reqin question.der -respout good.ocsp -ndays 1"
        ));
        openssl(
            "ca -config list.cnf -gencrl -cert persons.pem -keyfile persons.key -crlexts list -crldays 1 -out list.pem",
        );
        openssl("crl -in list.pem -outform DER -out good.crl");
        openssl("pkcs8 -topk8 -nocrypt -in alice.key -outform DER -out alice.p8");
        let (alice, answer) = (authority.certificate("alice"), read("good.ocsp"));
        let time = Time(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs());
        Self {
            binding: binding_by(&alice, &read("alice.p8"), &answer, time),
            certificates: ["alice", "bruno", "order", "renewed"].map(|name| authority.certificate(name)).into(),
            on_cards: CARDS.iter().map(|name| authority.certificate(name)).collect(),
            persons: Certificate::from_der(&read("persons.der")).expect("an authority"),
            trust: Trust::igc_sante().with_test_authority(&read("persons.der")).expect("an authority of persons"),
            list: read("good.crl"),
            alice,
            answer,
            time,
        }
    }
}

/// Signed by the card, then by the identity key.
fn binding_by(certificate: &[u8], key: &[u8], answer: &[u8], time: Time) -> String {
    let identity = IdentitySecret::from_bytes(&[41; 64]);
    let mut card = SoftwareDevice::import(key, DeviceSecret::make()).expect("an RSA key");
    card.set_certificate(certificate).expect("its own");
    let mut signed = Signed::new(Binding {
        origin: ORIGIN.to_owned(),
        number: 1,
        previous: Digest([0; 32]),
        id_nat: "899700218896".to_owned(),
        certificate: card.certificate().expect("it has one"),
        identity_sign: identity.sign_key(),
        identity_seal: identity.seal_key(),
        practice: "4 place du Marché-aux-Grains".to_owned(),
        ocsp: hash::sha256(answer),
        time,
    });
    now(device::append(&card, &mut signed)).expect("it signs");
    identity.append(&mut signed);
    signed.whole()
}

/// RSA, once for each certificate that an answer carries.
const SLOW: std::time::Duration = std::time::Duration::from_secs(1);
const CARDS: &[&str] =
    &["alice", "alice-sign", "bruno", "expired", "future", "organisation", "false-ca", "staff", "adeli", "order"];
const ORIGIN: &str = "https://dossier.test";
