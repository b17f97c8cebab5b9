//! The kit's text: `account id ‖ key ‖ check` in Crockford's base32, 17 groups of five signs.

use data_encoding::{BitOrder, Encoding, Specification};
use scelle_protocol::AccountId;
use scelle_verify::hash;
use std::sync::LazyLock;
use zeroize::Zeroizing;

use super::KitKey;

/// What is wrong with a kit that was typed in. Holds nothing of the kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Every sign is possible, but together they are not a kit: somewhere one is wrong.
    #[error("a sign somewhere is not the printed one")]
    Checksum,
    /// Too few signs or too many.
    #[error("{found} signs instead of {SIGNS}")]
    Length {
        /// Signs found, separators not counted.
        found: usize,
    },
    /// A sign that no kit holds.
    #[error("impossible sign in group {group}, place {place}")]
    Sign {
        /// Group, from 1 to 17; beyond for text after the last.
        group: usize,
        /// Place in the group, from 1 to 5.
        place: usize,
    },
}

/// The kit as it stands on paper; wiped on drop.
pub struct Printed(Zeroizing<String>);

impl Printed {
    /// The 17 groups of five signs, in order.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.0.as_bytes().chunks(GROUP).filter_map(|group| std::str::from_utf8(group).ok())
    }
    /// Whether these signs are group `group`, from 0; case, look-alikes and separators do not count.
    #[must_use]
    pub fn has(&self, group: usize, typed: &str) -> bool {
        let own = self.groups().nth(group);
        own.is_some_and(|own| signs(typed).is_ok_and(|typed| typed.as_slice() == own.as_bytes()))
    }
    /// All groups, one space between.
    #[must_use]
    pub fn line(&self) -> Zeroizing<String> {
        Zeroizing::new(self.groups().collect::<Vec<_>>().join(" "))
    }
    /// What the QR code holds: `SCELLE1:` and the 85 signs.
    #[must_use]
    pub fn payload(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", *self.0))
    }
}

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Printed(…)")
    }
}

pub(super) fn print(account: AccountId, key: &KitKey) -> Printed {
    let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES));
    bytes.extend_from_slice(&account.0);
    bytes.extend_from_slice(key.expose());
    let check = hash::sha256(&bytes);
    bytes.extend_from_slice(&check.0[..CHECK]);
    Printed(Zeroizing::new(CROCKFORD.encode(&bytes)))
}

pub(super) fn read(typed: &str) -> Result<(AccountId, KitKey), KitError> {
    let typed = typed.trim();
    let head = typed.get(..PREFIX.len()).filter(|head| head.eq_ignore_ascii_case(PREFIX));
    let signs = signs(typed.get(head.map_or(0, str::len)..).unwrap_or_default())?;
    if signs.len() != SIGNS {
        return Err(KitError::Length { found: signs.len() });
    }
    // Refuses, as a wrong checksum does, a last sign whose spare bit is not zero.
    let bytes = Zeroizing::new(CROCKFORD.decode(&signs).map_err(|_| KitError::Checksum)?);
    let (body, check) = bytes.split_at_checked(BYTES - CHECK).ok_or(KitError::Checksum)?;
    if !bool::from(::subtle::ConstantTimeEq::ct_eq(&hash::sha256(body).0[..CHECK], check)) {
        return Err(KitError::Checksum);
    }
    let (account, key) = body.split_at(AccountId::LEN);
    let account = AccountId::from_slice(account).map_err(|_| KitError::Checksum)?;
    Ok((account, KitKey::from_slice(key).map_err(|_| KitError::Checksum)?))
}

/// The signs without separators, each in its one spelling.
fn signs(typed: &str) -> Result<Zeroizing<Vec<u8>>, KitError> {
    let mut signs = Zeroizing::new(Vec::with_capacity(typed.len()));
    for sign in typed.chars().filter(|c| !is_separator(*c)) {
        let sign = match sign.to_ascii_uppercase() {
            'I' | 'L' => b'1',
            'O' => b'0',
            c => u8::try_from(c)
                .ok()
                .filter(|c| ALPHABET.as_bytes().contains(c))
                .ok_or(KitError::Sign { group: signs.len() / GROUP + 1, place: signs.len() % GROUP + 1 })?,
        };
        signs.push(sign);
    }
    Ok(signs)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '_' | '.' | ',' | '·')
}

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX: &str = "SCELLE1:";
const GROUP: usize = 5;
const CHECK: usize = 5;
/// Groups before this one, from 0, hold signs of the account id, which every kit of an account has:
/// copied from an old sheet they prove nothing.
pub const FIRST_OWN_GROUP: usize = (8 * AccountId::LEN).div_ceil(5 * GROUP);
const BYTES: usize = AccountId::LEN + KitKey::LEN + CHECK;
/// 85 signs of five bits hold 53 bytes and one spare bit.
const SIGNS: usize = 85;

static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str(ALPHABET);
    specification.bit_order = BitOrder::MostSignificantFirst;
    specification.encoding().expect("32 distinct signs are an alphabet")
});
