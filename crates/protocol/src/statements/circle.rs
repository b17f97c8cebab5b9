//! Statements on the circle: who is named, who accepts, who is removed; and the words of rights.
//! Who must sign them is checked in `scelle-verify`.

use super::Statement;
use crate::bytes::{Digest, PublicKey, ReaderId, RecordTag, SealKey};
use crate::text::{Lines, StatementError, Value};
use crate::time::Time;

statements! {
    /// Names a member: signed by the record's root key. Good from the member's acceptance on.
    Grant "scelle/v1/grant" {
        /// The record.
        record "record": RecordTag,
        /// Place in the chain.
        number "number": u64,
        /// Hash of the statement before.
        previous "previous": Digest,
        /// Latest arrival at the host.
        deadline "deadline": Time,
        /// The member's reader id.
        reader "reader": ReaderId,
        /// Starter key that signs: for requests before the acceptance, and for it.
        starter_sign "starter-sign": PublicKey,
        /// Starter key that others seal to until the acceptance.
        starter_seal "starter-seal": SealKey,
        /// What the member may do.
        rights "rights": Rights,
        /// From when.
        from "from": Time,
        /// Until when; `-` until it is revoked.
        until "until": Option<Time>,
        /// HMAC(grant key; ctx(`scelle/v1/person-of-grant`; record; reader; id-nat)).
        person "person": Digest,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of a grant: signed by the owner's identity key.
    SealedGrant "scelle/v1/sealed-grant" {
        /// The owner's identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// National identifier of the professional.
        id_nat "id-nat": String,
        /// Name of the professional, as the certificate has it.
        name "name": String,
        /// Profession (TRE_G15).
        profession "profession": u64,
        /// The professional's identity key that signs.
        member_sign "member-sign": PublicKey,
        /// Hash of the binding that vouches for that key.
        binding "binding": Digest,
        /// How many of the documents so far are given with it.
        documents "documents": u64,
    }

    /// The member's answer, with keys of its own: signed by the starter key, then by the new key.
    Acceptance "scelle/v1/acceptance" {
        /// The record.
        record "record": RecordTag,
        /// Place in the chain.
        number "number": u64,
        /// Hash of the statement before.
        previous "previous": Digest,
        /// Latest arrival at the host.
        deadline "deadline": Time,
        /// The member's reader id.
        reader "reader": ReaderId,
        /// Hash of the grant.
        grant "grant": Digest,
        /// Key that signs events, requests and batches from now on.
        sign "sign": PublicKey,
        /// Key that others seal to from now on.
        seal "seal": SealKey,
        /// SHA-256 of the list key of the member's events.
        list "list": Digest,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of an acceptance: signed by the member's identity key.
    SealedAcceptance "scelle/v1/sealed-acceptance" {
        /// The member's identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// The list key of the member's events.
        list_key "list-key": Digest,
        /// Hash of the binding that vouches for the identity key.
        binding "binding": Digest,
    }

    /// Removes a member: signed by the record's root key.
    Revocation "scelle/v1/revocation" {
        /// The record.
        record "record": RecordTag,
        /// Place in the chain.
        number "number": u64,
        /// Hash of the statement before.
        previous "previous": Digest,
        /// Latest arrival at the host.
        deadline "deadline": Time,
        /// Who is removed.
        reader "reader": ReaderId,
        /// Commitment to the sealed part.
        sealed "sealed": Digest,
    }

    /// Sealed part of a revocation: signed by the owner's identity key.
    SealedRevocation "scelle/v1/sealed-revocation" {
        /// The owner's identity key that signs.
        identity_sign "identity-sign": PublicKey,
        /// Free words of the owner; `-` for none.
        reason "reason": String,
    }
}

/// What a member may do: words in this order, `read deposit`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Rights {
    /// List and read what has a label and a key for it.
    pub read: bool,
    /// Deposit.
    pub deposit: bool,
}

impl Rights {
    /// No right at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        !self.read && !self.deposit
    }
}

impl Value for Rights {
    fn write(&self) -> String {
        match (self.read, self.deposit) {
            (true, true) => "read deposit",
            (true, false) => "read",
            (false, true) => "deposit",
            (false, false) => "-",
        }
        .to_owned()
    }
    fn read(text: &str) -> Result<Self, StatementError> {
        let all = [(true, true), (true, false), (false, true), (false, false)];
        let all = all.map(|(read, deposit)| Self { read, deposit });
        all.into_iter().find(|rights| rights.write() == text).ok_or(StatementError::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_have_one_spelling_and_come_back() {
        for text in ["read deposit", "read", "deposit", "-"] {
            assert_eq!(Rights::read(text).map(|rights| rights.write()).as_deref(), Ok(text));
        }
        for text in ["deposit read", "read  deposit", "Read", "read,deposit", "read read", ""] {
            assert_eq!(Rights::read(text), Err(StatementError::Value), "{text}");
        }
    }

    #[test]
    fn a_grant_is_written_as_the_formats_page_shows() {
        let grant = Grant {
            record: RecordTag([1; 16]),
            number: 3,
            previous: Digest([2; 32]),
            deadline: Time(1_795_461_660),
            reader: ReaderId([3; 16]),
            starter_sign: PublicKey([4; 32]),
            starter_seal: SealKey([5; 1216]),
            rights: Rights { read: true, deposit: true },
            from: Time(1_795_461_060),
            until: None,
            person: Digest([6; 32]),
            sealed: Digest([7; 32]),
        };
        let text = grant.write();
        assert!(text.starts_with("scelle/v1/grant\nrecord: 01010101010101010101010101010101\nnumber: 3\n"));
        assert!(text.contains("\nrights: read deposit\nfrom: 2026-11-23T19:11:00Z\nuntil: -\nperson: 0606"));
        assert_eq!(Grant::read(&text), Ok(grant));
    }
}
