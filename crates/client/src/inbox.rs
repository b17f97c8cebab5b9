//! The inbox: parcels of new grants, each opened, checked, written to the vault and only then taken
//! out at the host. What does not hold is kept out and told, and disturbs nothing else.

use scelle_crypto::ReaderSecret;
use scelle_protocol::{
    EntryId, ProblemCode, RecordTag, Time, paths,
    wire::{Inbox, InboxItem},
};
use std::collections::BTreeSet;

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
    /// Parcels that were kept out, and why. They stay at the host, but for those that can never be
    /// this person's: they are told once.
    pub kept_out: Vec<(EntryId, KeptOut)>,
}

impl<P: Platform> Account<P> {
    /// Takes in every parcel that holds, page by page.
    ///
    /// # Errors
    /// [`Trouble`] when the host does not answer; what was taken in so far is in the vault.
    /// [`ProblemCode::NotFound`] for whom no card names.
    pub async fn take_in(&self) -> Result<TakenIn, Trouble> {
        let (mut taken, mut seen) = (TakenIn::default(), BTreeSet::new());
        let mut path = paths::INBOX.to_owned();
        for _ in 0..PAGES {
            let inbox: Inbox = self.line.get(&path, None).await?;
            let Some(last) = inbox.items.last().map(|item| item.id) else { break };
            let known = seen.len();
            for item in inbox.items {
                if seen.insert(item.id) {
                    self.take_one(&item, &mut taken).await?;
                }
            }
            if seen.len() == known {
                // A host without pages gives the same again.
                break;
            }
            path = format!("{}?after={last}", paths::INBOX);
        }
        Ok(taken)
    }

    async fn take_one(&self, item: &InboxItem, taken: &mut TakenIn) -> Result<(), Trouble> {
        match self.take_item(item).await? {
            Ok(record) => {
                taken.records.push(record);
                self.drop_item(item.id).await
            }
            Err(why) => {
                taken.kept_out.push((item.id, why));
                if why.is_for_nobody() {
                    // What the host keeps all the same is told again.
                    let _ = self.drop_item(item.id).await;
                }
                Ok(())
            }
        }
    }

    /// Another window of this person may have been first.
    async fn drop_item(&self, item: EntryId) -> Result<(), Trouble> {
        match self.line.call("DELETE", &paths::inbox_item(item), Vec::new(), None, &[]).await {
            Ok(_) | Err(Trouble::Problem(ProblemCode::NotFound)) => Ok(()),
            Err(trouble) => Err(trouble),
        }
    }

    async fn take_item(&self, item: &InboxItem) -> Result<Result<RecordTag, KeptOut>, Trouble> {
        let profile = self.professional.as_ref().ok_or(Trouble::Problem(ProblemCode::NotFound))?;
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
        if is_one_too_many(&known, parcel.record) {
            return Ok(Err(KeptOut::Many));
        }
        let proof = Some(Asking { reader: parcel.reader, secret: &starter, grant: Some(parcel.grant_key) });
        let chain = match Chain::fetch(&self.line, parcel.record, proof).await {
            Ok(chain) => chain,
            Err(Trouble::Problem(ProblemCode::NotFound)) => return Ok(Err(KeptOut::Gone)),
            Err(Trouble::Problem(ProblemCode::OtherPerson)) => return Ok(Err(KeptOut::Person)),
            Err(trouble) if trouble.is_of_all() => return Err(trouble),
            Err(_) => return Ok(Err(KeptOut::Chain)),
        };
        let checked = parcel::check(&parcel, &chain, &Me { id_nat, identity: self.identity_key() });
        let entry = match checked.and_then(|entry| in_place_of(entry, &known, &chain, self.line.latest())) {
            Ok(entry) => entry,
            Err(why) => return Ok(Err(why)),
        };
        let record = entry.record;
        let content = [Content::Membership(Box::new(entry))];
        self.vault.lock().await.write(&self.line, self.owner(), &content).await?;
        Ok(Ok(record))
    }
}

/// A vault does not fill up with what strangers grant.
fn is_one_too_many(known: &[MembershipEntry], record: RecordTag) -> bool {
    known.len() >= MEMBERSHIPS && known.iter().all(|entry| entry.record != record)
}

/// A later grant of the same record takes the place of an earlier one, once that has ended or if it was
/// never accepted; until then it waits at the host. Another record of the same tag takes no place: its
/// host or its owner would have a record disappear.
fn in_place_of(
    entry: MembershipEntry,
    known: &[MembershipEntry],
    chain: &Chain,
    now: Time,
) -> Result<MembershipEntry, KeptOut> {
    let Some(before) = known.iter().find(|known| known.record == entry.record) else { return Ok(entry) };
    let member = |reader| chain.state().readers.get(reader).and_then(|reader| reader.member());
    let (Some(old), Some(new)) = (member(&before.reader), member(&entry.reader)) else {
        return Err(KeptOut::Replaced);
    };
    if before.fingerprint != entry.fingerprint || new.granted <= old.granted {
        return Err(KeptOut::Replaced);
    }
    let ended = chain.state().closed || old.revoked.is_some() || old.until.is_some_and(|until| until <= now);
    if ended || old.accepted.is_none() { Ok(entry) } else { Err(KeptOut::Living) }
}

/// Records that one person is a member of at most: half of what a vault can hold.
const MEMBERSHIPS: usize = 2_000;
/// Pages that are asked for at most: a host that never ends is not followed.
const PAGES: usize = 200;

#[cfg(test)]
mod tests;
