//! What the chain tells of the circle, as lines of the journal: who was named, accepted, removed.

use scelle_crypto::sealed;
use scelle_protocol::{
    PublicKey, Signed, Statement as _, Time,
    statements::{Acceptance, Grant, Revocation, SealedRevocation, context_of},
    wire::LoggedEntry,
};
use scelle_verify::signature;

use crate::account::Checks;
use crate::circle::{self, MemberRow, MemberState, made, signed_alone};
use crate::people::Person;
use crate::record::Record;

/// What happened to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircleAct {
    /// The owner named them.
    Granted,
    /// They accepted.
    Accepted,
    /// The owner removed them.
    Removed,
}

/// One statement of the chain on a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleLine {
    /// Number in the chain.
    pub number: u64,
    /// When, by its deadline.
    pub time: Time,
    /// What.
    pub act: CircleAct,
    /// Whom it is about.
    pub person: Person,
    /// The owner's words; empty for none.
    pub reason: String,
    /// The signatures hold, those of the sealed part too.
    pub signed: bool,
    /// It is in the log of the verified checkpoint.
    pub included: bool,
    /// The open part, as it was signed.
    pub text: String,
}

/// Every line, in the order of the chain. `checks` says which places of the chain the log lacks.
pub(crate) fn circle_lines(record: &Record, owner: &PublicKey, now: Time, checks: &Checks) -> Vec<CircleLine> {
    let members = circle::members(record, owner, now);
    let lines = (1u64..).zip(record.entries());
    lines
        .filter_map(|(number, logged)| {
            let (act, reader, deadline) = about(&logged.entry.open)?;
            let member = members.iter().find(|member| member.person.reader == reader)?;
            let (signed, reason) = holds(record, &logged, act, member, owner);
            Some(CircleLine {
                number,
                time: made(deadline),
                act,
                person: member.person.clone(),
                reason,
                signed,
                included: !checks.missing.contains(&format!("chain {number}")) && checks.contradictions.is_empty(),
                text: logged.entry.open,
            })
        })
        .collect()
}

fn about(open: &str) -> Option<(CircleAct, scelle_protocol::ReaderId, Time)> {
    match context_of(open) {
        Grant::CONTEXT => {
            let grant: Signed<Grant> = Signed::parse(open).ok()?;
            Some((CircleAct::Granted, grant.body.reader, grant.body.deadline))
        }
        Acceptance::CONTEXT => {
            let acceptance: Signed<Acceptance> = Signed::parse(open).ok()?;
            Some((CircleAct::Accepted, acceptance.body.reader, acceptance.body.deadline))
        }
        Revocation::CONTEXT => {
            let revocation: Signed<Revocation> = Signed::parse(open).ok()?;
            Some((CircleAct::Removed, revocation.body.reader, revocation.body.deadline))
        }
        _ => None,
    }
}

fn holds(
    record: &Record,
    logged: &LoggedEntry,
    act: CircleAct,
    member: &MemberRow,
    owner: &PublicKey,
) -> (bool, String) {
    match act {
        CircleAct::Granted => (member.state != MemberState::Wrong, String::new()),
        CircleAct::Accepted => (member.list_key.is_some(), String::new()),
        CircleAct::Removed => {
            let reason = reason(record, logged, owner);
            (reason.is_some(), reason.unwrap_or_default())
        }
    }
}

fn reason(record: &Record, logged: &LoggedEntry, owner: &PublicKey) -> Option<String> {
    let open: Signed<Revocation> = Signed::parse(&logged.entry.open).ok()?;
    let envelope = logged.entry.sealed.iter().find(|sealed| sealed.reader == record.reader)?;
    let part: Signed<SealedRevocation> =
        sealed::open(record.secret(), record.reader, &open.body, &envelope.sealed.0).ok()?;
    signed_alone(signature::open_lines(&open.text), &part, &part.body.identity_sign, owner)?;
    Some(part.body.reason)
}
