//! The directory of professionals: the host finds, this side believes only what it has checked. A
//! binding by card and authority, not revoked, in the log, and for this origin.

use scelle_protocol::{
    Digest, ProblemCode, PublicKey, ReaderId, Time, paths,
    statements::Binding,
    text::clean,
    wire::{DirectoryAsk, DirectoryEntry, DirectoryFound, DirectorySearch},
};
use scelle_verify::log as places;
use scelle_verify::professional::{
    IssuedBy, Professional, ProfessionalError, RevocationError, Trust,
    binding::{self, BindingError, Bound},
    ocsp,
};
use std::rc::Rc;

use crate::account::Account;
use crate::log::{self, Placed};
use crate::people::Person;
use crate::platform::{Contradiction, Platform, Trouble};

/// Why nobody vouches for a professional.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    /// Another person than the one asked for.
    #[error("the host gave another person than the one asked for")]
    Another,
    /// The binding does not hold.
    #[error(transparent)]
    Binding(#[from] BindingError),
    /// The certificate is no professional's, or not today.
    #[error(transparent)]
    Certificate(#[from] ProfessionalError),
    /// The binding is not in the log: somebody may have been shown another.
    #[error("the binding is not in the log")]
    NotLogged,
    /// The card is not known to be good now.
    #[error(transparent)]
    Revocation(#[from] RevocationError),
}

/// A professional, as the card's certificate has them.
#[derive(Debug, Clone)]
pub struct Profile {
    /// What the certificate says.
    pub professional: Professional,
    /// Address of the practice, as declared; nobody verifies it.
    pub practice: String,
    /// Who issued the certificate.
    pub authority: String,
    /// As of when it was not revoked; zero where only the host has looked, into a list.
    pub not_revoked: Time,
}

/// A professional whom the directory vouches for.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Who.
    pub profile: Profile,
    /// The newest binding.
    pub binding: Binding,
    /// Its hash.
    pub hash: Digest,
}

impl Verified {
    /// As a reader of a record.
    pub(crate) fn person(&self, reader: ReaderId) -> Person {
        let professional = &self.profile.professional;
        Person {
            reader,
            id_nat: professional.id_nat.clone(),
            name: professional.name(),
            profession: professional.profession,
            identity: self.binding.identity_sign,
        }
    }
}

impl<P: Platform> Account<P> {
    /// Searches. What comes is the host's word, for a person to choose from; [`Self::look_at`] checks.
    ///
    /// # Errors
    /// [`Trouble`]; [`ProblemCode::Invalid`] below two signs.
    pub async fn search(&self, text: &str) -> Result<DirectoryFound, Trouble> {
        let search = DirectorySearch { text: clean(text) };
        if search.text.chars().count() < 2 {
            return Err(Trouble::Problem(ProblemCode::Invalid));
        }
        let mut found: DirectoryFound = self.line.post(paths::DIRECTORY_SEARCH, &search, None).await?;
        for row in &mut found.rows {
            (row.name, row.practice) = (clean(&row.name), clean(&row.practice));
        }
        Ok(found)
    }

    /// One professional, verified now: card, authority, revocation, binding and its place in the log.
    ///
    /// # Errors
    /// [`Trouble::NotVerified`]; the host's own refusals; [`Contradiction::Log`].
    pub async fn look_at(&self, id_nat: &str) -> Result<Verified, Trouble> {
        let ask = DirectoryAsk { id_nat: Some(id_nat.to_owned()), identity: None };
        let entry: DirectoryEntry = self.line.post(paths::DIRECTORY_ENTRY, &ask, None).await?;
        let bound = self.vouched(&entry, &ask)?;
        let answer = fresh(&self.trust, &bound, &entry.fresh.0, self.line.latest())?;
        self.logged(&bound, entry.leaf).await?;
        let verified = verified(bound, answer);
        let known = Rc::new(verified.clone());
        self.learnt.professionals.borrow_mut().insert(known.binding.identity_sign, known);
        Ok(verified)
    }

    /// Whose identity key this is. What was signed under a binding stays signed when the card expires
    /// or is revoked later, so neither is asked here.
    ///
    /// # Errors
    /// As [`Self::look_at`].
    pub(crate) async fn professional_of(&self, identity: PublicKey) -> Result<Rc<Verified>, Trouble> {
        if let Some(known) = self.learnt.professionals.borrow().get(&identity) {
            return Ok(Rc::clone(known));
        }
        let known = Rc::new(self.entry(DirectoryAsk { id_nat: None, identity: Some(identity) }).await?);
        self.learnt.professionals.borrow_mut().insert(identity, Rc::clone(&known));
        Ok(known)
    }

    /// The own entry: the directory must name this person's own key, or somebody reads in their place.
    ///
    /// # Errors
    /// [`Contradiction::Directory`].
    pub(crate) async fn own_entry(&self) -> Result<Verified, Trouble> {
        let missing = Trouble::Problem(ProblemCode::Forbidden);
        let id_nat = self.professional.as_ref().ok_or(missing)?.professional.id_nat.clone();
        let own = self.entry(DirectoryAsk { id_nat: Some(id_nat), identity: None }).await?;
        let same = own.binding.identity_sign == self.identity_key() && own.binding.identity_seal == self.seal_key();
        if same { Ok(own) } else { Err(Trouble::Contradiction(Contradiction::Directory)) }
    }

    /// A binding in the log, as of its own time.
    async fn entry(&self, ask: DirectoryAsk) -> Result<Verified, Trouble> {
        let entry: DirectoryEntry = self.line.post(paths::DIRECTORY_ENTRY, &ask, None).await?;
        let bound = self.vouched(&entry, &ask)?;
        self.logged(&bound, entry.leaf).await?;
        let as_of = bound.binding.time;
        Ok(verified(bound, as_of))
    }

    fn vouched(&self, entry: &DirectoryEntry, ask: &DirectoryAsk) -> Result<Bound, NotVerified> {
        read(&self.trust, entry, ask, &self.line.platform.page_origin())
    }

    /// The binding's place in the log, under a checkpoint that extends the last one seen.
    async fn logged(&self, bound: &Bound, leaf: u64) -> Result<(), Trouble> {
        let last = self.watch.borrow().checkpoint.clone();
        let checkpoint = log::advance(&self.line, &self.host, last.as_deref()).await?;
        let list = binding::list_key(&bound.binding.id_nat);
        let place = places::place_of_binding(&list, bound.binding.number);
        let placed = Placed { leaf, hash: places::leaf_hash(&place, &bound.hash) };
        if log::included(&self.line, &checkpoint, &[placed]).await? != [true] {
            return Err(NotVerified::NotLogged.into());
        }
        self.watch.borrow_mut().checkpoint = Some(checkpoint.note);
        Ok(())
    }
}

/// The binding by itself, and that it is the person's who was asked for.
///
/// # Errors
/// [`NotVerified`].
pub(crate) fn read(
    trust: &Trust,
    entry: &DirectoryEntry,
    ask: &DirectoryAsk,
    origin: &str,
) -> Result<Bound, NotVerified> {
    let new = &entry.binding;
    let bound = binding::check(trust, &new.statement, &new.certificate.0, &new.ocsp.0, origin)?;
    let asked = ask.id_nat.as_ref().is_none_or(|id_nat| *id_nat == bound.binding.id_nat)
        && ask.identity.is_none_or(|identity| identity == bound.binding.identity_sign);
    if asked { Ok(bound) } else { Err(NotVerified::Another) }
}

/// The certificate today.
fn fresh(trust: &Trust, bound: &Bound, answer: &[u8], now: Time) -> Result<Time, NotVerified> {
    let issued_by = trust.check(&bound.professional, now)?;
    Ok(ocsp::check(answer, &bound.professional, issued_by.issuer(), now)?.this_update)
}

fn verified(bound: Bound, not_revoked: Time) -> Verified {
    let Bound { professional, issued_by, binding, hash } = bound;
    let profile = profile(professional, &issued_by, binding.practice.clone(), not_revoked);
    Verified { profile, binding, hash }
}

/// A professional with who says so.
pub(crate) fn profile(
    professional: Professional,
    issued_by: &IssuedBy,
    practice: String,
    not_revoked: Time,
) -> Profile {
    Profile { professional, practice, authority: issued_by.name(), not_revoked }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scelle_protocol::wire::NewBinding;

    #[test]
    fn an_entry_that_is_no_binding_vouches_for_nobody() {
        let binding = NewBinding {
            statement: "scelle/v1/binding\n".to_owned(),
            certificate: Vec::new().into(),
            ocsp: Vec::new().into(),
        };
        let entry = DirectoryEntry { binding, leaf: 0, fresh: Vec::new().into() };
        let ask = DirectoryAsk { id_nat: Some("899700218896".to_owned()), identity: None };
        let read = read(&Trust::igc_sante(), &entry, &ask, "https://app.test");
        assert!(matches!(read, Err(NotVerified::Binding(_))));
    }
}
