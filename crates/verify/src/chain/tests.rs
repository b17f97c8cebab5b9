//! Tests of `chain`: the circle's statements, and each one that does not fit.

use super::*;
use ed25519_dalek::{Signer as _, SigningKey};
use scelle_protocol::{
    RecordTag, SealKey, Signature,
    statements::{Holder, Holders, Rights},
    text::SignatureLine,
};

const RECORD: RecordTag = RecordTag([1; 16]);
const OWNER: ReaderId = ReaderId([2; 16]);
const DOCTOR: ReaderId = ReaderId([3; 16]);
const NOW: Time = Time(1_795_461_660);
const ZERO: Digest = Digest([0; 32]);

/// Keys by number: 1 root, 2 owner, 3 starter, 4 the doctor's own, 9 a stranger's.
fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

fn public(number: u8) -> PublicKey {
    PublicKey(key(number).verifying_key().to_bytes())
}

fn signed<T: Statement>(body: T, by: &[u8]) -> String {
    let mut signed = Signed::new(body);
    for number in by {
        let signature = key(*number).sign(signed.covered(signed.signatures.len()).as_bytes());
        signed.signatures.push(SignatureLine::Ed25519(Signature(signature.to_bytes())));
    }
    signed.whole()
}

fn genesis() -> ChainState {
    let holder = Holder { reader: OWNER, sign: public(2), seal: SealKey([2; 1216]), list: Digest([2; 32]) };
    let genesis = Genesis {
        record: RECORD,
        number: 1,
        previous: ZERO,
        deadline: NOW,
        root: public(1),
        successor: ZERO,
        list: Digest([1; 32]),
        holders: Holders(vec![holder]),
        sealed: ZERO,
    };
    ChainState::begin(&signed(genesis, &[1])).expect("a genesis")
}

fn grant(state: &ChainState) -> Grant {
    Grant {
        record: RECORD,
        number: state.head.number + 1,
        previous: state.head.hash,
        deadline: NOW,
        reader: DOCTOR,
        starter_sign: public(3),
        starter_seal: SealKey([3; 1216]),
        rights: Rights { read: true, deposit: true },
        from: NOW,
        until: Some(NOW.plus(1000)),
        person: Digest([7; 32]),
        sealed: ZERO,
    }
}

fn granted() -> ChainState {
    let mut state = genesis();
    state.apply(&signed(grant(&state), &[1])).expect("a grant");
    state
}

fn acceptance(state: &ChainState) -> Acceptance {
    Acceptance {
        record: RECORD,
        number: state.head.number + 1,
        previous: state.head.hash,
        deadline: NOW,
        reader: DOCTOR,
        grant: state.readers[&DOCTOR].member().expect("a member").grant,
        sign: public(4),
        seal: SealKey([4; 1216]),
        list: Digest([4; 32]),
        sealed: ZERO,
    }
}

fn accepted() -> ChainState {
    let mut state = granted();
    state.apply(&signed(acceptance(&state), &[3, 4])).expect("an acceptance");
    state
}

fn revocation(state: &ChainState, reader: ReaderId) -> Revocation {
    let (number, previous) = (state.head.number + 1, state.head.hash);
    Revocation { record: RECORD, number, previous, deadline: NOW, reader, sealed: ZERO }
}

fn revoked() -> ChainState {
    let mut state = accepted();
    state.apply(&signed(revocation(&state, DOCTOR), &[1])).expect("a revocation");
    state
}

fn doctor(state: &ChainState) -> &Reader {
    &state.readers[&DOCTOR]
}

#[test]
fn a_member_receives_from_the_grant_on_and_acts_from_the_acceptance_on() {
    let pending = granted();
    assert!(doctor(&pending).may_receive_at(NOW) && !doctor(&pending).may_read_at(NOW));
    assert!(!doctor(&pending).may_deposit_at(NOW));
    assert_eq!((doctor(&pending).sign, doctor(&pending).seal), (public(3), SealKey([3; 1216])));
    let accepted = accepted();
    assert!(doctor(&accepted).may_read_at(NOW) && doctor(&accepted).may_deposit_at(NOW));
    assert_eq!((doctor(&accepted).sign, doctor(&accepted).seal), (public(4), SealKey([4; 1216])));
    assert_eq!(doctor(&accepted).list, Some(Digest([4; 32])));
}

#[test]
fn dates_hold_to_the_second() {
    let state = accepted();
    for (now, stands) in [(0, true), (999, true), (1000, false)] {
        assert_eq!(doctor(&state).may_read_at(NOW.plus(now)), stands, "{now}");
        assert_eq!(doctor(&state).may_receive_at(NOW.plus(now)), stands, "{now}");
    }
    let before = Time(NOW.0 - 1);
    assert!(!doctor(&state).may_read_at(before) && doctor(&state).may_receive_at(before));
}

#[test]
fn a_revoked_member_may_nothing_and_is_given_nothing() {
    let state = revoked();
    let doctor = doctor(&state);
    assert!(!doctor.may_read_at(NOW) && !doctor.may_deposit_at(NOW) && !doctor.may_receive_at(NOW));
    assert!(state.readers_of_deposit(OWNER, NOW).iter().eq([&OWNER]));
}

#[test]
fn what_a_member_sealed_before_its_revocation_stays_believed_and_nothing_after() {
    let state = revoked();
    for (place, believed) in [(2, false), (3, true), (4, false), (5, false)] {
        assert_eq!(doctor(&state).could_seal_at(place), believed, "{place}");
    }
}

