//! The one thread that owns the card, and what it remembers between two commands: which cards
//! were in (the epoch), and who is logged in until when.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::profile::Profile;
use super::{Card, Found, Reader, Token};
use crate::pin::Pin;
use crate::texts::CardText;
use crate::trouble::Trouble;

/// Loads the card's module; asked again at each look until it succeeds, so that Cryptolib can be
/// installed while the bridge runs.
pub type Source = Box<dyn FnMut() -> Result<Box<dyn Card>, Trouble> + Send>;

/// The thread's own state.
pub struct Desk {
    source: Source,
    card: Option<Box<dyn Card>>,
    epoch: u64,
    seen: Vec<(u64, u64, String)>,
    logged_in: Option<LoggedIn>,
    closed: bool,
}

struct LoggedIn {
    slot: u64,
    until: Instant,
}

/// What is there now.
#[derive(Debug, Clone)]
pub struct View {
    /// Grows with every card that comes or goes.
    pub epoch: u64,
    /// The readers.
    pub readers: Vec<Reader>,
}

/// A card with a professional's certificate on it.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Where.
    pub slot: u64,
    /// The reader's name.
    pub reader: String,
    /// What was in the slot when it was looked at.
    pub token: Token,
    /// Whose.
    pub profile: Profile,
}

impl Desk {
    fn card(&mut self) -> Result<&mut Box<dyn Card>, Trouble> {
        if self.closed {
            return Err(Trouble::MiddlewareMissing);
        }
        if self.card.is_none() {
            self.card = Some((self.source)()?);
        }
        self.card.as_mut().ok_or(Trouble::MiddlewareMissing)
    }

    /// Looks into the readers and counts the epoch on.
    ///
    /// # Errors
    /// [`Trouble`] of the middleware.
    pub fn look(&mut self) -> Result<View, Trouble> {
        let readers = self.card()?.look()?;
        let seen: Vec<_> = readers
            .iter()
            .filter_map(|reader| reader.token.as_ref().map(|t| (reader.slot, t.insertion, t.serial.clone())))
            .collect();
        if seen != self.seen {
            self.epoch += 1;
            self.seen = seen;
        }
        Ok(View { epoch: self.epoch, readers })
    }

    /// The cards that carry an authentication certificate.
    ///
    /// # Errors
    /// [`Trouble::NoReader`], [`Trouble::NoCard`], [`Trouble::CardUnrecognized`].
    pub fn holders(&mut self) -> Result<Vec<Holder>, Trouble> {
        let view = self.look()?;
        if view.readers.is_empty() {
            return Err(Trouble::NoReader);
        }
        let mut holders = Vec::new();
        for reader in view.readers {
            let Some(token) = reader.token else { continue };
            let found = match self.card()?.certificates(reader.slot) {
                Err(Trouble::CardRemoved) => continue,
                other => other?,
            };
            if let Ok(profile) = Profile::choose(&found) {
                holders.push(Holder { slot: reader.slot, reader: reader.name, token, profile });
            }
        }
        match (holders.is_empty(), self.seen.is_empty()) {
            (true, true) => Err(Trouble::NoCard),
            (true, false) => Err(Trouble::CardUnrecognized),
            _ => Ok(holders),
        }
    }

    /// The certificates on the card in this slot.
    ///
    /// # Errors
    /// [`Trouble`] of the middleware.
    pub fn found(&mut self, slot: u64) -> Result<Vec<Found>, Trouble> {
        self.card()?.certificates(slot)
    }

    /// Shows the PIN to the card that the person chose, if it is still the one that is in.
    ///
    /// # Errors
    /// [`Trouble`]; the PIN was then shown at most once.
    pub fn login(&mut self, holder: &Holder, pin: Option<&Pin>, keep: Duration) -> Result<(), Trouble> {
        self.logout();
        self.check_same(holder)?;
        self.card()?.login(holder.slot, pin)?;
        self.logged_in = Some(LoggedIn { slot: holder.slot, until: Instant::now() + keep });
        Ok(())
    }

