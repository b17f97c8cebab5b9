//! What every handler shares.

use opaque_ke::ServerLogin;
use scelle_protocol::{AccountId, Bytes, CertificateHash, Digest};
use scelle_verify::opaque::Suite;
use scelle_verify::professional::Trust;
use std::ops::Deref;
use std::sync::Arc;

use crate::attempts::{Attempts, Who};
use crate::blobs::Blobs;
use crate::challenges::Challenges;
use crate::clock::Clock;
use crate::comparisons::Comparisons;
use crate::config::Config;
use crate::gate::replay::Seen;
use crate::log::Notary;
use crate::rates::Rates;
use crate::revocation::Revocation;
use crate::secrets::Secrets;
use crate::sessions::Sessions;
use crate::store::{Device, Store};

/// The host's state, shared.
#[derive(Clone)]
pub struct App(Arc<State>);

/// The parts.
pub struct State {
    /// As configured.
    pub config: Config,
    /// Origin of the interface, as it stands in statements.
    pub api_origin: String,
    /// Origin of the page.
    pub client_origin: String,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Keys of the host.
    pub secrets: Secrets,
    /// Rows.
    pub store: Arc<dyn Store>,
    /// Bodies and uploads.
    pub blobs: Blobs,
    /// Signs checkpoints.
    pub notary: Notary,
    /// Who is logged in.
    pub sessions: Sessions,
    /// Who tried to.
    pub attempts: Attempts,
    /// Who asks often for what is costly.
    pub rates: Rates,
    /// Log-ins begun.
    pub logins: Challenges<LoginBegun>,
    /// Log-ins begun with a kit: for which account, counted as whom.
    pub kits: Challenges<(AccountId, Who)>,
    /// Log-ins begun with a card.
    pub cards: Challenges<()>,
    /// Who may issue professionals' certificates.
    pub trust: Trust,
    /// One of them for tests, DER, in a build for demonstrations.
    pub test_authority: Option<Bytes>,
    /// Which of their certificates were revoked.
    pub revocation: Revocation,
    /// Comparisons under way.
    pub comparisons: Comparisons,
    /// Proofs that were taken.
    pub seen: Seen,
}

/// A log-in between its two messages.
pub struct LoginBegun {
    /// The certificate that was named.
    pub certificate: CertificateHash,
    /// What the host knows of it; nothing where identifier or certificate are unknown.
    pub device: Option<Device>,
    /// OPAQUE's own state.
    pub opaque: ServerLogin<Suite>,
    /// KE1 ‖ KE2, to be hashed with KE3.
    pub messages: Vec<u8>,
    /// To be signed.
    pub nonce: Digest,
    /// Counted as whom.
    pub who: Who,
}

impl App {
    /// Shares it.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self(Arc::new(state))
    }
}

impl Deref for App {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
