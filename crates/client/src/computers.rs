//! The ways into an account: the table of openers, a further computer, the removal of one.

use scelle_crypto::{
    IdentitySecret, Signs as _,
    device::{self, DeviceError, DeviceKeys, SoftwareDevice},
    opaque::{Password, Registered, Registration, login_id},
    opener,
};
use scelle_protocol::{
    AccountId, Digest, OpenerId, ProblemCode, Signed, paths,
    statements::{Action, Certificate as CertificateStatement, Opener, OpenerTable, Statement as _, table_reason},
    wire::{ChangeOpeners, Logged, NewCertificate, OpenerUpdate, Openers, OpenersTold, Prepare, Prepared, TellOpeners},
};
use scelle_verify::{Certificate, hash, signature};
use std::collections::BTreeSet;

use crate::account::Account;
use crate::events::Acted;
use crate::host::HostPins;
use crate::login::fetch_openers;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::Record;
use crate::session::Line;

/// A device that can take the certificate issued for it.
pub trait Enrol: DeviceKeys {
    /// Takes the certificate, DER.
    ///
    /// # Errors
    /// [`DeviceError::Foreign`] when it is for another key.
    fn enrol(&mut self, der: &[u8]) -> Result<(), DeviceError>;
}

impl Enrol for SoftwareDevice {
    fn enrol(&mut self, der: &[u8]) -> Result<(), DeviceError> {
        self.set_certificate(der)
    }
}

#[cfg(target_arch = "wasm32")]
impl Enrol for scelle_crypto::subtle::SubtleDevice {
    fn enrol(&mut self, der: &[u8]) -> Result<(), DeviceError> {
        self.set_certificate(der)
    }
}

/// A certificate fresh from the host, and the password registered for it.
pub(crate) struct Enrolled {
    pub(crate) certificate: Certificate,
    pub(crate) registered: Registered,
}

/// Asks the host to certify a device and registers the password for it; stores nothing there.
pub(crate) async fn enrol<D: Enrol>(
    line: &Line<impl Platform>,
    host: &HostPins,
    account: AccountId,
    device: &mut D,
    password: Password,
) -> Result<Enrolled, Trouble> {
    let (registration, request) = Registration::start(password).map_err(|_| Trouble::Device)?;
    let csr = device::request(device, account).await.map_err(|_| Trouble::Device)?;
    let ask = Prepare { csr: csr.into(), registration: request };
    let prepared: Prepared = line.post(paths::PREPARE, &ask, None).await?;
    let refused = Trouble::Contradiction(Contradiction::Certificate);
    let certificate = host.certificate(&prepared.certificate.0, line.now())?;
    if certificate.account() != Ok(account) {
        return Err(refused);
    }
    device.enrol(certificate.der()).map_err(|_| refused)?;
    let registered = registration.finish(&prepared.registration.0).map_err(|_| Trouble::Unreadable)?;
    if registered.server_key != host.opaque_key {
        return Err(Trouble::Contradiction(Contradiction::Host));
    }
    Ok(Enrolled { certificate, registered })
}

/// The table of openers with its openers.
pub struct OpenerSet {
    table: Signed<OpenerTable>,
    /// Every opener.
    pub openers: Vec<Opener>,
    /// Leaf of the table in the log.
    pub leaf: u64,
}

impl OpenerSet {
    /// The first table of an account.
    pub(crate) fn first(account: AccountId, identity: &IdentitySecret, openers: Vec<Opener>) -> Self {
        Self::sign(account, 1, Digest([0; 32]), identity, openers)
    }

    /// The next table, with other openers.
    pub(crate) fn next(&self, identity: &IdentitySecret, openers: Vec<Opener>) -> Self {
        Self::sign(self.table.body.account, self.number() + 1, self.hash(), identity, openers)
    }

    fn sign(
        account: AccountId,
        number: u64,
        previous: Digest,
        identity: &IdentitySecret,
        openers: Vec<Opener>,
    ) -> Self {
        use scelle_crypto::identity::Opens as _;
        let mut table = Signed::new(OpenerTable {
            account,
            number,
            previous,
            identity_sign: identity.sign_key(),
            identity_seal: identity.seal_key(),
            list: identity.opener_list_key().hash(),
            openers: opener::table_hashes(&openers),
        });
        identity.append(&mut table);
        Self { table, openers, leaf: 0 }
    }

    /// Reads what the host keeps: the table's own signature, and every opener that it names.
    pub(crate) fn read(wire: &Openers, account: AccountId) -> Option<Self> {
        let unchecked: Signed<OpenerTable> = Signed::parse(&wire.table).ok()?;
        let table = signature::parse_ed25519::<OpenerTable>(&wire.table, &unchecked.body.identity_sign).ok()?;
        let openers: Option<Vec<Opener>> = wire.openers.iter().map(|text| Opener::read(text).ok()).collect();
        let openers = openers?;
        let whole = table.body.account == account && table.body.openers == opener::table_hashes(&openers);
        whole.then_some(Self { table, openers, leaf: wire.leaf })
    }

