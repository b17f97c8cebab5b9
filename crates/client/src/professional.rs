//! Log-in with a card: one consent and one PIN in the bridge give the host its token and this side the
//! card's share in an opener. What a first use and a new card need lies in the folder.

mod bind;
mod enrolling;
mod new_card;

pub use enrolling::Enrolling;
pub use new_card::NewCard;

use data_encoding::BASE64;
use scelle_crypto::{
    card::{self, Asked, CardKey},
    identity::{EphemeralSecret, Opens as _},
    opener::{self, OpenerKey},
    random,
};
use scelle_protocol::{
    Bytes, CertificateHash, Digest, ProblemCode, Time, paths,
    statements::Opener,
    wire::{CardChallenge, CardFinish, CardSession, Session},
};
use scelle_verify::{
    hash::sha256_of,
    professional::{Professional, ProfessionalError, RevocationError, Trust, ocsp},
};

use crate::account::Account;
use crate::bridge::{Bridge, BridgeCode, BridgeTrouble, Courier, Opened, PageKey};
use crate::computers::OpenerSet;
use crate::directory::{Profile, profile};
use crate::host::HostPins;
use crate::login::{fetch_openers, finish_log_in};
use crate::platform::{Contradiction, Platform, Trouble};
use crate::session::Line;

/// What a card leads to.
pub enum CardLogIn<P> {
    /// Its account, open.
    Open(Box<Account<P>>),
    /// A person whom the host does not know yet.
    Newcomer(Box<Enrolling<P>>),
    /// A card that opens nothing yet, of a person whom the host knows.
    NewCard(Box<NewCard<P>>),
}

/// What did not come about, given back whole: a printed kit stays good for another try.
pub struct NotDone<T> {
    /// As it was, for another try; none once the host may know: log in again, and the card may open.
    pub again: Option<Box<T>>,
    /// Why.
    pub trouble: Trouble,
}

impl<T> From<NotDone<T>> for Trouble {
    fn from(failed: NotDone<T>) -> Self {
        failed.trouble
    }
}

/// A card that the host let in, and the key that it gave for this session.
pub(crate) struct Card {
    pub(crate) profile: Profile,
    pub(crate) ocsp: Bytes,
    pub(crate) salt: Digest,
    pub(crate) key: CardKey,
}

impl Card {
    pub(crate) fn hash(&self) -> CertificateHash {
        self.profile.professional.certificate.hash()
    }
}

/// Logs in with a card: one window of the bridge, one PIN. `host` is what this browser pinned, or
/// [`HostPins::ask`] where it has pinned none. What it kept of the account, if anything, is given to
/// [`Account::recall`] afterwards.
///
/// # Errors
/// [`Trouble::Bridge`]; [`Trouble::Problem`] with the host's word on the card, which this side checks
/// as well; [`Trouble::Contradiction`].
pub async fn log_in_with_card<P: Platform>(
    line: Line<P>,
    host: HostPins,
    bridge: &Bridge<impl Courier, impl PageKey>,
    trust: Trust,
) -> Result<CardLogIn<P>, Trouble> {
    host.confirm(&line).await?;
    let challenge: CardChallenge = line.ask(paths::CARD_START).await?;
    let ephemeral = EphemeralSecret::make();
    let nonce = sha256_of(&[&challenge.nonce.0, &line.session_key().0]);
    let opened = bridge.open(&nonce, &ephemeral.seal_key()).await?;
    let professional = certificate(&opened)?;
    let finish = CardFinish { nonce: challenge.nonce, session: line.session_key(), token: opened.token.clone() };
    let CardSession { session, known, ocsp } = line.post(paths::CARD_FINISH, &finish, None).await?;
    line.open(session.token.clone(), session.time);
    let profile = admitted(&trust, professional, &ocsp.0, &line)?;
    let openers = if known { Some(fetch_openers(&line, session.account).await?) } else { None };
    let own = openers.as_ref().and_then(|openers| card_opener(openers, opened.certificate_hash));
    let salt = own.as_ref().map_or_else(|| Ok(random::make_digest()), salt_of)?;
    let asked = Asked {
        origin: &line.platform.page_origin(),
        account: session.account,
        salt,
        certificate: opened.certificate_hash,
        consent: opened.consent,
    };
    let key = card_key(bridge, &ephemeral, &asked).await?;
    let card = Card { profile, ocsp, salt, key };
    match (openers, own) {
        (None, _) => Ok(CardLogIn::Newcomer(Box::new(Enrolling::new(line, host, trust, session, card)))),
        (Some(openers), None) => {
            Ok(CardLogIn::NewCard(Box::new(NewCard::new(line, host, trust, session, (card, openers)))))
        }
        (Some(openers), Some(own)) => open(line, host, trust, session, card, (openers, own)).await,
    }
}

