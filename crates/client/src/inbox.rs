//! The inbox: parcels of new grants, each opened, checked, written to the vault and only then taken
//! out at the host. What does not hold is kept out and told, and disturbs nothing else.

use scelle_crypto::ReaderSecret;
use scelle_protocol::{
    EntryId, ProblemCode, RecordTag, paths,
    wire::{Inbox, InboxItem},
};

use crate::account::Account;
use crate::parcel::{self, KeptOut, Me};
use crate::platform::{Platform, Trouble};
use crate::record::Chain;
use crate::session::Asking;
use crate::vault::{Content, MembershipEntry};

/// What came of the inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Records that this person is now named in.
    pub records: Vec<RecordTag>,
    /// Parcels that were kept out, and why. They stay at the host.
    pub kept_out: Vec<(EntryId, KeptOut)>,
}

impl<P: Platform> Account<P> {
    /// Takes in every parcel that holds.
    ///
    /// # Errors
    /// [`Trouble`] when the host does not answer; what was taken in so far is in the vault.
    pub async fn take_in(&self) -> Result<TakenIn, Trouble> {
        let inbox: Inbox = self.line.get(paths::INBOX, None).await?;
        let mut taken = TakenIn::default();
        for item in inbox.items {
            match self.take_item(&item).await? {
                Ok(record) => {
                    self.line.call("DELETE", &paths::inbox_item(item.id), Vec::new(), None, &[]).await?;
                    taken.records.push(record);
                }
                Err(why) => taken.kept_out.push((item.id, why)),
            }
        }
        Ok(taken)
    }

    async fn take_item(&self, item: &InboxItem) -> Result<Result<RecordTag, KeptOut>, Trouble> {
        let Some(profile) = &self.professional else { return Ok(Err(KeptOut::Another)) };
        let id_nat = profile.professional.id_nat.as_str();
        let parcel = match parcel::open(&self.identity, id_nat, &item.parcel.0) {
            Ok(parcel) => parcel,
            Err(why) => return Ok(Err(why)),
        };
        let Ok(starter) = ReaderSecret::from_slice(&parcel.starter.0) else { return Ok(Err(KeptOut::Form)) };
        let known = self.vault.lock().await.memberships();
        if known.iter().any(|entry| entry.reader == parcel.reader && entry.grant == parcel.grant) {
            // Written before, and the line went down before the parcel was taken out.
            return Ok(Ok(parcel.record));
        }
        let proof = Some(Asking { reader: parcel.reader, secret: &starter, grant: Some(parcel.grant_key) });
        let chain = match Chain::fetch(&self.line, parcel.record, proof).await {
            Ok(chain) => chain,
            Err(Trouble::Contradiction(_) | Trouble::Unreadable) => return Ok(Err(KeptOut::Chain)),
            Err(Trouble::Problem(ProblemCode::NotFound)) => return Ok(Err(KeptOut::Gone)),
            Err(Trouble::Problem(ProblemCode::OtherPerson)) => return Ok(Err(KeptOut::Person)),
            Err(trouble) => return Err(trouble),
        };
        let checked = parcel::check(&parcel, &chain, &Me { id_nat, identity: self.identity_key() });
        let entry = match checked.and_then(|entry| in_place_of(entry, &known, &chain)) {
            Ok(entry) => entry,
            Err(why) => return Ok(Err(why)),
        };
        let record = entry.record;
        let content = [Content::Membership(Box::new(entry))];
        self.vault.lock().await.write(&self.line, self.owner(), &content).await?;
        Ok(Ok(record))
    }
}

/// A later grant of the same record may take the place of an earlier one. Another record of the same
/// tag may not: its host or its owner would have a record disappear.
fn in_place_of(entry: MembershipEntry, known: &[MembershipEntry], chain: &Chain) -> Result<MembershipEntry, KeptOut> {
    let Some(before) = known.iter().find(|known| known.record == entry.record) else { return Ok(entry) };
    let readers = &chain.state().readers;
    let granted = |reader| readers.get(reader).and_then(|reader| reader.member()).map(|member| member.granted);
    let later = match (granted(&before.reader), granted(&entry.reader)) {
        (Some(before), Some(new)) => before < new,
        _ => false,
    };
    let same = before.fingerprint == entry.fingerprint;
    if same && later { Ok(entry) } else { Err(KeptOut::Replaced) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::world::World;
    use scelle_crypto::Signs as _;
    use scelle_protocol::{Digest, ReaderId};

    fn entry(world: &World) -> MembershipEntry {
        let me = Me { id_nat: crate::testing::world::ID_NAT, identity: world.member.sign_key() };
        parcel::check(&world.parcel(), &world.chain(), &me).expect("it holds")
    }

    #[test]
    fn the_first_grant_of_a_record_is_taken_in() {
        let world = World::granted(|_, _| ());
        assert!(in_place_of(entry(&world), &[], &world.chain()).is_ok());
    }

    #[test]
    fn another_record_of_the_same_tag_takes_nobodys_place() {
        let world = World::granted(|_, _| ());
        let mut before = entry(&world);
        before.fingerprint = Digest([4; 32]);
        assert_eq!(in_place_of(entry(&world), &[before], &world.chain()).err(), Some(KeptOut::Replaced));
    }

    #[test]
    fn a_grant_that_is_not_later_takes_no_place() {
        let world = World::granted(|_, _| ());
        let mut before = entry(&world);
        assert_eq!(in_place_of(entry(&world), &[before.clone()], &world.chain()).err(), Some(KeptOut::Replaced));
        before.reader = ReaderId([9; 16]);
        let unknown = in_place_of(entry(&world), &[before], &world.chain());
        assert_eq!(unknown.err(), Some(KeptOut::Replaced), "the chain knows no such reader");
    }
}