    /// As it is sent.
    pub(crate) fn update(&self, identity: &IdentitySecret) -> OpenerUpdate {
        OpenerUpdate {
            table: self.table.whole(),
            openers: self.openers.iter().map(scelle_protocol::Statement::write).collect(),
            list_key: identity.opener_list_key().shown(),
        }
    }

    /// The table's fields.
    #[must_use]
    pub const fn table(&self) -> &OpenerTable {
        &self.table.body
    }

    /// Number of the table.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.table.body.number
    }

    /// Hash of the table.
    #[must_use]
    pub fn hash(&self) -> Digest {
        hash::statement(&self.table)
    }
}

impl<P: Platform> Account<P> {
    /// Every opener, without what it seals.
    #[must_use]
    pub fn openers(&self) -> Vec<Opener> {
        self.openers.borrow().openers.clone()
    }

    /// Makes a certificate and an opener for a further computer. Gives the device with its own
    /// fresh key d, to be kept by the caller, and the certificate's DER.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn add_computer<D: Enrol>(
        &self,
        mut device: D,
        identifier: &str,
        password: Password,
    ) -> Result<(D, Vec<u8>), Trouble> {
        let enrolled = enrol(&self.line, &self.host, self.id, &mut device, password).await?;
        let export_key = &enrolled.registered.export_key;
        let (opener, device) = opener::wrap_with_device(self.id, self.line.now(), export_key, &device, &self.identity)
            .await
            .map_err(|_| Trouble::Device)?;
        let mut openers = self.openers();
        openers.push(opener);
        let next = self.openers.borrow().next(&self.identity, openers);
        let mut statement = Signed::new(CertificateStatement {
            origin: self.host.origin.clone(),
            account: self.id,
            certificate: enrolled.certificate.hash(),
            registration: hash::sha256(&enrolled.registered.upload.0),
            openers: next.hash(),
        });
        device::append(&device, &mut statement).await.map_err(|_| Trouble::Device)?;
        self.identity.append(&mut statement);
        let add = NewCertificate {
            statement: statement.whole(),
            certificate: enrolled.certificate.der().into(),
            login_id: login_id(&self.host.origin, identifier),
            registration: enrolled.registered.upload,
        };
        self.change_openers(next, Some(add), None, None).await?;
        Ok((device, enrolled.certificate.der().to_vec()))
    }

    /// Removes an opener, and the certificate that goes with it. Two must remain.
    ///
    /// # Errors
    /// [`Trouble`]; the host refuses to go below two.
    pub async fn remove_opener(&self, id: OpenerId) -> Result<(), Trouble> {
        let mut openers = self.openers();
        let gone = openers.iter().position(|opener| opener.opener == id);
        let gone = openers.remove(gone.ok_or(Trouble::Problem(ProblemCode::NotFound))?);
        let next = self.openers.borrow().next(&self.identity, openers);
        self.change_openers(next, None, gone.certificate, None).await
    }

    pub(crate) async fn change_openers(
        &self,
        mut next: OpenerSet,
        add: Option<NewCertificate>,
        remove: Option<scelle_protocol::CertificateHash>,
        kit: Option<String>,
    ) -> Result<(), Trouble> {
        let change = ChangeOpeners { update: next.update(&self.identity), add, remove, kit };
        next.leaf = match self.own_record() {
            Some(record) => self.tell_openers(&record, &next, change).await?,
            None => self.line.post::<_, Logged>(paths::OPENERS, &change, None).await?.leaf,
        };
        self.openers.replace(next);
        Ok(())
    }

    /// Sends the change with its event: the host takes both or neither. Gives the table's leaf.
    async fn tell_openers(&self, record: &Record, next: &OpenerSet, change: ChangeOpeners) -> Result<u64, Trouble> {
        let action = Action::of_openers(&self.openers.borrow().table().openers, &next.table().openers);
        let action = action.ok_or(Trouble::Problem(ProblemCode::Invalid))?;
        let send = async |event| {
            let told = TellOpeners { change: change.clone(), event };
            let told: OpenersTold = self.line.post(&paths::record_openers(record.tag), &told, record.proof()).await?;
            Ok((told.leaf, told.receipt))
        };
        match self.event_because(record, action, &[], &table_reason(next.number()), send).await? {
            Acted::Answer(leaf) => Ok(leaf),
            // The answer was lost; what was placed is told by the host's newest table.
            Acted::Placed => {
                let now = fetch_openers(&self.line, self.id).await?;
                let placed = now.hash() == next.hash();
                if placed { Ok(now.leaf) } else { Err(Trouble::Contradiction(Contradiction::Account)) }
            }
        }
    }

    /// Whether the journal tells of every change of openers since the record was opened: the first
    /// told and each one after it, up to the newest table. `told` are the tables that it names.
    pub(crate) fn openers_told(&self, record: &Record, told: &BTreeSet<u64>) -> bool {
        let openers = self.openers.borrow();
        let genesis = record.chain_entries().first().map(|(_, placed)| placed.leaf);
        let since = genesis.is_some_and(|genesis| openers.leaf > genesis);
        let first = told.first().copied().unwrap_or(openers.number());
        openers.number() == 1 || !since || (first..=openers.number()).all(|number| told.contains(&number))
    }
}