async fn open<P: Platform>(
    line: Line<P>,
    host: HostPins,
    trust: Trust,
    session: Session,
    card: Card,
    (openers, own): (OpenerSet, Opener),
) -> Result<CardLogIn<P>, Trouble> {
    let identity = opener::open_from_table(openers.table(), &own, &OpenerKey::Card(&card.key))
        .map_err(|_| Trouble::Contradiction(Contradiction::Account))?;
    let mut account = finish_log_in(line, host, identity, openers, &session, None, false).await?;
    account.admit(card, trust);
    account.check_pins().await?;
    account.learn_practice().await?;
    Ok(CardLogIn::Open(Box::new(account)))
}

impl<P: Platform> Account<P> {
    /// From now on it is the account of whom the card names.
    pub(crate) fn admit(&mut self, card: Card, trust: Trust) {
        self.trust = trust;
        self.learnt.ocsp = card.ocsp;
        self.professional = Some(card.profile);
    }

    /// The declared address, from the own entry of the directory, which must name the own key. The
    /// host has let the card in: where no responder answers just now, nothing more is asked.
    pub(crate) async fn learn_practice(&mut self) -> Result<(), Trouble> {
        let practice = match self.own_entry().await {
            Err(Trouble::Problem(ProblemCode::RevocationUnknown)) => return Ok(()),
            own => own?.profile.practice,
        };
        if let Some(profile) = &mut self.professional {
            profile.practice = practice;
        }
        Ok(())
    }
}

/// The certificate of the token, read here too: the host must not be the only one who looks.
fn certificate(opened: &Opened) -> Result<Professional, Trouble> {
    let der = BASE64.decode(opened.token.unverified_certificate.as_bytes());
    let der = der.map_err(|_| BridgeTrouble::Unreadable)?;
    let professional = Professional::read(&der).map_err(refused)?;
    if professional.certificate.hash() != opened.certificate_hash {
        return Err(BridgeTrouble::Code(BridgeCode::CardChanged).into());
    }
    Ok(professional)
}

/// Authority and revocation, as the host must have found them.
fn admitted(
    trust: &Trust,
    professional: Professional,
    answer: &[u8],
    line: &Line<impl Platform>,
) -> Result<Profile, Trouble> {
    let now = line.latest();
    let issued_by = trust.check(&professional, now).map_err(refused)?;
    if answer.is_empty() {
        // No responder answered: the host has looked into a list, which this side does not see.
        return Ok(profile(professional, &issued_by, String::new(), Time(0)));
    }
    let answer = ocsp::check(answer, &professional, issued_by.issuer(), now).map_err(|error| {
        let revoked = error == RevocationError::Revoked;
        Trouble::Problem(if revoked { ProblemCode::CardRevoked } else { ProblemCode::RevocationUnknown })
    })?;
    Ok(profile(professional, &issued_by, String::new(), answer.this_update))
}

async fn card_key(
    bridge: &Bridge<impl Courier, impl PageKey>,
    ephemeral: &EphemeralSecret,
    asked: &Asked<'_>,
) -> Result<CardKey, Trouble> {
    let sealed = bridge.opener(&asked.consent, asked.account, &asked.salt).await?;
    if sealed.certificate_hash != asked.certificate {
        return Err(BridgeTrouble::Code(BridgeCode::CardChanged).into());
    }
    Ok(card::open_key(ephemeral, asked, &sealed.sealed.0).map_err(|_| BridgeTrouble::Unreadable)?)
}

fn card_opener(openers: &OpenerSet, card: CertificateHash) -> Option<Opener> {
    openers.openers.iter().find(|opener| opener.kind == "card" && opener.certificate == Some(card)).cloned()
}

fn salt_of(opener: &Opener) -> Result<Digest, Trouble> {
    Digest::from_slice(&opener.salt.0).map_err(|_| Trouble::Contradiction(Contradiction::Account))
}

/// In the host's words: whichever of the two refuses a card, a person reads the same.
const fn refused(error: ProfessionalError) -> Trouble {
    Trouble::Problem(match error {
        ProfessionalError::Expired | ProfessionalError::NotYet => ProblemCode::CardExpired,
        ProfessionalError::Issuer => ProblemCode::CardIssuer,
        ProfessionalError::CardType
        | ProfessionalError::Number
        | ProfessionalError::Organisation
        | ProfessionalError::Profession
        | ProfessionalError::Profile => ProblemCode::CardProfile,
    })
}
