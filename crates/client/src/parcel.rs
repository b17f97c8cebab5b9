//! What a grant hands to the professional whom it names (FORMATS §11): made by the owner, opened and
//! checked by the member. Nobody signs a parcel; everything in it is checked against what is signed.

use scelle_crypto::{IdentitySecret, ReaderSecret, Signs as _, identity::Opens as _, sealed};
use scelle_protocol::{
    Bytes, Digest, PublicKey, ReaderId, RecordTag, Signed, Statement as _,
    statements::{Genesis, Grant, SealedGenesis, SealedGrant, context_of},
    text::clean,
    wire::LoggedEntry,
};
use scelle_verify::{Certificate, chain::Member, circle, hash, signature};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

use crate::circle::{entry_of, signed_alone};
use crate::record::Chain;
use crate::vault::{MembershipEntry, Who};

/// The plaintext of a parcel.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parcel {
    pub(crate) record: RecordTag,
    pub(crate) reader: ReaderId,
    pub(crate) starter: Bytes,
    pub(crate) grant_key: Digest,
    pub(crate) grant: Digest,
    pub(crate) chain_list: Digest,
    pub(crate) genesis: Bytes,
    pub(crate) who: Who,
}

impl Drop for Parcel {
    fn drop(&mut self) {
        self.starter.0.zeroize();
    }
}

/// Why a parcel was kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeptOut {
    /// It does not open with this person's key and number.
    #[error("the parcel is for another person")]
    Another,
    /// It is not in the form of a parcel.
    #[error("the parcel is not in its form")]
    Form,
    /// The record does not answer to its keys: removed since, or never there.
    #[error("no such record answers to the parcel's keys")]
    Gone,
    /// The chain does not replay, or is another record's.
    #[error("the chain of the record does not hold")]
    Chain,
    /// The starter secret is not that of the grant, or there is no such grant.
    #[error("the parcel's keys are not those of a grant in the chain")]
    Grant,
    /// The grant names another person.
    #[error("the grant names another person")]
    Person,
    /// Genesis is not signed by the owner whom it names.
    #[error("the opening of the record does not hold")]
    Genesis,
    /// The sealed part of the grant is not signed by that owner, or is for another identity key.
    #[error("the sealed part of the grant does not hold")]
    Sealed,
    /// This person is a member of another record of this tag already, or by a later grant.
    #[error("another membership stands in its place")]
    Replaced,
    /// By the grant before it this person is a member still: its turn comes when that one ends.
    #[error("the membership before it has not ended")]
    Living,
    /// As many records as a vault is to hold.
    #[error("this person is a member of as many records as can be kept")]
    Many,
}

impl KeptOut {
    /// Whether it can never be this person's, so that it need not wait for them.
    pub(crate) const fn is_for_nobody(self) -> bool {
        matches!(self, Self::Another | Self::Form)
    }
}

/// Whom the grant must name.
pub(crate) struct Me<'a> {
    pub(crate) id_nat: &'a str,
    pub(crate) identity: PublicKey,
}

/// Opens a parcel. What is in it is still to be checked against the chain.
///
/// # Errors
/// [`KeptOut::Another`], [`KeptOut::Form`].
pub fn open(identity: &IdentitySecret, id_nat: &str, parcel: &[u8]) -> Result<Parcel, KeptOut> {
    let json = scelle_crypto::inbox::open(identity, id_nat, parcel).map_err(|_| KeptOut::Another)?;
    serde_json::from_slice(&json).map_err(|_| KeptOut::Form)
}

