//! Who is behind a reader of a record: the owner, this person, or a professional whom a sealed grant
//! or the directory names. The only place where an author is believed.

use scelle_protocol::{PublicKey, ReaderId};
use std::collections::HashMap;

use crate::account::Account;
use crate::circle::{self, MemberState};
use crate::platform::{Platform, Trouble};
use crate::record::Record;

/// A professional in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As which reader.
    pub reader: ReaderId,
    /// `8` and the RPPS number.
    pub id_nat: String,
    /// Given name and surname.
    pub name: String,
    /// Profession (TRE_G15).
    pub profession: u16,
    /// The identity key that signs.
    pub identity: PublicKey,
}

/// Who signed: none is the owner.
pub type Author = Option<Person>;

/// A reader and the identity key that signed in its name.
pub(crate) type Claim = (ReaderId, PublicKey);

impl<P: Platform> Account<P> {
    /// The authors behind these claims; one that does not hold is why it is refused.
    ///
    /// # Errors
    /// None: what the directory does not vouch for is in the verdicts.
    pub(crate) async fn authors(&self, record: &Record, claims: &[Claim]) -> HashMap<Claim, Result<Author, Trouble>> {
        let mut verdicts = HashMap::new();
        for claim in claims {
            if !verdicts.contains_key(claim) {
                let verdict = self.author(record, *claim).await;
                verdicts.insert(*claim, verdict);
            }
        }
        verdicts
    }

    async fn author(&self, record: &Record, (reader, identity): Claim) -> Result<Author, Trouble> {
        let state = record.state();
        let Some(member) = state.readers.get(&reader).ok_or(Trouble::BadLabel)?.member().copied() else {
            let owner = record.owner().unwrap_or_else(|| self.identity_key());
            return if identity == owner { Ok(None) } else { Err(Trouble::BadLabel) };
        };
        if member.accepted.is_none() || !member.rights.deposit {
            return Err(Trouble::BadLabel);
        }
        if !record.is_member() {
            return self.member_author(record, (reader, identity)).ok_or(Trouble::BadLabel).map(Some);
        }
        if reader == record.reader {
            let own = (identity == self.identity_key()).then(|| self.own_person(reader)).flatten();
            return own.ok_or(Trouble::BadLabel).map(Some);
        }
        let person = self.professional_of(identity).await?.person(reader);
        // A colleague signs with one key: a second one is somebody else's in their name.
        let first = *self.learnt.identities.borrow_mut().entry((record.tag, reader)).or_insert(identity);
        if first == identity { Ok(Some(person)) } else { Err(Trouble::BadLabel) }
    }

    /// By the owner's own signed grant, and the member's acceptance.
    fn member_author(&self, record: &Record, (reader, identity): Claim) -> Option<Person> {
        let members = circle::members(record, &self.identity_key(), self.line.latest());
        let member = members.into_iter().find(|member| member.person.reader == reader)?;
        let holds = member.state != MemberState::Wrong && member.person.identity == identity;
        holds.then_some(member.person)
    }

    /// This person, as a member.
    pub(crate) fn own_person(&self, reader: ReaderId) -> Option<Person> {
        let professional = &self.professional.as_ref()?.professional;
        Some(Person {
            reader,
            id_nat: professional.id_nat.clone(),
            name: professional.name(),
            profession: professional.profession,
            identity: self.identity_key(),
        })
    }
}
