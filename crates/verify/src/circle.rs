//! What owner, member and host compute of a grant and of a comparison: hashes only, so that all of
//! them can check the same words (FORMATS §11).

use scelle_protocol::{Digest, PublicKey, ReaderId, RecordTag, contexts};

use crate::hash::{digits, hmac_sha256, sha256};

/// `person` of a grant: whom it names, for whoever is shown the grant key.
#[must_use]
pub fn person(grant_key: &Digest, record: RecordTag, reader: ReaderId, id_nat: &str) -> Digest {
    let text = format!("{}\nrecord: {record}\nreader: {reader}\nid-nat: {id_nat}\n", contexts::GRANT_PERSON);
    hmac_sha256(&grant_key.0, text.as_bytes())
}

/// What both sides of a comparison see of the record and of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The record.
    pub record: RecordTag,
    /// SHA-256 of genesis.
    pub fingerprint: Digest,
    /// The owner's identity key that signs.
    pub owner: PublicKey,
    /// Hash of the grant, which names the starter keys.
    pub grant: Digest,
    /// The member's identity key that signs.
    pub member: PublicKey,
}

impl Seen {
    /// What the member commits to before the owner's nonce is known.
    #[must_use]
    pub fn commit(&self, member_nonce: &Digest) -> Digest {
        sha256(format!("{}member-nonce: {member_nonce}\n", self.text(contexts::COMPARE_COMMIT)).as_bytes())
    }

    /// The six digits: whoever stands between, with other keys on either side, has one guess in a
    /// million, because neither nonce can be chosen after the other.
    #[must_use]
    pub fn digits(&self, member_nonce: &Digest, owner_nonce: &Digest) -> String {
        let text = self.text(contexts::COMPARE_DIGITS);
        digits(&sha256(format!("{text}member-nonce: {member_nonce}\nowner-nonce: {owner_nonce}\n").as_bytes()))
    }

    fn text(&self, context: &str) -> String {
        let Self { record, fingerprint, owner, grant, member } = self;
        format!(
            "{context}\nrecord: {record}\nfingerprint: {fingerprint}\nowner: {owner}\ngrant: {grant}\nmember: {member}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Seen = Seen {
        record: RecordTag([1; 16]),
        fingerprint: Digest([2; 32]),
        owner: PublicKey([3; 32]),
        grant: Digest([4; 32]),
        member: PublicKey([5; 32]),
    };

    #[test]
    fn any_other_record_key_or_grant_gives_another_commitment() {
        let (nonce, own) = (Digest([6; 32]), SEEN.commit(&Digest([6; 32])));
        let others = [
            Seen { record: RecordTag([9; 16]), ..SEEN },
            Seen { fingerprint: Digest([9; 32]), ..SEEN },
            Seen { owner: PublicKey([9; 32]), ..SEEN },
            Seen { grant: Digest([9; 32]), ..SEEN },
            Seen { member: PublicKey([9; 32]), ..SEEN },
        ];
        assert!(others.iter().all(|other| other.commit(&nonce) != own));
        assert_ne!(SEEN.commit(&Digest([7; 32])), own);
    }

    #[test]
    fn the_digits_are_six_and_depend_on_both_nonces() {
        let (a, b) = (Digest([6; 32]), Digest([7; 32]));
        let digits = SEEN.digits(&a, &b);
        assert!(digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(digits, SEEN.digits(&b, &a));
        assert_ne!(digits, Seen { fingerprint: Digest([9; 32]), ..SEEN }.digits(&a, &b));
    }

    #[test]
    fn a_grant_key_names_one_person_in_one_place() {
        let key = Digest([8; 32]);
        let own = person(&key, SEEN.record, ReaderId([1; 16]), "899700218896");
        assert_ne!(own, person(&key, SEEN.record, ReaderId([1; 16]), "899700218904"), "a colleague");
        assert_ne!(own, person(&key, SEEN.record, ReaderId([2; 16]), "899700218896"));
        assert_ne!(own, person(&Digest([9; 32]), SEEN.record, ReaderId([1; 16]), "899700218896"));
    }
}