    /// Signs, and checks the signature before it is used for anything: a card that was changed
    /// or miscomputed gives nothing away.
    ///
    /// # Errors
    /// [`Trouble::CardRemoved`], [`Trouble::ConsentOver`] when nobody is logged in.
    pub fn sign(&mut self, holder: &Holder, text: &CardText) -> Result<Vec<u8>, Trouble> {
        if self.logged_in.as_ref().is_none_or(|l| l.slot != holder.slot || l.until <= Instant::now()) {
            return Err(Trouble::ConsentOver);
        }
        self.check_same(holder)?;
        let signature = self.card()?.sign(holder.slot, &holder.profile.id, text)?;
        let holds = holder.profile.certificate.verify_sha256_with_rsa(text.bytes(), &signature);
        holds.map(|()| signature).map_err(|_| Trouble::CardChanged)
    }

    /// Logs out, whoever was in.
    pub fn logout(&mut self) {
        if let (Some(logged_in), Some(card)) = (self.logged_in.take(), self.card.as_mut()) {
            card.logout(logged_in.slot);
        }
    }

    /// Logs out and lets go of the module, for good: the program ends.
    pub fn close(&mut self) {
        self.logout();
        self.card = None;
        self.closed = true;
    }

    /// The card of this insertion is in, and carries the same certificate.
    fn check_same(&mut self, holder: &Holder) -> Result<(), Trouble> {
        let view = self.look()?;
        let token = view.readers.into_iter().find(|reader| reader.slot == holder.slot).and_then(|reader| reader.token);
        match token {
            None => Err(Trouble::CardRemoved),
            Some(token) if token.serial != holder.token.serial => Err(Trouble::CardChanged),
            Some(token) if token.insertion != holder.token.insertion => Err(Trouble::CardRemoved),
            Some(_) => self.check_certificate(holder),
        }
    }

    fn check_certificate(&mut self, holder: &Holder) -> Result<(), Trouble> {
        let found = self.card()?.certificates(holder.slot)?;
        let der = holder.profile.certificate.der();
        if found.iter().any(|found| found.der == der) { Ok(()) } else { Err(Trouble::CardChanged) }
    }

    fn work(mut self, jobs: &Receiver<Job>) {
        loop {
            let patience = self.logged_in.as_ref().map_or(IDLE, |l| l.until.saturating_duration_since(Instant::now()));
            match jobs.recv_timeout(patience) {
                Ok(job) => job(&mut self),
                Err(RecvTimeoutError::Timeout) => self.logout(),
                Err(RecvTimeoutError::Disconnected) => return self.logout(),
            }
        }
    }
}

type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// Sends commands to the thread.
#[derive(Debug, Clone)]
pub struct DeskHandle(Sender<Job>);

impl DeskHandle {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`Trouble::Internal`] when the system gives no thread.
    pub fn start(source: Source) -> Result<Self, Trouble> {
        let (sender, jobs) = channel::<Job>();
        let work = move || {
            let desk = Desk { source, card: None, epoch: 0, seen: Vec::new(), logged_in: None, closed: false };
            desk.work(&jobs);
        };
        std::thread::Builder::new().name("card".to_owned()).spawn(work).map_err(|_| Trouble::Internal)?;
        Ok(Self(sender))
    }

    /// Runs one command there and waits for it.
    ///
    /// # Errors
    /// The command's own; [`Trouble::Internal`] when the thread is gone.
    pub fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Desk) -> Result<R, Trouble> + Send + 'static,
    ) -> Result<R, Trouble> {
        let (sender, answer) = channel();
        let job: Job = Box::new(move |desk| {
            // Whoever asked may have given up waiting.
            let _ = sender.send(job(desk));
        });
        self.0.send(job).map_err(|_| Trouble::Internal)?;
        answer.recv().unwrap_or(Err(Trouble::Internal))
    }
}

/// How long the thread sleeps when there is nothing to forget.
const IDLE: Duration = Duration::from_secs(3600);