#[test]
fn each_right_is_its_own() {
    let mut state = genesis();
    let depositor = Grant { rights: Rights { read: false, deposit: true }, ..grant(&state) };
    state.apply(&signed(depositor, &[1])).expect("a grant");
    state.apply(&signed(acceptance(&state), &[3, 4])).expect("an acceptance");
    assert!(doctor(&state).may_deposit_at(NOW) && !doctor(&state).may_receive_at(NOW));
    assert!(state.readers_of_deposit(OWNER, NOW).iter().eq([&OWNER]));
    assert!(state.readers_of_deposit(DOCTOR, NOW).iter().eq([&OWNER, &DOCTOR]), "its own deposits are its own");
    let mut state = genesis();
    let reader = Grant { rights: Rights { read: true, deposit: false }, ..grant(&state) };
    state.apply(&signed(reader, &[1])).expect("a grant");
    state.apply(&signed(acceptance(&state), &[3, 4])).expect("an acceptance");
    assert!(doctor(&state).may_read_at(NOW) && !doctor(&state).may_deposit_at(NOW));
    assert!(!doctor(&state).could_seal_at(3));
}

#[test]
fn a_grant_that_the_root_key_did_not_sign_is_refused() {
    let mut state = genesis();
    for by in [&[2][..], &[3], &[9], &[], &[1, 1]] {
        assert!(state.clone().apply(&signed(grant(&state), by)).is_err(), "{by:?}");
    }
    assert!(state.apply(&signed(grant(&state), &[1])).is_ok());
}

#[test]
fn a_grant_for_nothing_for_no_time_or_for_a_reader_that_is_there_is_refused() {
    let state = granted();
    let begun = genesis();
    let nothing = Grant { rights: Rights::default(), ..grant(&begun) };
    let no_time = Grant { until: Some(NOW), ..grant(&begun) };
    let owner = Grant { reader: OWNER, ..grant(&begun) };
    for body in [nothing, no_time, owner] {
        assert_eq!(begun.clone().apply(&signed(body, &[1])), Err(ChainError::Member));
    }
    assert_eq!(state.clone().apply(&signed(grant(&state), &[1])), Err(ChainError::Member), "twice");
}

#[test]
fn a_replayed_or_misplaced_grant_is_refused() {
    let state = granted();
    let first = signed(grant(&genesis()), &[1]);
    assert_eq!(state.clone().apply(&first), Err(ChainError::Place));
    let after = revoked();
    assert_eq!(after.clone().apply(&first), Err(ChainError::Place), "an old grant brings nobody back");
    let elsewhere = Grant { record: RecordTag([8; 16]), ..grant(&genesis()) };
    assert_eq!(genesis().apply(&signed(elsewhere, &[1])), Err(ChainError::Place));
}

#[test]
fn an_acceptance_needs_both_keys_in_order() {
    let state = granted();
    for by in [&[3][..], &[4], &[4, 3], &[3, 9], &[9, 4], &[1, 4], &[3, 4, 4]] {
        assert!(state.clone().apply(&signed(acceptance(&state), by)).is_err(), "{by:?}");
    }
}

#[test]
fn an_acceptance_of_another_grant_of_nobody_or_twice_is_refused() {
    let state = granted();
    let other = Acceptance { grant: ZERO, ..acceptance(&state) };
    let nobody = Acceptance { reader: ReaderId([9; 16]), ..acceptance(&state) };
    let owner = Acceptance { reader: OWNER, ..acceptance(&state) };
    for body in [other, nobody, owner] {
        assert_eq!(state.clone().apply(&signed(body, &[3, 4])), Err(ChainError::Member));
    }
    let state = accepted();
    assert_eq!(state.clone().apply(&signed(acceptance(&state), &[3, 4])), Err(ChainError::Member));
    let mut state = granted();
    state.apply(&signed(revocation(&state, DOCTOR), &[1])).expect("a revocation");
    assert_eq!(state.clone().apply(&signed(acceptance(&state), &[3, 4])), Err(ChainError::Member), "after its end");
}

#[test]
fn only_the_root_key_removes_and_only_a_member() {
    let state = accepted();
    for by in [&[2][..], &[4], &[9], &[]] {
        assert!(state.clone().apply(&signed(revocation(&state, DOCTOR), by)).is_err(), "{by:?}");
    }
    for reader in [OWNER, ReaderId([9; 16])] {
        assert_eq!(state.clone().apply(&signed(revocation(&state, reader), &[1])), Err(ChainError::Member));
    }
    let state = revoked();
    assert_eq!(state.clone().apply(&signed(revocation(&state, DOCTOR), &[1])), Err(ChainError::Member));
}

#[test]
fn a_statement_that_is_refused_changes_nothing() {
    let before = granted();
    let mut after = before.clone();
    assert!(after.apply(&signed(acceptance(&before), &[3, 9])).is_err());
    assert_eq!(after, before);
}

#[test]
fn sealed_parts_go_to_the_holders_and_to_whom_a_grant_names() {
    let state = accepted();
    let other = Grant { reader: ReaderId([5; 16]), ..grant(&state) };
    assert!(state.recipients(&signed(other, &[1])).iter().eq([&OWNER, &ReaderId([5; 16])]));
    assert!(state.recipients(&signed(revocation(&state, DOCTOR), &[1])).iter().eq([&OWNER]));
}

#[test]
fn every_kind_has_a_deadline() {
    let state = granted();
    let texts =
        [signed(grant(&state), &[1]), signed(acceptance(&state), &[3]), signed(revocation(&state, DOCTOR), &[])];
    assert!(texts.iter().all(|text| deadline_of(text) == Ok(NOW)));
}
