//! Sessions, in memory only: who is logged in dies with the program (decision 0004).
//! An act at t keeps a session alive until t + 599 s; at 600 s it is dead. Reads never count.

use scelle_protocol::limits::{IDLE_SECONDS, SESSION_SECONDS};
use scelle_protocol::{AccountId, Bytes, CertificateHash, Digest, PublicKey, Time};
use scelle_verify::hash::sha256;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::random;

/// The professional whom a card named.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// National identifier.
    pub id_nat: String,
    /// Whether the account is there: if not, the session may open it, and nothing else.
    pub known: bool,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person")
    }
}

/// Who opened a session, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: AccountId,
    /// The certificate that logged in; none for a recovery kit.
    pub certificate: Option<CertificateHash>,
    /// The professional, where a card opened it.
    pub person: Option<Person>,
    /// The key that every request of the session is signed with.
    pub key: PublicKey,
    /// SHA-256 of the token: what the host keeps of it.
    pub id: Digest,
}

/// A token as it is handed out once. Only its hash is kept.
pub struct NewToken(Bytes);

impl NewToken {
    /// The token itself, for the one answer that carries it.
    #[must_use]
    pub fn reveal(self) -> Bytes {
        self.0
    }
}

struct Life {
    session: Session,
    last_act: Time,
    opened: Time,
    told: bool,
}

/// The table of sessions.
pub struct Sessions {
    clock: Arc<dyn Clock>,
    table: Mutex<HashMap<Digest, Life>>,
}

