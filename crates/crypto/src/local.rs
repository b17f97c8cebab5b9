//! What a browser keeps for later, sealed: drafts, uploads under way. Only the person's own
//! identity opens it again; it never leaves the browser.

use scelle_protocol::{AccountId, contexts};
use zeroize::Zeroizing;

use crate::{
    Refused, SealError,
    hazmat::context::context,
    vault::{open_salted, pad, seal_salted, unpad},
};

secrets! {
    /// `derive(local)` of the identity secret.
    LocalKey, 32;
}

/// Seals `text` under a name that the browser will keep it by: salt (32) ‖ AES-256-GCM of the
/// text, padded as vault entries are.
///
/// # Errors
/// [`SealError::Key`] when the name holds a line end.
pub fn seal(key: &LocalKey, account: AccountId, name: &str, text: &[u8]) -> Result<Vec<u8>, SealError> {
    if name.contains('\n') {
        return Err(SealError::Key);
    }
    seal_salted(key.expose(), &local_context(account, name), pad(text))
}

/// Opens what [`seal`] made under the same name.
///
/// # Errors
/// [`Refused`] for another account or name, and for changed bytes.
pub fn open(key: &LocalKey, account: AccountId, name: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut plain = open_salted(key.expose(), &local_context(account, name), sealed)?;
    unpad(&mut plain)?;
    Ok(plain)
}

fn local_context(account: AccountId, name: &str) -> String {
    context(contexts::LOCAL, &[("account", &account), ("name", &name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_opens_under_its_own_name_and_account_only() {
        let key = LocalKey::from_bytes(&[1; 32]);
        let account = AccountId([2; 16]);
        let sealed = seal(&key, account, "draft", b"text").expect("a plain name");
        assert_eq!(open(&key, account, "draft", &sealed).expect("its own").as_slice(), b"text");
        assert_eq!(open(&key, account, "other", &sealed), Err(Refused));
        assert_eq!(open(&key, AccountId([3; 16]), "draft", &sealed), Err(Refused));
        assert_eq!(open(&LocalKey::from_bytes(&[9; 32]), account, "draft", &sealed), Err(Refused));
    }
}
