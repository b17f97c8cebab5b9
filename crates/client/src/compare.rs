//! The comparison of owner and member, relayed by the host (FORMATS §11): the member commits, the owner
//! answers, the member reveals; both screens then show six digits. Or the member takes the whole
//! fingerprint from the owner's screen.

use scelle_crypto::{ReaderSecret, random};
use scelle_protocol::{
    Digest, ProblemCode, ReaderId, RecordTag, paths,
    wire::{CompareMessage, CompareState},
};
use scelle_verify::{circle::Seen, hash};

use crate::account::Account;
use crate::circle::MemberState;
use crate::platform::{Platform, Trouble, Watcher};
use crate::session::{Asking, Reader};

impl<P: Platform> Account<P> {
    /// The owner's side: waits for the member's, at most ten minutes. Gives six digits.
    ///
    /// # Errors
    /// [`Trouble::NobodyThere`], [`Trouble::Different`] when the member's half does not fit what it had
    /// committed to; [`ProblemCode::NotFound`] for somebody who is not a pending member.
    pub async fn compare_with_member(&self, reader: ReaderId, watcher: &impl Watcher) -> Result<String, Trouble> {
        let record = self.need_record()?;
        record.root()?;
        let member = self.member(&record, reader).filter(|member| member.state == MemberState::Pending);
        let member = member.ok_or(Trouble::Problem(ProblemCode::NotFound))?;
        let mut side = OwnerSide::new(Seen {
            record: record.tag,
            fingerprint: record.state().fingerprint,
            owner: self.identity_key(),
            grant: member.grant,
            member: member.person.identity,
        });
        let path = paths::compare(record.tag, reader);
        for _ in 0..PATIENCE {
            let state: CompareState = self.line.get(&path, record.proof()).await?;
            match side.next(&state)? {
                Next::Digits(digits) => return Ok(digits),
                Next::Send(nonce) => {
                    let message = CompareMessage { commit: None, nonce: Some(nonce), reveal: None };
                    match self.line.tell(&path, &message, record.proof()).await {
                        // The member began anew in between, or another window of ours answered.
                        Ok(()) | Err(Trouble::Problem(ProblemCode::Invalid)) => {}
                        Err(trouble) => return Err(trouble),
                    }
                }
                Next::Wait => {}
            }
            self.wait(watcher).await?;
        }
        Err(Trouble::NobodyThere)
    }

    /// The member's side: waits for the owner's, at most ten minutes. Gives six digits.
    ///
    /// # Errors
    /// [`Trouble::NobodyThere`]; [`ProblemCode::NotFound`] for a record that waits for no comparison.
    pub async fn compare_record(&self, tag: RecordTag, watcher: &impl Watcher) -> Result<String, Trouble> {
        let entry = self.membership(tag).await?;
        // What was compared before does not speak for what is compared now.
        self.learnt.compared.borrow_mut().remove(&entry.grant);
        self.chain_of(&entry).await?;
        let starter = ReaderSecret::from_slice(&entry.starter.0).map_err(|_| Trouble::Unreadable)?;
        let proof = Some(Asking { reader: entry.reader, secret: &starter, grant: Some(entry.grant_key) });
        let (seen, own) = (self.seen_as_member(&entry), random::make_digest());
        let path = paths::compare(tag, entry.reader);
        let commit = CompareMessage { commit: Some(seen.commit(&own)), nonce: None, reveal: None };
        self.line.tell(&path, &commit, proof).await?;
        let nonce = self.wait_for_nonce(&path, proof, &seen.commit(&own), watcher).await?;
        let reveal = CompareMessage { commit: None, nonce: None, reveal: Some(own) };
        self.line.tell(&path, &reveal, proof).await?;
        self.learnt.compared.borrow_mut().insert(entry.grant);
        Ok(seen.digits(&own, &nonce))
    }

    /// Instead of digits: the whole fingerprint, as the owner's screen shows it.
    ///
    /// # Errors
    /// [`Trouble::Different`]: an alarm.
    pub async fn compare_fingerprint(&self, tag: RecordTag, shown: &str) -> Result<(), Trouble> {
        let entry = self.membership(tag).await?;
        self.learnt.compared.borrow_mut().remove(&entry.grant);
        self.chain_of(&entry).await?;
        let shown = read_fingerprint(shown).ok_or(Trouble::Different)?;
        if !hash::same(&shown, &entry.fingerprint) {
            return Err(Trouble::Different);
        }
        self.learnt.compared.borrow_mut().insert(entry.grant);
        Ok(())
    }

