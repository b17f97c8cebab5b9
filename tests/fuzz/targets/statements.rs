//! Statements, each kind; their seeds are made of the table of kinds in `docs/FORMATS.md` §3, whose
//! lines must so be the code's. And what is made of a text that a person typed.

use scelle_protocol::statements as s;
use scelle_protocol::text::{SignatureLine, StatementError, check_characters, clean};
use scelle_protocol::{Bytes, CertificateHash, PublicKey, SealKey, Signature, Signed, Statement};

use super::{same, text};
use crate::change::Form;
use crate::run::{Judged, Target};

macro_rules! kinds {
    ($($kind:ident)*) => {
        vec![$(target::<s::$kind>()),*]
    };
}

pub fn targets() -> Vec<Target> {
    let mut all = kinds! {
        Account Login KitLogin NewKit Certificate Binding OpenerTable Opener VaultVersion Genesis SealedGenesis Consent
        SealedConsent Grant SealedGrant Acceptance SealedAcceptance Revocation SealedRevocation Closure SealedClosure
        AccountClosure Event SealedEvent Document Batch Receipt Request
    };
    assert_eq!(all.len(), s::CONTEXTS.concat().len(), "every kind");
    let typed = ["Bilan du diabète", "e\u{301}", "4 place du Marché-aux-Grains", "-", "a\u{200b}\u{301}\n"];
    all.push(Target::new("text/clean", Form::Text, typed, |input| match text(input) {
        Some(typed) if typed.len() < 20_000 => cleaned(typed),
        _ => Ok(false),
    }));
    all
}

fn target<T: Statement + PartialEq + 'static>() -> Target {
    let kind = T::CONTEXT.rsplit('/').next().expect("a context");
    Target::new(format!("statement/{kind}"), Form::Text, seeds::<T>(kind), |input| {
        let Some(text) = text(input) else { return Ok(false) };
        let Ok(signed) = Signed::<T>::parse(text) else { return Ok(false) };
        let again = T::read(&signed.body.write()).is_ok_and(|body| body == signed.body);
        if !again || check_characters(text).is_err() || signed.covered(signed.signatures.len()) != text {
            return Err("what is taken is not what is read");
        }
        same(input, signed.whole().as_bytes())
    })
}

/// What was cleaned stands in a statement as it is, and cleaning it again changes nothing.
fn cleaned(typed: &str) -> Judged {
    let reason = clean(typed);
    if clean(&reason) != reason {
        return Err("cleaning a second time changes it");
    }
    let closure = s::SealedClosure { identity_sign: PublicKey([9; 32]), reason };
    if s::SealedClosure::read(&closure.write()) == Ok(closure) { Ok(true) } else { Err("what was cleaned is refused") }
}

/// Texts that the kind takes: with each value that a line takes, without and with signatures.
fn seeds<T: Statement>(kind: &str) -> Vec<String> {
    let lines = lines_of(kind);
    let values = values();
    let mut taken: Vec<Vec<&str>> = Vec::new();
    for name in &lines {
        let before: String = lines.iter().zip(&taken).map(|(name, taken)| format!("{name}: {}\n", taken[0])).collect();
        let takes = |value: &&str| {
            let read = T::read(&format!("{}\n{before}{name}: {value}\n", T::CONTEXT));
            !matches!(read, Err(StatementError::Value))
        };
        let fitting: Vec<&str> = values.iter().map(String::as_str).filter(takes).collect();
        assert!(!fitting.is_empty(), "{kind}: no value for the line {name}");
        taken.push(fitting);
    }
    let [one, two] = signature_lines();
    let most = taken.iter().map(Vec::len).max().unwrap_or_default();
    let signatures = [String::new(), one, two];
    let texts = (0..most).map(|number| {
        let lines = lines.iter().zip(&taken).map(|(name, taken)| format!("{name}: {}\n", taken[number % taken.len()]));
        let text = format!("{}\n{}", T::CONTEXT, lines.collect::<String>());
        text + &signatures[number % 3]
    });
    texts.collect()
}

fn signature_lines() -> [String; 2] {
    let event = s::SealedClosure { identity_sign: PublicKey([1; 32]), reason: String::new() };
    let mut signed = Signed::new(event);
    let before = signed.whole().len();
    signed.signatures.push(SignatureLine::Ed25519(Signature([8; 64])));
    let one = signed.whole()[before..].to_owned();
    signed.signatures.insert(0, SignatureLine::Rsa(CertificateHash([7; 32]), Bytes(vec![9; 256])));
    [one, signed.whole()[before..].to_owned()]
}

/// The lines of a kind, as the formats page lists them.
pub fn lines_of(kind: &str) -> Vec<&'static str> {
    let page = include_str!("../../../docs/FORMATS.md");
    let row =
        page.lines().find(|line| line.starts_with(&format!("| `{kind}` | "))).expect("a row of the table of kinds");
    row.split(" | ").nth(1).expect("its lines").split(", ").collect()
}

/// One for each type of value, the strictest first.
fn values() -> Vec<String> {
    let (id, hash) = ("01".repeat(16), "02".repeat(32));
    let (key, seal) = (PublicKey([3; 32]), SealKey([4; 1216]));
    let holder = format!("{id} {key} {seal} {hash}");
    vec![
        format!("{holder} ; {holder}"),
        "2026-11-23T19:21:00Z".into(),
        "2026-11-23".into(),
        "read deposit".into(),
        "read".into(),
        "yes".into(),
        "18446744073709551615".into(),
        "7".into(),
        seal.to_string(),
        key.to_string(),
        format!("{hash} {hash}"),
        hash,
        format!("{id} {id}"),
        id,
        "AQID".into(),
        "Médecin, 4 place du Marché".into(),
        "-".into(),
    ]
}
