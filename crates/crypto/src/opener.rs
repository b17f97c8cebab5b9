//! Openers (FORMATS §4): the identity secret sealed under a certificate with its password, under a
//! card, or under the recovery kit. The commitment is checked before anything is opened.

use scelle_protocol::{
    AccountId, Bytes, CertificateHash, Digest, OpenerId, Statement as _, Time, contexts,
    statements::{Opener, OpenerTable},
    text::Value as _,
};
use scelle_verify::hash;
use zeroize::Zeroizing;

use crate::{
    IdentitySecret, Refused,
    card::CardKey,
    device::{DeviceError, DeviceKeys},
    hazmat::{
        aead::{self, NONCE_0},
        context::context,
        kdf,
    },
    kit::{KitKey, RecoveryKit},
    opaque::ExportKey,
    random,
};

random_secrets! {
    /// s: what travels under RSA-OAEP to the certificate, fresh at each wrap.
    Share, 32;
}

secrets! {
    /// D: the HMAC of the computer's own key over [`device_text`].
    DeviceMac, 32;
}

/// What opens an opener.
#[derive(Debug)]
pub enum OpenerKey<'a> {
    /// Certificate with its key, password, and the computer's own key.
    Certificate {
        /// s.
        share: &'a Share,
        /// From the password.
        export_key: &'a ExportKey,
        /// D.
        device: &'a DeviceMac,
    },
    /// A card: what the bridge made of its signature.
    Card(&'a CardKey),
    /// The recovery kit.
    Kit(&'a KitKey),
}

/// The public lines of a new opener.
#[derive(Debug, Clone)]
pub struct NewOpener {
    /// The account.
    pub account: AccountId,
    /// Its id: [`random::make_opener`].
    pub opener: OpenerId,
    /// When.
    pub made: Time,
    /// 32 fresh bytes.
    pub salt: [u8; 32],
    /// For a certificate or a card: which.
    pub certificate: Option<CertificateHash>,
    /// For a certificate: s under RSA-OAEP to it.
    pub wrapped: Option<Vec<u8>>,
}

impl NewOpener {
    /// With a fresh id and salt, for a kit.
    ///
    /// # Panics
    /// When the system has no random source.
    #[must_use]
    pub fn for_kit(account: AccountId, made: Time) -> Self {
        Self { account, opener: random::make_opener(), made, salt: random::bytes(), certificate: None, wrapped: None }
    }
}

/// Seals the identity secret.
///
/// # Errors
/// [`Refused`] when the kind of `key` does not go with `new.certificate`.
pub fn wrap(new: NewOpener, key: &OpenerKey<'_>, identity: &IdentitySecret) -> Result<Opener, Refused> {
    let mut opener = Opener {
        account: new.account,
        opener: new.opener,
        kind: key.kind().to_owned(),
        made: new.made,
        certificate: new.certificate,
        salt: Bytes(new.salt.to_vec()),
        wrapped: new.wrapped.map(Bytes),
        commitment: Digest([0; 32]),
        ciphertext: Bytes::default(),
    };
    let bound = bound_lines(&opener, key)?;
    opener.commitment = commitment(&opener, key, &bound);
    let sealing = kdf::hkdf32(&key.ikm(), &opener.salt.0, &format!("{bound}use: seal\n"));
    opener.ciphertext = Bytes(aead::seal(&sealing, &NONCE_0, bound.as_bytes(), identity.expose().to_vec())?);
    Ok(opener)
}

/// Opens the identity secret. [`open_from_table`] also checks that it is the account's.
///
/// # Errors
/// [`Refused`] for a wrong password, another account's opener, another kind of key, and any
/// changed line.
pub fn open(opener: &Opener, key: &OpenerKey<'_>) -> Result<IdentitySecret, Refused> {
    let bound = bound_lines(opener, key)?;
    if !hash::same(&commitment(opener, key, &bound), &opener.commitment) {
        return Err(Refused);
    }
    let sealing = kdf::hkdf32(&key.ikm(), &opener.salt.0, &format!("{bound}use: seal\n"));
    let plain = Zeroizing::new(aead::open(&sealing, &NONCE_0, bound.as_bytes(), opener.ciphertext.0.clone())?);
    IdentitySecret::from_slice(&plain)
}

/// Opens an opener that a table lists, and checks that the secret is the table's. The caller
/// then verifies the table's signature under `table.identity_sign`.
///
/// # Errors
/// [`Refused`] also when the table does not list it, or names another account or other keys.
pub fn open_from_table(table: &OpenerTable, opener: &Opener, key: &OpenerKey<'_>) -> Result<IdentitySecret, Refused> {
    if opener.account != table.account || !table.openers.contains(&opener_hash(opener)) {
        return Err(Refused);
    }
    let identity = open(opener, key)?;
    if identity.is_of(table) { Ok(identity) } else { Err(Refused) }
}

/// Makes an opener for a device that has its certificate: fresh s and d. Gives the opener and
/// the device with the new d, which the caller keeps once the host has taken the opener.
///
/// # Errors
/// [`DeviceError`] from the device.
pub async fn wrap_with_device<D: DeviceKeys>(
    account: AccountId,
    made: Time,
    export_key: &ExportKey,
    device: &D,
    identity: &IdentitySecret,
) -> Result<(Opener, D), DeviceError> {
    let device = device.with_new_secret().await?;
    let share = Share::make();
    let (certificate, wrapped) = (Some(device.certificate()?), Some(device.wrap_share(&share)?));
    let new = NewOpener { account, opener: random::make_opener(), made, salt: random::bytes(), certificate, wrapped };
    let mac = device.mac(&device_text(account, new.opener, &new.salt)).await?;
    let key = OpenerKey::Certificate { share: &share, export_key, device: &mac };
    Ok((wrap(new, &key, identity)?, device))
}

/// Opens with a device and the export key of a log-in.
///
/// # Errors
/// [`DeviceError::Refused`] for every reason for which it does not open.
pub async fn open_with_device<D: DeviceKeys>(
    table: &OpenerTable,
    opener: &Opener,
    export_key: &ExportKey,
    device: &D,
) -> Result<IdentitySecret, DeviceError> {
    let wrapped = opener.wrapped.as_ref().ok_or(Refused)?;
    let share = device.unwrap_share(&wrapped.0).await?;
    let mac = device.mac(&device_text(opener.account, opener.opener, &opener.salt.0)).await?;
    let key = OpenerKey::Certificate { share: &share, export_key, device: &mac };
    Ok(open_from_table(table, opener, &key)?)
}

/// Makes the kit's opener.
///
/// # Errors
/// [`Refused`] never in practice: the kind of key is the right one.
pub fn wrap_with_kit(kit: &RecoveryKit, made: Time, identity: &IdentitySecret) -> Result<Opener, Refused> {
    wrap(NewOpener::for_kit(kit.account(), made), &OpenerKey::Kit(kit.key()), identity)
}

/// Makes the opener of a card. `salt` is the one that the card was asked with: its key depends on it.
///
/// # Errors
/// [`Refused`] never in practice: the kind of key is the right one.
pub fn wrap_with_card(
    account: AccountId,
    made: Time,
    (card, salt, key): (CertificateHash, &Digest, &CardKey),
    identity: &IdentitySecret,
) -> Result<Opener, Refused> {
    let (opener, salt) = (random::make_opener(), salt.0);
    let new = NewOpener { account, opener, made, salt, certificate: Some(card), wrapped: None };
    wrap(new, &OpenerKey::Card(key), identity)
}

/// What D is an HMAC-SHA-256 of, under d.
#[must_use]
pub fn device_text(account: AccountId, opener: OpenerId, salt: &[u8]) -> String {
    let salt = Bytes::from(salt).encode();
    context(contexts::OPENER_DEVICE, &[("account", &account), ("opener", &opener), ("salt", &salt)])
}

/// The hash that a table names an opener by.
#[must_use]
pub fn opener_hash(opener: &Opener) -> Digest {
    hash::sha256(opener.write().as_bytes())
}

/// The `openers` line of a table: every hash, ascending.
#[must_use]
pub fn table_hashes(openers: &[Opener]) -> Vec<Digest> {
    let mut hashes: Vec<_> = openers.iter().map(opener_hash).collect();
    hashes.sort_unstable();
    hashes
}

impl OpenerKey<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Card(_) => "card",
            Self::Certificate { .. } => "certificate",
            Self::Kit(_) => "kit",
        }
    }
    fn ikm(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Certificate { share, export_key, device } => {
                let mut ikm = Zeroizing::new(Vec::with_capacity(Share::LEN + ExportKey::LEN + DeviceMac::LEN));
                ikm.extend_from_slice(share.expose());
                ikm.extend_from_slice(export_key.expose());
                ikm.extend_from_slice(device.expose());
                ikm
            }
            Self::Card(key) => Zeroizing::new(key.expose().to_vec()),
            Self::Kit(key) => Zeroizing::new(key.expose().to_vec()),
        }
    }
}

/// B of FORMATS §4, when the opener's lines go with this kind of key.
fn bound_lines(o: &Opener, key: &OpenerKey<'_>) -> Result<String, Refused> {
    let fits = o.kind == key.kind()
        && o.certificate.is_some() != matches!(key, OpenerKey::Kit(_))
        && o.wrapped.is_some() == matches!(key, OpenerKey::Certificate { .. })
        && o.salt.0.len() == 32;
    if !fits {
        return Err(Refused);
    }
    let lines: [(&str, &dyn std::fmt::Display); 7] = [
        ("account", &o.account),
        ("opener", &o.opener),
        ("kind", &o.kind),
        ("made", &o.made),
        ("certificate", &o.certificate.write()),
        ("salt", &o.salt.encode()),
        ("wrapped", &o.wrapped.write()),
    ];
    Ok(context(contexts::OPENER_WRAP, &lines))
}

fn commitment(opener: &Opener, key: &OpenerKey<'_>, bound: &str) -> Digest {
    Digest(*kdf::hkdf32(&key.ikm(), &opener.salt.0, &format!("{bound}use: commit\n")))
}

#[cfg(test)]
mod tests;