    /// The person says that the two screens differ: nothing that was compared counts any more.
    ///
    /// # Errors
    /// [`ProblemCode::NotFound`] for a record of which the vault knows nothing.
    pub async fn compared_differently(&self, tag: RecordTag) -> Result<(), Trouble> {
        let entry = self.membership(tag).await?;
        self.learnt.compared.borrow_mut().remove(&entry.grant);
        Ok(())
    }

    async fn wait_for_nonce(
        &self,
        path: &str,
        proof: Reader<'_>,
        commit: &Digest,
        watcher: &impl Watcher,
    ) -> Result<Digest, Trouble> {
        for _ in 0..PATIENCE {
            let state: CompareState = self.line.get(path, proof).await?;
            if state.commit != Some(*commit) {
                // Another window of ours began anew, or ten minutes are over.
                return Err(Trouble::NobodyThere);
            }
            if let Some(nonce) = state.nonce {
                return Ok(nonce);
            }
            self.wait(watcher).await?;
        }
        Err(Trouble::NobodyThere)
    }

    async fn wait(&self, watcher: &impl Watcher) -> Result<(), Trouble> {
        if watcher.cancelled() {
            return Err(Trouble::Cancelled);
        }
        self.line.platform.pause(POLL_MILLIS).await;
        Ok(())
    }
}

/// What the owner's side does next.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Wait,
    Send(Digest),
    Digits(String),
}

/// The owner's side of one comparison. Whoever stands between wins one guess in a million by each
/// commitment that is answered, so only a few are.
struct OwnerSide {
    seen: Seen,
    answered: Option<(Digest, Digest)>,
    answers: u32,
}

impl OwnerSide {
    const fn new(seen: Seen) -> Self {
        Self { seen, answered: None, answers: 0 }
    }

    fn next(&mut self, state: &CompareState) -> Result<Next, Trouble> {
        let Some(commit) = state.commit else { return Ok(Next::Wait) };
        let Some((_, nonce)) = self.answered.filter(|(known, _)| *known == commit) else {
            return self.answer(commit, state);
        };
        if state.nonce.is_some_and(|relayed| relayed != nonce) {
            return Err(Trouble::Different);
        }
        let Some(reveal) = state.reveal else { return Ok(Next::Wait) };
        if !hash::same(&self.seen.commit(&reveal), &commit) {
            return Err(Trouble::Different);
        }
        Ok(Next::Digits(self.seen.digits(&reveal, &nonce)))
    }

    fn answer(&mut self, commit: Digest, state: &CompareState) -> Result<Next, Trouble> {
        if self.answers == MAX_ANSWERS {
            return Err(Trouble::Different);
        }
        if state.nonce.is_some() {
            // Another window of the owner answered this one; the member may begin anew.
            return Ok(Next::Wait);
        }
        let nonce = random::make_digest();
        self.answers += 1;
        self.answered = Some((commit, nonce));
        Ok(Next::Send(nonce))
    }
}

/// 64 hex digits, in whatever groups they were typed.
fn read_fingerprint(shown: &str) -> Option<Digest> {
    let kept: String = shown.chars().filter(|sign| !sign.is_whitespace()).collect();
    kept.to_ascii_lowercase().parse().ok()
}

