//! The consents as they stand in the chain: opened, checked, and whole enough for somebody else
//! to check them without us.

use scelle_crypto::sealed;
use scelle_protocol::{
    Digest, PublicKey, Signed, Statement as _, Time,
    statements::{Consent, Genesis, SealedConsent, context_of},
    wire::LoggedEntry,
};
use scelle_verify::{Certificate, hash, signature};

use crate::account::Account;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::Record;

/// One signed consent.
#[derive(Debug, Clone)]
pub struct SignedConsent {
    /// Its place in the chain.
    pub number: u64,
    /// Its leaf in the log.
    pub leaf: u64,
    /// When the patient agreed.
    pub agreed: Time,
    /// Version of the notice.
    pub notice: String,
    /// SHA-256 of the notice's text.
    pub text: Digest,
    /// What the certificate signed, word for word.
    pub signed: String,
    /// The open part as it stands in the chain.
    pub open: String,
    /// The sealed part, with both signatures.
    pub sealed: String,
    /// r: with the sealed part it gives the commitment of the open part.
    pub salt: Digest,
    /// The certificate, DER, when genesis names the same one.
    pub certificate: Option<Vec<u8>>,
}

impl SignedConsent {
    /// Whether this is the notice that was agreed to.
    #[must_use]
    pub fn is_to(&self, notice: &str) -> bool {
        hash::sha256(notice.as_bytes()) == self.text
    }
}

impl<P: Platform> Account<P> {
    /// Every consent of the record, oldest first, each checked.
    ///
    /// # Errors
    /// [`Contradiction::Chain`] when a signature does not hold.
    pub fn consents(&self) -> Result<Vec<SignedConsent>, Trouble> {
        let record = self.need_record()?;
        let entries = record.entries();
        let certificate = entries.first().and_then(|genesis| opening_certificate(&record, genesis));
        let consents = entries.iter().filter(|logged| context_of(&logged.entry.open) == Consent::CONTEXT);
        let read = |logged| read(&record, logged, certificate.as_ref(), &self.identity_key());
        consents.map(|logged| read(logged).ok_or(Trouble::Contradiction(Contradiction::Chain))).collect()
    }
}

fn read(
    record: &Record,
    logged: &LoggedEntry,
    certificate: Option<&Certificate>,
    identity: &PublicKey,
) -> Option<SignedConsent> {
    // The chain was replayed: the root key's signature and the place hold.
    let open: Signed<Consent> = Signed::parse(&logged.entry.open).ok()?;
    let envelope = logged.entry.sealed.iter().find(|sealed| sealed.reader == record.reader)?;
    let (part, salt) =
        sealed::open_with_salt::<Consent>(record.secret(), record.reader, &open.body, &envelope.sealed.0).ok()?;
    let lines = signature::open_lines(&open.text);
    let certificate = certificate.filter(|known| known.hash() == part.body.certificate);
    holds(lines, &part, certificate, identity)?;
    Some(SignedConsent {
        number: open.body.number,
        leaf: logged.leaf,
        agreed: part.body.agreed,
        notice: open.body.notice.clone(),
        text: open.body.text,
        signed: format!("{lines}{}", part.covered(0)),
        open: logged.entry.open.clone(),
        sealed: part.whole(),
        salt,
        certificate: certificate.map(|known| known.der().to_vec()),
    })
}

/// The identity key's signature covers the certificate's, which is checked where we have it.
fn holds(
    lines: &str,
    part: &Signed<SealedConsent>,
    certificate: Option<&Certificate>,
    identity: &PublicKey,
) -> Option<()> {
    if part.signatures.len() != 2 || part.body.identity_sign != *identity {
        return None;
    }
    if let Some(certificate) = certificate {
        signature::verify_rsa_after(lines, part, 0, certificate).ok()?;
    }
    signature::verify_ed25519_after(lines, part, 1, identity).map(drop).ok()
}

fn opening_certificate(record: &Record, genesis: &LoggedEntry) -> Option<Certificate> {
    let open: Signed<Genesis> = Signed::parse(&genesis.entry.open).ok()?;
    let envelope = genesis.entry.sealed.iter().find(|sealed| sealed.reader == record.reader)?;
    let part = sealed::open(record.secret(), record.reader, &open.body, &envelope.sealed.0).ok()?;
    Certificate::from_der(&part.body.certificate.0).ok()
}
