//! Whether a professional's certificate was revoked: asked of the responder that the certificate
//! names, or read in its authority's list where nobody answers. Who cannot be found out about is
//! not let in. What an answer is worth is judged in `scelle-verify`.

pub mod network;

use scelle_protocol::{CertificateHash, ProblemCode, Time};
use scelle_verify::Certificate;
use scelle_verify::professional::{IssuedBy, Professional, RevocationError, crl, ocsp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

use crate::clock::Clock;
use network::Network;

/// How it is known that a certificate was not revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unrevoked {
    /// By this OCSP answer, DER.
    Answer(Vec<u8>),
    /// By the authority's list: there is no answer that could be handed on.
    List,
}

/// Where to ask, where the configuration says another place than the certificate.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The responder.
    pub ocsp: Option<String>,
    /// The list.
    pub crl: Option<String>,
}

struct Answer {
    der: Vec<u8>,
    until: Time,
}

/// A list as it came, or that none did, and when. A list is large: who comes while it is fetched waits
/// for the same, and nobody else waits.
type Fetched = OnceCell<(Option<Arc<Vec<u8>>>, Time)>;

struct List {
    fetched: Arc<Fetched>,
    until: Time,
}

/// Asks, and remembers for an hour at most.
pub struct Revocation {
    network: Arc<dyn Network>,
    clock: Arc<dyn Clock>,
    places: Places,
    answers: Mutex<HashMap<CertificateHash, Answer>>,
    lists: Mutex<HashMap<String, List>>,
}

impl Revocation {
    /// Knows nothing yet.
    #[must_use]
    pub fn new(network: Arc<dyn Network>, clock: Arc<dyn Clock>, places: Places) -> Self {
        Self { network, clock, places, answers: Mutex::default(), lists: Mutex::default() }
    }

    /// Finds out about a certificate that one of the authorities issued.
    ///
    /// # Errors
    /// `card_revoked`; `revocation_unknown` where neither answer nor list is good.
    pub async fn check(&self, professional: &Professional, by: &IssuedBy) -> Result<Unrevoked, ProblemCode> {
        match self.by_answer(professional, by.issuer()).await {
            Ok(der) => Ok(Unrevoked::Answer(der)),
            Err(RevocationError::Revoked) => Err(ProblemCode::CardRevoked),
            Err(_) => self.by_list(professional, by.issuer()).await.map(|()| Unrevoked::List),
        }
    }

    /// A responder's answer that somebody else can check as well: no list is read.
    ///
    /// # Errors
    /// `card_revoked`; `revocation_unknown` where there is no good answer.
    pub async fn answer(&self, professional: &Professional, by: &IssuedBy) -> Result<Vec<u8>, ProblemCode> {
        self.by_answer(professional, by.issuer()).await.map_err(|error| match error {
            RevocationError::Revoked => ProblemCode::CardRevoked,
            _ => ProblemCode::RevocationUnknown,
        })
    }

    async fn by_answer(&self, professional: &Professional, issuer: &Certificate) -> Result<Vec<u8>, RevocationError> {
        let certificate = professional.certificate.hash();
        let now = self.clock.now();
        if let Some(der) = self.remembered(certificate, now) {
            return Ok(der);
        }
        let url = self.places.ocsp.clone().or_else(|| professional.ocsp_url()).ok_or(RevocationError::Unknown)?;
        let question = ocsp::request(professional, issuer);
        let der = self.network.ask(&url, question).await.ok_or(RevocationError::Unknown)?;
        let now = self.clock.now();
        let answer = ocsp::check(&der, professional, issuer, now)?;
        // Who names no next answer has newer news at any time.
        if let Some(next) = answer.next_update {
            self.remember(certificate, Answer { der: der.clone(), until: next.min(now.plus(HOUR)) }, now);
        }
        Ok(der)
    }

    fn remembered(&self, certificate: CertificateHash, now: Time) -> Option<Vec<u8>> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(&certificate).filter(|answer| now < answer.until).map(|answer| answer.der.clone())
    }

    fn remember(&self, certificate: CertificateHash, answer: Answer, now: Time) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST_ANSWERS {
            answers.retain(|_, answer| now < answer.until);
        }
        if answers.len() < MOST_ANSWERS {
            answers.insert(certificate, answer);
        }
    }

    async fn by_list(&self, professional: &Professional, issuer: &Certificate) -> Result<(), ProblemCode> {
        let urls = self.places.crl.clone().map_or_else(|| professional.crl_urls(), |url| vec![url]);
        for url in urls.iter().take(MOST_LISTS) {
            match self.by_list_at(url, professional, issuer).await {
                Ok(()) => return Ok(()),
                Err(RevocationError::Revoked) => return Err(ProblemCode::CardRevoked),
                Err(_) => {}
            }
        }
        Err(ProblemCode::RevocationUnknown)
    }

    async fn by_list_at(
        &self,
        url: &str,
        professional: &Professional,
        issuer: &Certificate,
    ) -> Result<(), RevocationError> {
        let list = self.list(url);
        let fetch = || async { (self.network.list(url).await.map(Arc::new), self.clock.now()) };
        let (der, at) = list.get_or_init(fetch).await;
        let der = der.clone().ok_or(RevocationError::Unknown)?;
        let answer = judge(der, professional.clone(), issuer.clone(), self.clock.now()).await?;
        self.keep(url, &list, answer.next_update.min(at.plus(HOUR)));
        Ok(())
    }

    /// The list of this place, there or to be fetched. It stays for half a minute, so that a place which
    /// has nothing good is not asked by everybody, and longer only once it was judged good.
    fn list(&self, url: &str) -> Arc<Fetched> {
        let now = self.clock.now();
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|_, list| now < list.until);
        let new = || List { fetched: Arc::default(), until: now.plus(AGAIN) };
        Arc::clone(&lists.entry(url.to_owned()).or_insert_with(new).fetched)
    }

    fn keep(&self, url: &str, list: &Arc<Fetched>, until: Time) {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.insert(url.to_owned(), List { fetched: Arc::clone(list), until });
    }
}

/// Tens of megabytes are not read between two answers to somebody else.
async fn judge(
    der: Arc<Vec<u8>>,
    professional: Professional,
    issuer: Certificate,
    now: Time,
) -> Result<crl::CrlAnswer, RevocationError> {
    let judged = tokio::task::spawn_blocking(move || crl::check(&der, &professional, &issuer, now)).await;
    judged.unwrap_or(Err(RevocationError::Unknown))
}

const HOUR: u64 = 3600;
/// Seconds before a place that had nothing good is asked again.
const AGAIN: u64 = 30;
const MOST_ANSWERS: usize = 10_000;
const MOST_LISTS: usize = 2;
