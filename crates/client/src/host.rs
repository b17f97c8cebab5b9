//! What a client remembers of its host from the first day: keys that must never change silently.

use scelle_protocol::{Bytes, PublicKey, Time, paths, wire::HostInfo};
use scelle_verify::{
    Certificate,
    signature::{self, Checked},
};
use serde::{Deserialize, Serialize};

use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::Line;

/// The host's keys, pinned in the vault and beside the certificate in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostPins {
    /// Origin of the interface.
    pub origin: String,
    /// Verifier key of the log (C2SP signed-note).
    pub log_key: String,
    /// Key of the receipts.
    pub receipt_key: PublicKey,
    /// The host's OPAQUE public key.
    pub opaque_key: Bytes,
    /// Certificate of the patients' authority, DER.
    pub ca_certificate: Bytes,
}

impl HostPins {
    /// Asks the host, and corrects our clock by its.
    ///
    /// # Errors
    /// [`Trouble`]; [`Contradiction::Host`] when it calls itself by another origin.
    pub async fn ask(line: &Line<impl Platform>) -> Result<Self, Trouble> {
        let info: HostInfo = line.get(paths::HOST, None).await?;
        if info.origin != line.origin {
            return Err(Trouble::Contradiction(Contradiction::Host));
        }
        line.set_clock(info.time);
        Ok(Self {
            origin: info.origin,
            log_key: info.log_key,
            receipt_key: info.receipt_key,
            opaque_key: info.opaque_key,
            ca_certificate: info.ca_certificate,
        })
    }

    /// Asks again and compares with what is pinned.
    ///
    /// # Errors
    /// [`Contradiction::Host`] when any key differs.
    pub async fn confirm(&self, line: &Line<impl Platform>) -> Result<(), Trouble> {
        if Self::ask(line).await? == *self { Ok(()) } else { Err(Trouble::Contradiction(Contradiction::Host)) }
    }

    /// The authority that certifies patients.
    ///
    /// # Errors
    /// [`Contradiction::Certificate`].
    pub fn authority(&self) -> Result<Certificate, Trouble> {
        Certificate::from_der(&self.ca_certificate.0).map_err(|_| Trouble::Contradiction(Contradiction::Certificate))
    }

    /// Reads a receipt of this host.
    ///
    /// # Errors
    /// [`Contradiction::Receipt`].
    pub fn receipt(&self, text: &str) -> Result<scelle_protocol::statements::Receipt, Trouble> {
        let refused = Trouble::Contradiction(Contradiction::Receipt);
        let signed = signature::parse::<scelle_protocol::statements::Receipt>(text, 1).map_err(|_| refused)?;
        let _: Checked = signature::verify_ed25519(&signed, 0, &self.receipt_key).map_err(|_| refused)?;
        Ok(signed.body)
    }

    /// A certificate of this host's authority, valid now.
    ///
    /// # Errors
    /// [`Contradiction::Certificate`].
    pub fn certificate(&self, der: &[u8], now: Time) -> Result<Certificate, Trouble> {
        let refused = Trouble::Contradiction(Contradiction::Certificate);
        let certificate = Certificate::from_der(der).map_err(|_| refused)?;
        certificate.check_issued_by(&self.authority()?, now).map_err(|_| refused)?;
        Ok(certificate)
    }
}