/// Checks a parcel against the chain that the host keeps. Who the owner is stays a claim until the two
/// have compared.
pub(crate) fn check(parcel: &Parcel, chain: &Chain, me: &Me<'_>) -> Result<MembershipEntry, KeptOut> {
    let state = chain.state();
    let entries = chain.entries();
    let starter = ReaderSecret::from_slice(&parcel.starter.0).map_err(|_| KeptOut::Form)?;
    let member = *state.readers.get(&parcel.reader).and_then(|reader| reader.member()).ok_or(KeptOut::Grant)?;
    let (logged, grant) = entry_of::<Grant>(&entries, Some(member.granted)).ok_or(KeptOut::Grant)?;
    let keys = grant.body.starter_sign == starter.sign_key() && grant.body.starter_seal == starter.seal_key();
    if member.grant != parcel.grant || !keys {
        return Err(KeptOut::Grant);
    }
    check_person(parcel, &member, me)?;
    let genesis = entries.first().and_then(|genesis| genesis_part(parcel, &genesis.entry.open));
    let genesis = genesis.ok_or(KeptOut::Genesis)?;
    if hash::sha256(&parcel.chain_list.0) != state.list || genesis.list_key != parcel.chain_list {
        return Err(KeptOut::Genesis);
    }
    let part = sealed_grant(&starter, parcel.reader, logged, &grant, &genesis.identity_sign).ok_or(KeptOut::Sealed)?;
    if part.member_sign != me.identity || part.id_nat != me.id_nat {
        return Err(KeptOut::Sealed);
    }
    Ok(MembershipEntry {
        record: parcel.record,
        fingerprint: state.fingerprint,
        reader: parcel.reader,
        starter: parcel.starter.clone(),
        own: None,
        reader_list: scelle_crypto::random::make_digest(),
        chain_list: parcel.chain_list,
        grant_key: parcel.grant_key,
        grant: parcel.grant,
        owner: genesis.identity_sign,
        who: readable(&parcel.who),
        from: member.from,
        counter: 0,
        chain: Some(chain.head()),
    })
}

/// What the owner says of themselves, as a person can read it: nobody has signed it.
fn readable(who: &Who) -> Who {
    let text = |text: &str| clean(&text.chars().take(WHO_CHARACTERS).collect::<String>());
    Who {
        birth_name: text(&who.birth_name),
        used_name: text(&who.used_name),
        given_names: text(&who.given_names),
        birth_date: text(&who.birth_date),
        sex: text(&who.sex),
        birth_place: text(&who.birth_place),
        contact: text(&who.contact),
    }
}

/// Longest text of each kind on who the owner is.
const WHO_CHARACTERS: usize = 200;

fn check_person(parcel: &Parcel, member: &Member, me: &Me<'_>) -> Result<(), KeptOut> {
    let person = circle::person(&parcel.grant_key, parcel.record, parcel.reader, me.id_nat);
    if hash::same(&person, &member.person) { Ok(()) } else { Err(KeptOut::Person) }
}

/// The sealed part of genesis as it was shown, if certificate and identity key of the owner signed it.
fn genesis_part(parcel: &Parcel, open: &str) -> Option<SealedGenesis> {
    if context_of(open) != Genesis::CONTEXT {
        return None;
    }
    let open: Signed<Genesis> = Signed::parse(open).ok()?;
    let part = sealed::read_shown(&open.body, &parcel.genesis.0).ok()?;
    let lines = signature::open_lines(&open.text);
    let certificate = Certificate::from_der(&part.body.certificate.0).ok()?;
    if part.signatures.len() != 2 {
        return None;
    }
    signature::verify_rsa_after(lines, &part, 0, &certificate).ok()?;
    signature::verify_ed25519_after(lines, &part, 1, &part.body.identity_sign).ok()?;
    Some(part.body)
}

/// The sealed part of the grant, if the owner of genesis signed it.
fn sealed_grant(
    starter: &ReaderSecret,
    reader: ReaderId,
    logged: &LoggedEntry,
    grant: &Signed<Grant>,
    owner: &PublicKey,
) -> Option<SealedGrant> {
    let envelope = logged.entry.sealed.iter().find(|sealed| sealed.reader == reader)?;
    let part = sealed::open(starter, reader, &grant.body, &envelope.sealed.0).ok()?;
    signed_alone(signature::open_lines(&grant.text), &part, &part.body.identity_sign, owner)?;
    Some(part.body)
}

#[cfg(test)]
mod tests;
