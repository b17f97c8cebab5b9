//! Log-in: with identifier, password and the certificate of this computer; or with the printed
//! recovery kit. The identity key opens only after the host has given the openers.

use scelle_crypto::{
    IdentitySecret, Signs as _,
    device::{self, DeviceKeys},
    kit::RecoveryKit,
    opaque::{self, Password},
    opener::{self, OpenerKey},
};
use scelle_protocol::{
    AccountId, Signed, paths,
    statements::{KitLogin, Login as LoginStatement},
    wire::{KitChallenge, KitFinish, KitStart, LoginChallenge, LoginFinish, LoginStart, Openers, Session},
};

use crate::account::{Account, State};
use crate::computers::OpenerSet;
use crate::host::HostPins;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::remember::Memory;
use crate::session::Line;
use crate::vault::{Content, Owner, Vault};

pub use crate::remember::MEMORY;

/// Logs in with the certificate of this computer. `memory` is what [`Account::memory`] gave last.
///
/// # Errors
/// [`Trouble::LogInRefused`] for a wrong identifier, password or certificate alike.
pub async fn log_in<P: Platform>(
    line: Line<P>,
    host: HostPins,
    device: &impl DeviceKeys,
    identifier: &str,
    password: Password,
    memory: Option<Vec<u8>>,
) -> Result<Account<P>, Trouble> {
    host.confirm(&line).await?;
    let certificate = device.certificate().map_err(|_| Trouble::Device)?;
    let (login, ke1) = opaque::Login::start(password).map_err(|_| Trouble::LogInRefused)?;
    let start = LoginStart { login_id: opaque::login_id(&host.origin, identifier), certificate, ke1 };
    let challenge: LoginChallenge = line.post(paths::LOGIN_START, &start, None).await?;
    let logged_in = login.finish(&challenge.ke2.0).map_err(|_| Trouble::LogInRefused)?;
    if logged_in.server_key != host.opaque_key {
        return Err(Trouble::Contradiction(Contradiction::Host));
    }
    let mut statement = Signed::new(LoginStatement {
        origin: host.origin.clone(),
        certificate,
        transcript: logged_in.transcript,
        server: logged_in.server_key.clone(),
        session: line.session_key(),
        nonce: challenge.nonce,
    });
    device::append(device, &mut statement).await.map_err(|_| Trouble::Device)?;
    let finish = LoginFinish { login: challenge.login, ke3: logged_in.ke3.clone(), statement: statement.whole() };
    let session: Session = line.post(paths::LOGIN_FINISH, &finish, None).await?;
    logged_in.check_host(&session.token, &session.proof.0).map_err(|_| Trouble::Contradiction(Contradiction::Host))?;
    line.open(session.token.clone(), session.time);
    let openers = fetch_openers(&line, session.account).await?;
    let own = openers.openers.iter().find(|opener| opener.certificate == Some(certificate));
    let own = own.ok_or(Trouble::Contradiction(Contradiction::Account))?;
    let identity = opener::open_with_device(openers.table(), own, &logged_in.export_key, device)
        .await
        .map_err(|_| Trouble::Contradiction(Contradiction::Account))?;
    finish_log_in(line, host, identity, openers, &session, memory, false).await
}

/// Logs in with the recovery kit, in any browser. The host's keys are those that the vault
/// remembers; until it is open, those that the host names. The journal tells of it first of all.
///
/// # Errors
/// [`Trouble::KitRefused`] when it opens nothing here; [`Trouble`] when the journal could not be
/// told: then nothing was opened.
pub async fn log_in_with_kit<P: Platform>(line: Line<P>, kit: &RecoveryKit) -> Result<Account<P>, Trouble> {
    let host = HostPins::ask(&line).await?;
    let start = KitStart { account: kit.account() };
    let challenge: KitChallenge = line.post(paths::KIT_START, &start, None).await.map_err(kit_refused)?;
    let mut statement = Signed::new(KitLogin {
        origin: host.origin.clone(),
        account: kit.account(),
        session: line.session_key(),
        nonce: challenge.nonce,
    });
    kit.login_secret().append(&mut statement);
    let finish = KitFinish { statement: statement.whole() };
    let session: Session = line.post(paths::KIT_FINISH, &finish, None).await.map_err(kit_refused)?;
    if session.account != kit.account() {
        return Err(Trouble::Contradiction(Contradiction::Account));
    }
    line.open(session.token.clone(), session.time);
    let openers = fetch_openers(&line, session.account).await?;
    let key = OpenerKey::Kit(kit.key());
    let mut spare = openers.openers.iter().filter(|opener| opener.kind == "kit");
    let identity = spare.find_map(|opener| opener::open_from_table(openers.table(), opener, &key).ok());
    let identity = identity.ok_or(Trouble::KitRefused)?;
    let account = finish_log_in(line, host, identity, openers, &session, None, true).await?;
    account.check_pins().await?;
    account.tell_recovery().await?;
    Ok(account)
}

fn kit_refused(trouble: Trouble) -> Trouble {
    if trouble == Trouble::LogInRefused { Trouble::KitRefused } else { trouble }
}

pub(crate) async fn fetch_openers(line: &Line<impl Platform>, account: AccountId) -> Result<OpenerSet, Trouble> {
    let wire: Openers = line.get(paths::OPENERS, None).await?;
    OpenerSet::read(&wire, account).ok_or(Trouble::Contradiction(Contradiction::Account))
}

pub(crate) async fn finish_log_in<P: Platform>(
    line: Line<P>,
    host: HostPins,
    identity: IdentitySecret,
    openers: OpenerSet,
    session: &Session,
    memory: Option<Vec<u8>>,
    by_kit: bool,
) -> Result<Account<P>, Trouble> {
    let memory = memory.and_then(|sealed| Memory::open(&identity, session.account, &sealed)).unwrap_or_default();
    if openers.number() < memory.openers {
        return Err(Trouble::Contradiction(Contradiction::Account));
    }
    let owner = Owner { account: session.account, identity: &identity };
    let vault = Vault::fetch(&line, owner, memory.vault).await?;
    let state = State { by_kit, idle_seconds: session.idle_seconds, openers, vault };
    let account = Account::new(line, session.account, host, identity, state);
    account.merge(memory);
    account.load_record().await?;
    Ok(account)
}

impl<P: Platform> Account<P> {
    /// The host's keys must be those of the first day.
    pub(crate) async fn check_pins(&self) -> Result<(), Trouble> {
        let pinned = self.vault.lock().await.newest(|c| if let Content::Host(h) = c { Some(h.clone()) } else { None });
        if pinned.is_none_or(|pinned| pinned == self.host) {
            Ok(())
        } else {
            Err(Trouble::Contradiction(Contradiction::Host))
        }
    }

    /// Takes the places of openers and vault in the log from the host.
    pub(crate) async fn reload(&self) -> Result<(), Trouble> {
        let openers = fetch_openers(&self.line, self.id).await?;
        if openers.hash() != self.openers.borrow().hash() {
            return Err(Trouble::Contradiction(Contradiction::Account));
        }
        self.openers.replace(openers);
        let mut vault = self.vault.lock().await;
        *vault = Vault::fetch(&self.line, self.owner(), vault.number).await?;
        Ok(())
    }
}