const POLL_MILLIS: u32 = 1_500;
/// Ten minutes.
const PATIENCE: u32 = 400;
const MAX_ANSWERS: u32 = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Unwatched;
    use crate::testing::{account::professionals, now, world::World};
    use scelle_protocol::PublicKey;

    const SEEN: Seen = Seen {
        record: RecordTag([1; 16]),
        fingerprint: Digest([2; 32]),
        owner: PublicKey([3; 32]),
        grant: Digest([4; 32]),
        member: PublicKey([5; 32]),
    };
    const MEMBER: Digest = Digest([6; 32]);

    fn state(commit: Option<Digest>, nonce: Option<Digest>, reveal: Option<Digest>) -> CompareState {
        CompareState { commit, nonce, reveal }
    }

    /// The owner's side after it has answered a commitment.
    fn answered(commit: Digest) -> (OwnerSide, Digest) {
        let mut side = OwnerSide::new(SEEN);
        match side.next(&state(Some(commit), None, None)) {
            Ok(Next::Send(nonce)) => (side, nonce),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_sides_come_to_the_same_digits() {
        let commit = SEEN.commit(&MEMBER);
        let (mut side, nonce) = answered(commit);
        assert_eq!(side.next(&state(Some(commit), Some(nonce), None)), Ok(Next::Wait));
        let digits = side.next(&state(Some(commit), Some(nonce), Some(MEMBER)));
        assert_eq!(digits, Ok(Next::Digits(SEEN.digits(&MEMBER, &nonce))));
    }

    #[test]
    fn a_member_who_reveals_another_nonce_than_it_committed_to_is_refused() {
        let commit = SEEN.commit(&MEMBER);
        let (mut side, nonce) = answered(commit);
        let revealed = side.next(&state(Some(commit), Some(nonce), Some(Digest([7; 32]))));
        assert_eq!(revealed, Err(Trouble::Different));
    }

    #[test]
    fn a_member_who_sees_another_record_is_refused() {
        let commit = Seen { fingerprint: Digest([9; 32]), ..SEEN }.commit(&MEMBER);
        let (mut side, nonce) = answered(commit);
        assert_eq!(side.next(&state(Some(commit), Some(nonce), Some(MEMBER))), Err(Trouble::Different));
    }

    #[test]
    fn a_nonce_that_the_host_has_changed_is_refused() {
        let commit = SEEN.commit(&MEMBER);
        let (mut side, _) = answered(commit);
        let relayed = side.next(&state(Some(commit), Some(Digest([8; 32])), None));
        assert_eq!(relayed, Err(Trouble::Different));
    }

    #[test]
    fn a_reveal_before_the_own_nonce_gives_no_digits() {
        let mut side = OwnerSide::new(SEEN);
        let early = side.next(&state(Some(SEEN.commit(&MEMBER)), None, Some(MEMBER)));
        assert!(matches!(early, Ok(Next::Send(_))));
    }

    #[test]
    fn only_three_commitments_are_answered() {
        let mut side = OwnerSide::new(SEEN);
        for number in 1..=3 {
            let next = side.next(&state(Some(Digest([number; 32])), None, None));
            assert!(matches!(next, Ok(Next::Send(_))), "{number}");
        }
        assert_eq!(side.next(&state(Some(Digest([4; 32])), None, None)), Err(Trouble::Different));
    }

    #[test]
    fn what_was_compared_before_does_not_speak_for_the_next_comparison() {
        let world = World::granted(|_, _| ());
        let entry = world.membership();
        let account = professionals(&world.member, std::slice::from_ref(&entry));
        for digits in [true, false] {
            account.learnt.compared.borrow_mut().insert(entry.grant);
            let failed = if digits {
                now(account.compare_record(entry.record, &Unwatched)).err()
            } else {
                now(account.compare_fingerprint(entry.record, "")).err()
            };
            assert_eq!(failed, Some(crate::platform::LineDown.into()));
            assert!(account.learnt.compared.borrow().is_empty());
        }
    }

    #[test]
    fn after_two_screens_that_differ_nothing_is_accepted() {
        let world = World::granted(|_, _| ());
        let entry = world.membership();
        let account = professionals(&world.member, std::slice::from_ref(&entry));
        account.learnt.compared.borrow_mut().insert(entry.grant);
        assert_eq!(now(account.compared_differently(entry.record)), Ok(()));
        assert_eq!(now(account.accept(entry.record)), Err(Trouble::NotCompared));
    }

    #[test]
    fn what_was_compared_on_one_grant_accepts_no_other() {
        let world = World::granted(|_, _| ());
        let entry = world.membership();
        let account = professionals(&world.member, std::slice::from_ref(&entry));
        account.learnt.compared.borrow_mut().insert(Digest([4; 32]));
        assert_eq!(now(account.accept(entry.record)), Err(Trouble::NotCompared));
        assert!(account.line.platform.asked.borrow().is_empty());
    }

    #[test]
    fn a_fingerprint_is_read_in_groups_and_in_capitals_and_nothing_else() {
        let typed = "0202 0202 ".repeat(8);
        assert_eq!(read_fingerprint(&typed), Some(Digest([2; 32])));
        assert_eq!(read_fingerprint(&"AB".repeat(32)), Some(Digest([0xab; 32])));
        assert_eq!(read_fingerprint(&"02".repeat(31)), None);
        assert_eq!(read_fingerprint("xyz"), None);
    }
}
