//! A host in this process that lets in test cards, professionals at desks in this process, and
//! what patient and professional do together, without a browser.

use scelle_client::{
    Account, HostPins, Trouble, Unwatched,
    bridge::{Bridge, SoftwarePageKey},
    documents::Listed,
    grant::Terms,
    professional::{CardLogIn, log_in_with_card},
};
use scelle_crypto::kit::RecoveryKit;
use scelle_protocol::{ReaderId, RecordTag, statements::Rights};
use scelle_verify::professional::Trust;
use std::sync::Arc;

use crate::cards::{Authority, Professional};
use crate::desk::{ByHand, Desk};
use crate::liar::Liar;
use crate::native::{Native, PASSWORD, Patient, World, camille, config, open_patient};
use crate::responder::Responder;

/// Everything around patient and professional.
pub struct Clinic {
    /// Who issued the cards.
    pub authority: Authority,
    /// Who answers for them.
    pub responder: Responder,
    /// The host.
    pub world: World,
}

impl Clinic {
    /// With a fresh authority, and nobody enrolled.
    ///
    /// # Panics
    /// When the host does not start: then no test can go on.
    pub async fn new() -> Self {
        let (authority, responder, folder, set) = prepared();
        let world = World::set(folder, set, Arc::new(backend::SystemClock)).await;
        Self { authority, responder, world }
    }

    /// The same behind a liar: everybody's line goes through the liar's door.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub async fn behind(liar: &Liar) -> Self {
        let (authority, responder, folder, set) = prepared();
        let world = World::set_behind(liar, folder, set).await;
        Self { authority, responder, world }
    }

    /// A workstation with this card in its reader.
    pub async fn workstation(&self, card: &str) -> Workstation {
        Workstation::new(self.line(), &self.authority, card).await
    }

    /// A patient with an open record, whose page believes the test cards too.
    ///
    /// # Panics
    /// When the record does not open.
    pub async fn patient(&self, identifier: &str) -> Patient {
        let opened = open_patient(&self.line(), identifier, PASSWORD, camille()).await;
        let mut patient = opened.expect("a record opens");
        patient.account.trust = trust(&self.authority);
        patient
    }

    /// A line of one's own to the host.
    #[must_use]
    pub fn line(&self) -> Native {
        self.world.native.another()
    }

    /// A professional who has just enrolled, at a workstation of their own.
    ///
    /// # Panics
    /// When the enrolment fails.
    pub async fn doctor(&self, whom: &Professional) -> Doctor {
        let workstation = self.workstation(whom.card).await;
        let (account, kit) = workstation.enrols(whom.practice).await.expect("enrols");
        Doctor { workstation, account, kit }
    }
}

/// Authority, responder, and the configuration of a host that believes them.
fn prepared() -> (Authority, Responder, tempfile::TempDir, backend::Config) {
    let authority = Authority::new();
    let responder = Responder::start(authority.folder());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (test_authority, ocsp_url) = (Some(authority.persons()), Some(responder.address()));
    let set = backend::Config { test_authority, ocsp_url, ..config(folder.path()) };
    (authority, responder, folder, set)
}

/// A professional with an open account.
pub struct Doctor {
    /// Where they sit.
    pub workstation: Workstation,
    /// The open account.
    pub account: Account<Native>,
    /// The printed kit.
    pub kit: RecoveryKit,
}

/// A browser that is paired with the bridge of its computer, and a card in the reader.
pub struct Workstation {
    /// The desk: card, person, bridge.
    pub desk: Desk,
    /// The line to the host.
    pub native: Native,
    /// The page's half of the bridge.
    pub bridge: Bridge<ByHand, SoftwarePageKey>,
    /// Whom this page believes.
    pub trust: Trust,
}

impl Workstation {
    /// Pairs at once.
    ///
    /// # Panics
    /// When the pairing fails.
    pub async fn new(native: Native, authority: &Authority, card: &str) -> Self {
        use scelle_client::Platform as _;
        let page = native.page_origin();
        let desk = Desk::new(authority, card, &page);
        let bridge = Bridge::new(desk.courier(), SoftwarePageKey::make(), &page, None);
        bridge.pair(|_| {}).await.expect("pairs");
        Self { desk, native, bridge, trust: trust(authority) }
    }

