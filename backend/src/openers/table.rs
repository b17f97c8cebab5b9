//! Checks of a table of openers: its number, its keys, its list, and that it names exactly the
//! openers that came with it.

use scelle_protocol::limits::OPENERS;
use scelle_protocol::statements::{Opener, OpenerTable};
use scelle_protocol::{AccountId, CertificateHash, Digest, ProblemCode, PublicKey, SealKey, Signed, wire};
use scelle_verify::hash::{self, sha256};
use scelle_verify::{log, signature};
use std::collections::BTreeSet;

use crate::account::open::NOTHING;
use crate::error::Result;
use crate::store::OpenerChange;
use crate::store::rows::{Leaf, ListHead, OpenerRow};

/// Whose table it must be.
pub struct Keys<'a> {
    /// The account.
    pub account: AccountId,
    /// Its identity key that signs.
    pub sign: PublicKey,
    /// Its identity key that others seal to.
    pub seal: &'a SealKey,
}

/// A table that fits, and what its openers need.
pub struct Checked {
    /// To be written.
    pub change: OpenerChange,
    /// Certificates that an opener needs.
    pub certificates: BTreeSet<CertificateHash>,
    /// Certificates of professionals' cards by which an opener opens.
    pub cards: BTreeSet<CertificateHash>,
    /// Openers by a recovery kit.
    pub kits: usize,
}

/// Checks a table after `last`, or a first one.
///
/// # Errors
/// The problem that the caller is told.
pub fn check(update: &wire::OpenerUpdate, keys: &Keys<'_>, last: Option<&ListHead>) -> Result<Checked> {
    let table: Signed<OpenerTable> = signature::parse_ed25519(&update.table, &keys.sign)?;
    let body = &table.body;
    if body.account != keys.account || body.identity_sign != keys.sign || body.identity_seal != *keys.seal {
        return Err(ProblemCode::Invalid.into());
    }
    let (number, previous) = last.map_or((0, NOTHING), |head| (head.number, head.hash));
    if body.number != number + 1 || body.previous != previous {
        return Err(ProblemCode::StaleNumber.into());
    }
    if body.list != sha256(&update.list_key.0) || last.is_some_and(|head| head.list != body.list) {
        return Err(ProblemCode::Invalid.into());
    }
    let hash = hash::statement(&table);
    let mut checked = Checked {
        change: OpenerChange {
            account: keys.account,
            table: table.whole(),
            head: ListHead { number: body.number, hash, list: body.list },
            previous,
            leaf: Leaf { place: log::place(&update.list_key, body.number), entry: hash },
            openers: Vec::with_capacity(update.openers.len()),
            add: None,
            remove: Vec::new(),
            kit_login: None,
        },
        certificates: BTreeSet::new(),
        cards: BTreeSet::new(),
        kits: 0,
    };
    check_openers(&update.openers, &body.openers, &mut checked)?;
    Ok(checked)
}

fn check_openers(texts: &[String], named: &[Digest], checked: &mut Checked) -> Result<()> {
    if texts.len() > OPENERS {
        return Err(ProblemCode::TooLarge.into());
    }
    let mut hashes = Vec::with_capacity(texts.len());
    let mut ids = BTreeSet::new();
    for text in texts {
        let opener: Signed<Opener> = signature::parse(text, 0)?;
        let body = &opener.body;
        let lengths = body.salt.0.len() == 32 && body.ciphertext.0.len() == 80;
        if body.account != checked.change.account || !lengths || !ids.insert(body.opener) {
            return Err(ProblemCode::Invalid.into());
        }
        match (body.kind.as_str(), body.certificate, &body.wrapped) {
            ("certificate", Some(certificate), Some(_)) => {
                checked.certificates.insert(certificate);
            }
            ("card", Some(certificate), None) => {
                checked.cards.insert(certificate);
            }
            ("kit", None, None) => checked.kits += 1,
            _ => return Err(ProblemCode::Invalid.into()),
        }
        hashes.push(hash::statement(&opener));
        checked.change.openers.push(OpenerRow { opener: body.opener, text: text.clone() });
    }
    hashes.sort_unstable();
    // Two ways in at least: one can be lost.
    if hashes.len() < 2 || hashes != named { Err(ProblemCode::Invalid.into()) } else { Ok(()) }
}