impl Sessions {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, table: Mutex::default() }
    }

    /// Opens a session for a key.
    pub fn open(&self, account: AccountId, certificate: Option<CertificateHash>, key: PublicKey) -> NewToken {
        self.open_for(account, certificate, None, key)
    }

    /// Opens a session of a professional for a key.
    pub fn open_by_card(&self, account: AccountId, card: CertificateHash, person: Person, key: PublicKey) -> NewToken {
        self.open_for(account, Some(card), Some(person), key)
    }

    fn open_for(
        &self,
        account: AccountId,
        certificate: Option<CertificateHash>,
        person: Option<Person>,
        key: PublicKey,
    ) -> NewToken {
        let token = random::bytes::<32>();
        let id = sha256(&token);
        let now = self.clock.now();
        let session = Session { account, certificate, person, key, id };
        let mut table = self.table();
        table.retain(|_, life| life.lives(now));
        // Who comes with a certificate has nothing to tell.
        let told = session.certificate.is_some();
        table.insert(id, Life { session, last_act: now, opened: now, told });
        NewToken(Bytes(token.to_vec()))
    }

    /// How many are kept, living or not yet swept.
    #[must_use]
    pub fn count(&self) -> usize {
        self.table().len()
    }

    /// The living session of a token. Looking at it does not keep it alive.
    #[must_use]
    pub fn find(&self, token: &Bytes) -> Option<Session> {
        let id = sha256(&token.0);
        let now = self.clock.now();
        let mut table = self.table();
        let life = table.get(&id)?;
        if life.lives(now) {
            return Some(life.session.clone());
        }
        table.remove(&id);
        None
    }

    /// A user's act: the ten minutes begin again. Compared and set in one step, so that an act
    /// that comes too late wakes nothing.
    pub fn act(&self, id: &Digest) -> bool {
        let now = self.clock.now();
        let mut table = self.table();
        match table.get_mut(id) {
            Some(life) if life.lives(now) => {
                life.last_act = now;
                true
            }
            _ => false,
        }
    }

    /// The use of the kit has its event.
    pub fn recovery_told(&self, id: &Digest) {
        if let Some(life) = self.table().get_mut(id) {
            life.told = true;
        }
    }

    /// Whether a session may go on: one that a kit opened must have told of it.
    #[must_use]
    pub fn may_go_on(&self, id: &Digest) -> bool {
        self.table().get(id).is_some_and(|life| life.told)
    }

    /// The account of the professional is there now.
    pub fn now_known(&self, id: &Digest) {
        if let Some(person) = self.table().get_mut(id).and_then(|life| life.session.person.as_mut()) {
            person.known = true;
        }
    }

    /// Ends one session.
    pub fn end(&self, id: &Digest) {
        self.table().remove(id);
    }

    /// Ends every session of an account.
    pub fn end_account(&self, account: AccountId) {
        self.table().retain(|_, life| life.session.account != account);
    }

    /// Ends every session that a certificate opened.
    pub fn end_certificate(&self, certificate: CertificateHash) {
        self.table().retain(|_, life| life.session.certificate != Some(certificate));
    }

    /// Ends every other session of an account that a recovery kit opened.
    pub fn end_other_kits(&self, account: AccountId, but: &Digest) {
        self.table()
            .retain(|id, life| life.session.account != account || life.session.certificate.is_some() || id == but);
    }

    fn table(&self) -> std::sync::MutexGuard<'_, HashMap<Digest, Life>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Life {
    const fn lives(&self, now: Time) -> bool {
        now.0.saturating_sub(self.last_act.0) < IDLE_SECONDS && now.0.saturating_sub(self.opened.0) < SESSION_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    fn opened() -> (Arc<ManualClock>, Sessions, Bytes) {
        let clock = Arc::new(ManualClock::new(Time(1_000_000)));
        let sessions = Sessions::new(clock.clone());
        let token = sessions.open(AccountId([1; 16]), Some(CertificateHash([3; 32])), PublicKey([2; 32])).reveal();
        (clock, sessions, token)
    }

    #[test]
    fn idle_for_599_seconds_is_alive_600_is_dead_601_is_dead() {
        for (seconds, alive) in [(599, true), (600, false), (601, false)] {
            let (clock, sessions, token) = opened();
            clock.advance(seconds);
            assert_eq!(sessions.find(&token).is_some(), alive, "{seconds}");
        }
    }

    #[test]
    fn looking_does_not_keep_a_session_alive() {
        let (clock, sessions, token) = opened();
        for _ in 0..59 {
            clock.advance(10);
            assert!(sessions.find(&token).is_some());
        }
        clock.advance(10);
        assert!(sessions.find(&token).is_none());
    }

    #[test]
    fn an_act_at_599_gives_another_599_and_an_act_at_600_wakes_nothing() {
        let (clock, sessions, token) = opened();
        let id = sha256(&token.0);
        clock.advance(599);
        assert!(sessions.act(&id));
        clock.advance(599);
        assert!(sessions.find(&token).is_some());
        clock.advance(1);
        assert!(!sessions.act(&id));
        assert!(sessions.find(&token).is_none());
    }

    #[test]
    fn a_busy_session_ends_after_twelve_hours() {
        let (clock, sessions, token) = opened();
        let id = sha256(&token.0);
        for _ in 0..(12 * 60 - 1) {
            clock.advance(60);
            assert!(sessions.act(&id));
        }
        clock.advance(60);
        assert!(!sessions.act(&id));
        assert!(sessions.find(&token).is_none());
    }

    #[test]
    fn a_removed_certificate_and_a_closed_account_end_their_sessions() {
        let (_, sessions, token) = opened();
        sessions.end_certificate(CertificateHash([3; 32]));
        assert!(sessions.find(&token).is_none());
        let (_, sessions, token) = opened();
        sessions.end_account(AccountId([1; 16]));
        assert!(sessions.find(&token).is_none());
    }

    #[test]
    fn a_new_kit_ends_what_the_old_one_opened_but_for_whoever_asks() {
        let (_, sessions, by_certificate) = opened();
        let by_kit = || sessions.open(AccountId([1; 16]), None, PublicKey([2; 32])).reveal();
        let (asking, thief) = (by_kit(), by_kit());
        let other = sessions.open(AccountId([9; 16]), None, PublicKey([2; 32])).reveal();
        sessions.end_other_kits(AccountId([1; 16]), &sha256(&asking.0));
        assert!(sessions.find(&thief).is_none());
        assert!([asking, by_certificate, other].iter().all(|token| sessions.find(token).is_some()));
    }
}