    /// One window, one PIN.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn logs_in(&self) -> Result<CardLogIn<Native>, Trouble> {
        let pins = HostPins::ask(&self.native.line()).await?;
        log_in_with_card(self.native.line(), pins, &self.bridge, self.trust.clone()).await
    }

    /// First use, to its end.
    ///
    /// # Errors
    /// [`Trouble`].
    ///
    /// # Panics
    /// When the host knows the person.
    pub async fn enrols(&self, practice: &str) -> Result<(Account<Native>, RecoveryKit), Trouble> {
        let CardLogIn::Newcomer(mut enrolling) = self.logs_in().await? else { panic!("the host knows this person") };
        let kit = enrolling.prepare()?.print().line();
        let account = enrolling.finish(&self.bridge, practice).await.map_err(Trouble::from)?;
        Ok((account, RecoveryKit::read(&kit).map_err(|_| Trouble::KitRefused)?))
    }

    /// Log-in of a person whom the host knows, with a card that opens.
    ///
    /// # Errors
    /// [`Trouble`].
    ///
    /// # Panics
    /// When the card opens nothing.
    pub async fn opens(&self) -> Result<Account<Native>, Trouble> {
        match self.logs_in().await? {
            CardLogIn::Open(account) => Ok(*account),
            _ => panic!("the card opens nothing yet"),
        }
    }
}

/// The pinned authorities, and that of the test cards.
///
/// # Panics
/// When the recipe made no authority of persons.
#[must_use]
pub fn trust(authority: &Authority) -> Trust {
    let persons = std::fs::read(authority.persons()).expect("the recipe wrote it");
    Trust::igc_sante().with_test_authority(&persons).expect("an authority of persons")
}

/// To read and to deposit.
pub const BOTH: Rights = Rights { read: true, deposit: true };

/// The patient names a professional, with these rights and documents.
///
/// # Errors
/// [`Trouble`].
pub async fn names(
    patient: &Patient,
    whom: &Professional,
    rights: Rights,
    documents: Vec<Listed>,
) -> Result<ReaderId, Trouble> {
    let account = &patient.account;
    // The chain may have grown by an acceptance.
    account.circle().await?;
    let verified = account.look_at(whom.id_nat).await?;
    let act = account.prepare_grant(&verified, Terms { rights, from: None, until: None, documents })?;
    let shown = act.text().to_owned();
    let granted = account.finish_grant(act, &shown).await?;
    granted.given?;
    Ok(granted.reader)
}

/// The patient removes a member.
///
/// # Errors
/// [`Trouble`].
pub async fn removes(patient: &Patient, reader: ReaderId) -> Result<(), Trouble> {
    patient.account.circle().await?;
    let act = patient.account.prepare_revocation(reader, "fin du suivi")?;
    let shown = act.text().to_owned();
    patient.account.finish_revocation(act, &shown).await
}

/// The two compare, with the same digits on both screens.
///
/// # Errors
/// [`Trouble`] of either.
///
/// # Panics
/// When the digits differ.
pub async fn compare(
    patient: &Patient,
    reader: ReaderId,
    doctor: &Account<Native>,
    record: RecordTag,
) -> Result<(), Trouble> {
    let owner = patient.account.compare_with_member(reader, &Unwatched);
    let (here, there) = tokio::join!(owner, doctor.compare_record(record, &Unwatched));
    assert_eq!(here?, there?, "the digits differ");
    Ok(())
}

/// Named, found in the inbox, compared, accepted; the record is at hand.
///
/// # Errors
/// [`Trouble`].
///
/// # Panics
/// When the inbox holds anything else.
pub async fn befriend(
    patient: &Patient,
    whom: &Professional,
    doctor: &Account<Native>,
    documents: Vec<Listed>,
) -> Result<ReaderId, Trouble> {
    let reader = names(patient, whom, BOTH, documents).await?;
    let taken = doctor.take_in().await?;
    assert_eq!(taken.kept_out, vec![], "nothing was kept out");
    let [record] = taken.records[..] else { panic!("one record: {:?}", taken.records) };
    compare(patient, reader, doctor, record).await?;
    doctor.accept(record).await?;
    doctor.take_record(record).await?;
    Ok(reader)
}
