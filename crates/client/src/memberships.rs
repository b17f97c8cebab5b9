//! The records that a professional is a member of: where each stands, and the one at hand.

use scelle_crypto::ReaderSecret;
use scelle_protocol::{ProblemCode, RecordTag, Time, statements::Rights};
use scelle_verify::{ChainState, chain::Member, circle::Seen};
use std::rc::Rc;

use crate::account::Account;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::{Chain, Record};
use crate::session::{Asking, Line};
use crate::vault::{MembershipEntry, Who};

/// Where a record of this list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordStanding {
    /// Not compared and accepted yet: who the owner is, is a claim.
    Unverified,
    /// Accepted, and its first day is still to come.
    NotBegun,
    /// Open.
    Open,
    /// Removed, over, or closed.
    Ended,
    /// The chain does not hold, or the host does not give it: an alarm.
    Wrong,
}

/// One record of a member's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// The record.
    pub record: RecordTag,
    /// Who the owner says they are.
    pub who: Who,
    /// What this person may do.
    pub rights: Rights,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Option<Time>,
    /// Where it stands.
    pub standing: RecordStanding,
}

impl<P: Platform> Account<P> {
    /// Every record that this person is a member of, each chain fetched and checked.
    ///
    /// # Errors
    /// [`Trouble`] when the host does not answer at all; a chain that does not hold or does not come is a
    /// row that says so.
    pub async fn memberships(&self) -> Result<Vec<RecordRow>, Trouble> {
        let entries = self.vault.lock().await.memberships();
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let row = match self.chain_of(&entry).await {
                Ok(chain) => row(&entry, Some(chain.state()), &self.line),
                Err(Trouble::Problem(ProblemCode::NotFound)) => row(&entry, None, &self.line),
                Err(trouble) if trouble.is_of_all() => return Err(trouble),
                Err(_) => RecordRow { standing: RecordStanding::Wrong, ..row(&entry, None, &self.line) },
            };
            rows.push(row);
        }
        Ok(rows)
    }

    /// Takes a record at hand: lists, reads, deposits and the journal then speak of it.
    ///
    /// # Errors
    /// [`Trouble::NotCompared`] before the acceptance; [`Contradiction::Chain`], [`Contradiction::Journal`].
    pub async fn take_record(&self, tag: RecordTag) -> Result<RecordRow, Trouble> {
        let mut entry = self.membership(tag).await?;
        let chain = self.chain_of(&entry).await?;
        let row = row(&entry, Some(chain.state()), &self.line);
        entry.counter = self.stand(&entry).counter;
        let record = Record::load_as_member(&self.line, &entry, chain).await?;
        self.put_away();
        self.record.replace(Some(Rc::new(record)));
        Ok(row)
    }

    /// Puts the record of a member away; what was seen of it is written by [`Self::remember`]. A
    /// patient's own record stays.
    pub fn put_away(&self) {
        if self.record().is_some_and(|record| record.is_member()) {
            self.note_stand();
            self.record.replace(None);
            // Titles and names of somebody who is not in the room any more.
            self.learnt.labels.take();
        }
    }

    /// What the vault holds of this record.
    pub(crate) async fn membership(&self, tag: RecordTag) -> Result<MembershipEntry, Trouble> {
        let entries = self.vault.lock().await.memberships();
        let found = entries.into_iter().find(|entry| entry.record == tag);
        found.ok_or(Trouble::Problem(ProblemCode::NotFound))
    }

    /// The chain, checked against what this person remembers of it. The own key counts from the
    /// acceptance on; one that was made and never published does not.
    pub(crate) async fn chain_of(&self, entry: &MembershipEntry) -> Result<Chain, Trouble> {
        let broken = |_| Trouble::Contradiction(Contradiction::Account);
        let starter = ReaderSecret::from_slice(&entry.starter.0).map_err(broken)?;
        let chain = match &entry.own {
            None => self.chain_by(entry, &starter).await?,
            Some(own) => {
                let own = ReaderSecret::from_slice(&own.0).map_err(broken)?;
                match self.chain_by(entry, &own).await {
                    Err(Trouble::Problem(ProblemCode::NotFound)) => self.chain_by(entry, &starter).await?,
                    other => other?,
                }
            }
        };
        chain.check_against(&entry.fingerprint, self.stand(entry).chain)?;
        member_of(entry, chain.state()).ok_or(Trouble::Contradiction(Contradiction::Chain))?;
        Ok(chain)
    }

    async fn chain_by(&self, entry: &MembershipEntry, secret: &ReaderSecret) -> Result<Chain, Trouble> {
        let proof = Some(Asking { reader: entry.reader, secret, grant: Some(entry.grant_key) });
        Chain::fetch(&self.line, entry.record, proof).await
    }

    /// What this side of a comparison sees.
    pub(crate) fn seen_as_member(&self, entry: &MembershipEntry) -> Seen {
        Seen {
            record: entry.record,
            fingerprint: entry.fingerprint,
            owner: entry.owner,
            grant: entry.grant,
            member: self.identity_key(),
        }
    }
}

