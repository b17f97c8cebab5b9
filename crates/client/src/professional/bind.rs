//! Bindings: the card vouches for the identity key, in a window of the bridge, and the key for itself.
//! What the bridge gives back is compared with what was asked before the key signs below it.

use scelle_crypto::{IdentitySecret, Signs as _, identity::Opens as _};
use scelle_protocol::{Bytes, Digest, ProblemCode, Signed, paths, statements::Binding, text::clean, wire::NewBinding};
use scelle_verify::{
    hash,
    professional::{Professional, Trust, binding},
};

use crate::account::Account;
use crate::bridge::{BindingFields, Bridge, BridgeCode, BridgeTrouble, Courier, PageKey};
use crate::platform::{Platform, Trouble};

/// Longest practice, in characters.
const PRACTICE: usize = 300;

/// What a binding says.
pub(super) struct Wanted<'a> {
    pub(super) professional: &'a Professional,
    pub(super) ocsp: &'a Bytes,
    pub(super) identity: &'a IdentitySecret,
    pub(super) practice: &'a str,
    pub(super) number: u64,
    pub(super) previous: Digest,
    pub(super) origin: &'a str,
}

/// Has the card sign a binding, and signs it with the identity key. One window, one PIN.
pub(super) async fn bind(
    bridge: &Bridge<impl Courier, impl PageKey>,
    trust: &Trust,
    wanted: &Wanted<'_>,
) -> Result<NewBinding, Trouble> {
    if wanted.ocsp.0.is_empty() {
        // A binding names the answer by which the card was good.
        return Err(Trouble::Problem(ProblemCode::RevocationUnknown));
    }
    let practice = practice(wanted.practice);
    let fields = BindingFields {
        number: wanted.number,
        previous: wanted.previous,
        identity_sign: wanted.identity.sign_key(),
        identity_seal: wanted.identity.seal_key(),
        practice: &practice,
        ocsp: hash::sha256(&wanted.ocsp.0),
    };
    let signed = bridge.binding(&fields).await?;
    let other = BridgeTrouble::Code(BridgeCode::CardChanged);
    let professional = wanted.professional;
    if signed.certificate.0 != professional.certificate.der() {
        return Err(other.into());
    }
    let mut statement: Signed<Binding> = Signed::parse(&signed.statement).map_err(|_| BridgeTrouble::Unreadable)?;
    let expected = Binding {
        origin: wanted.origin.to_owned(),
        number: fields.number,
        previous: fields.previous,
        id_nat: professional.id_nat.clone(),
        certificate: professional.certificate.hash(),
        identity_sign: fields.identity_sign,
        identity_seal: fields.identity_seal,
        practice: practice.clone(),
        ocsp: fields.ocsp,
        time: statement.body.time,
    };
    if statement.body != expected || statement.signatures.len() != 1 {
        return Err(BridgeTrouble::Unreadable.into());
    }
    wanted.identity.append(&mut statement);
    let new = NewBinding { statement: statement.whole(), certificate: signed.certificate, ocsp: wanted.ocsp.clone() };
    binding::check(trust, &new.statement, &new.certificate.0, &new.ocsp.0, wanted.origin)
        .map_err(|error| Trouble::NotVerified(error.into()))?;
    Ok(new)
}

impl<P: Platform> Account<P> {
    /// The next binding of this card and this person's identity key: with another address of the
    /// practice, or after a card was added and the line went down. One window, one PIN.
    ///
    /// # Errors
    /// [`Trouble::Bridge`], [`Trouble`]. Professionals only.
    pub async fn bind_again(
        &mut self,
        bridge: &Bridge<impl Courier, impl PageKey>,
        practice: &str,
    ) -> Result<(), Trouble> {
        let own = self.own_entry().await?;
        let profile = self.professional.as_ref().ok_or(Trouble::Problem(ProblemCode::Forbidden))?;
        let wanted = Wanted {
            professional: &profile.professional,
            ocsp: &self.learnt.ocsp,
            identity: &self.identity,
            practice,
            number: own.binding.number + 1,
            previous: own.hash,
            origin: &self.line.platform.page_origin(),
        };
        let binding = bind(bridge, &self.trust, &wanted).await?;
        self.publish_binding(&binding).await?;
        self.learn_practice().await
    }

    pub(super) async fn publish_binding(&self, binding: &NewBinding) -> Result<(), Trouble> {
        self.line.tell(paths::BINDINGS, binding, None).await
    }
}

/// As the bridge takes it: clean, and no longer than it takes.
fn practice(typed: &str) -> String {
    let clean = clean(typed);
    match clean.char_indices().nth(PRACTICE) {
        Some((end, _)) => clean.get(..end).unwrap_or_default().trim().to_owned(),
        None => clean,
    }
}

#[cfg(test)]
mod tests;