/// The member that this entry is, if the chain holds its grant.
fn member_of(entry: &MembershipEntry, state: &ChainState) -> Option<Member> {
    let member = *state.readers.get(&entry.reader)?.member()?;
    (member.grant == entry.grant).then_some(member)
}

fn row(entry: &MembershipEntry, state: Option<&ChainState>, line: &Line<impl Platform>) -> RecordRow {
    let (now, latest) = (line.now(), line.latest());
    let member = state.and_then(|state| member_of(entry, state));
    let closed = state.is_none_or(|state| state.closed);
    let standing = match &member {
        Some(member) if !closed && member.revoked.is_none() && member.until.is_none_or(|until| latest < until) => {
            match member.accepted {
                None => RecordStanding::Unverified,
                Some(_) if now < member.from => RecordStanding::NotBegun,
                Some(_) => RecordStanding::Open,
            }
        }
        // Once accepted, the host gives nothing before the first day, not even the chain.
        None if state.is_none() && now < entry.from => RecordStanding::NotBegun,
        _ => RecordStanding::Ended,
    };
    RecordRow {
        record: entry.record,
        who: entry.who.clone(),
        rights: member.map(|member| member.rights).unwrap_or_default(),
        from: member.map_or(entry.from, |member| member.from),
        until: member.and_then(|member| member.until),
        standing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{
        account::professionals,
        now,
        world::{NOW, RECORD, World},
    };
    use scelle_protocol::wire;

    fn standings(rows: Result<Vec<RecordRow>, Trouble>) -> Result<Vec<RecordStanding>, Trouble> {
        rows.map(|rows| rows.iter().map(|row| row.standing).collect())
    }

    #[test]
    fn a_chain_that_does_not_come_is_a_row_and_the_others_are_listed() {
        let world = World::granted(|_, _| ());
        let (first, mut second) = (world.membership(), world.membership());
        second.record = RecordTag([4; 16]);
        let account = professionals(&world.member, &[first, second]);
        let host = &account.line.platform;
        let order: Vec<_> = now(account.vault.lock()).memberships().iter().map(|entry| entry.record).collect();
        for record in &order {
            if *record == RECORD {
                host.answers(&wire::Chain { statements: world.entries.clone() });
            } else {
                host.refuses(ProblemCode::Internal);
            }
        }
        let standing = |record| if record == RECORD { RecordStanding::Unverified } else { RecordStanding::Wrong };
        assert_eq!(standings(now(account.memberships())), Ok(order.into_iter().map(standing).collect()));
        assert!(now(account.memberships()).is_err(), "no line at all is an error");
    }

    #[test]
    fn before_its_first_day_an_accepted_membership_has_not_begun() {
        let world = World::granted(|_, _| ());
        for (from, standing) in [(NOW.plus(1), RecordStanding::NotBegun), (NOW, RecordStanding::Ended)] {
            let mut entry = world.membership();
            entry.from = from;
            let account = professionals(&world.member, &[entry]);
            account.line.platform.refuses(ProblemCode::NotFound);
            let rows = now(account.memberships()).expect("rows");
            assert_eq!((rows[0].standing, rows[0].from), (standing, from));
        }
    }
}
