//! Naming a member: shown, signed, placed in the chain with a parcel for the inbox; then the documents
//! so far, re-sealed for the new reader against an event of their own.

use scelle_crypto::{
    ReaderSecret, Signs as _,
    identity::Opens as _,
    inbox,
    label::Label,
    random, sealed,
    wrap::{BatchPlace, BatchSealer},
};
use scelle_protocol::{
    Bytes, Digest, ProblemCode, ReaderId, SealKey, Signed, Time,
    limits::{DEADLINE_SECONDS, DOCUMENTS_PER_EVENT},
    paths,
    statements::{Action, Document, Genesis, Grant, Rights, SealedGrant},
    wire::{Entry, NewGrant, NewWraps, SealedBatch, Wrap},
};
use scelle_verify::{circle, hash};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::directory::Verified;
use crate::documents::Listed;
use crate::events::holders;
use crate::parcel::Parcel;
use crate::platform::{Contradiction, Platform, Trouble};
use crate::record::Record;
use crate::signing::ToSign;
use crate::vault::Who;

/// What a member is given.
#[derive(Debug, Clone)]
pub struct Terms {
    /// What they may do.
    pub rights: Rights,
    /// From when; none: from now.
    pub from: Option<Time>,
    /// Until when; none: until removed.
    pub until: Option<Time>,
    /// Documents so far that are given, as [`Account::list`] gave them.
    pub documents: Vec<Listed>,
}

/// A grant that is ready to be signed. The keys in it are dropped with it.
pub struct GrantAct {
    signing: ToSign<Grant>,
    reader: ReaderId,
    starter: ReaderSecret,
    grant_key: Digest,
    to: (String, SealKey),
    documents: Vec<Listed>,
}

impl GrantAct {
    /// Word for word, as the identity key will sign it: to be shown whole.
    #[must_use]
    pub fn text(&self) -> &str {
        self.signing.text()
    }

    /// When the text is void.
    #[must_use]
    pub const fn deadline(&self) -> Time {
        self.signing.deadline()
    }

    /// Whether this is what was shown, and there is time to sign and send it.
    ///
    /// # Errors
    /// As [`ToSign::check`].
    pub fn check(&self, shown: &str, now: Time) -> Result<(), Trouble> {
        self.signing.check(shown, now)
    }
}

/// A grant that stands in the chain.
#[derive(Debug, Clone, Copy)]
pub struct Granted {
    /// The new reader.
    pub reader: ReaderId,
    /// How many documents were given with it; or what stood in the way: [`Account::give`] goes on.
    pub given: Result<usize, Trouble>,
}

impl<P: Platform> Account<P> {
    /// Makes a grant ready; nothing is sent.
    ///
    /// # Errors
    /// [`Trouble::Personal`] or [`Trouble::BadLabel`] for a document that cannot be given,
    /// [`ProblemCode::Invalid`] for a grant of nothing, one that ends before it begins, or documents for
    /// somebody who may not read. Holders only.
    pub fn prepare_grant(&self, to: &Verified, terms: Terms) -> Result<GrantAct, Trouble> {
        let record = self.need_record()?;
        record.root()?;
        let now = self.line.now();
        check_terms(&terms, now, self.line.latest())?;
        let (starter, grant_key, reader) = (ReaderSecret::make(), random::make_digest(), random::make_reader());
        let (number, previous) = record.head();
        let deadline = now.plus(DEADLINE_SECONDS);
        let professional = &to.profile.professional;
        let open = Grant {
            record: record.tag,
            number: number + 1,
            previous,
            deadline,
            reader,
            starter_sign: starter.sign_key(),
            starter_seal: starter.seal_key(),
            rights: terms.rights,
            from: terms.from.unwrap_or(now),
            until: terms.until,
            person: circle::person(&grant_key, record.tag, reader, &professional.id_nat),
            sealed: Digest([0; 32]),
        };
        let part = SealedGrant {
            identity_sign: self.identity_key(),
            id_nat: professional.id_nat.clone(),
            name: professional.name(),
            profession: u64::from(professional.profession),
            member_sign: to.binding.identity_sign,
            binding: to.hash,
            documents: terms.documents.len() as u64,
        };
        let to = (professional.id_nat.clone(), to.binding.identity_seal);
        let signing = ToSign::new(open, part, deadline);
        Ok(GrantAct { signing, reader, starter, grant_key, to, documents: terms.documents })
    }

    /// Signs the grant that was shown, and gives the documents chosen.
    ///
    /// # Errors
    /// Those of [`GrantAct::check`], before anything is sent; [`ProblemCode::StaleChain`] when the
    /// chain has moved on: then a new text must be made and shown.
    pub async fn finish_grant(&self, act: GrantAct, shown: &str) -> Result<Granted, Trouble> {
        act.check(shown, self.line.now())?;
        let record = self.need_record()?;
        let who = self.who().await;
        let GrantAct { signing, reader, starter, grant_key, to, documents } = act;
        {
            let _turn = self.turn.lock().await;
            let mut draft = signing.draft;
            draft.sign(&self.identity);
            let mut recipients = holders(&record);
            recipients.push((reader, starter.seal_key()));
            let (mut open, sealed) = draft.seal(&recipients).map_err(|_| Trouble::Unreadable)?;
            record.root()?.append(&mut open);
            let parcel = self.parcel(&record, who, (reader, &starter, grant_key, hash::statement(&open)))?;
            let parcel = seal_parcel(&parcel, &to)?;
            let entry = Entry { open: open.whole(), sealed };
            let new = NewGrant { entry: entry.clone(), to: to.0, parcel };
            self.place(&record, &paths::grants(record.tag), &new, entry).await?;
        }
        Ok(Granted { reader, given: self.give(reader, &documents).await })
    }

    /// Gives a member documents that are there: their keys are released against an event of the
    /// journal, and sealed for that reader with the authors' own labels. Gives their number.
    ///
    /// # Errors
    /// [`ProblemCode::NotFound`] for somebody who may not read here any more, before any key is released;
    /// [`Trouble`]; what was given so far stays given. Holders only.
    pub async fn give(&self, reader: ReaderId, documents: &[Listed]) -> Result<usize, Trouble> {
        let record = self.need_record()?;
        record.root()?;
        for some in documents.chunks(DOCUMENTS_PER_EVENT) {
            let statements: Vec<Document> = some.iter().map(statement).collect::<Result<_, _>>()?;
            // Before the journal says that they were given, and again after what the chain has become.
            receives(&record, reader, self.line.latest())?;
            let keys = self.release_of(&record, Action::Grant, &statements).await?;
            let mut wraps = Wraps::begin(&record, reader, self.line.latest())?;
            for (listed, document) in some.iter().zip(&statements) {
                let key = keys.get(&document.document).ok_or(Trouble::BadBody)?;
                wraps.add(document, &listed.label, key)?;
            }
            let new = wraps.finish(&record);
            self.line.tell(&paths::wraps(record.tag), &new, record.proof()).await?;
        }
        Ok(documents.len())
    }

    fn parcel(
        &self,
        record: &Record,
        who: Who,
        (reader, starter, grant_key, grant): (ReaderId, &ReaderSecret, Digest, Digest),
    ) -> Result<Parcel, Trouble> {
        let refused = Trouble::Contradiction(Contradiction::Chain);
        let entries = record.entries();
        let genesis = entries.first().ok_or(refused)?;
        let open: Signed<Genesis> = Signed::parse(&genesis.entry.open).map_err(|_| refused)?;
        let envelope = genesis.entry.sealed.iter().find(|sealed| sealed.reader == record.reader).ok_or(refused)?;
        let (part, salt) = sealed::open_with_salt(record.secret(), record.reader, &open.body, &envelope.sealed.0)
            .map_err(|_| refused)?;
        Ok(Parcel {
            record: record.tag,
            reader,
            starter: Bytes(starter.expose().to_vec()),
            grant_key,
            grant,
            chain_list: part.body.list_key,
            genesis: Bytes([&salt.0[..], part.whole().as_bytes()].concat()),
            who,
        })
    }
}

fn seal_parcel(parcel: &Parcel, (id_nat, to): &(String, SealKey)) -> Result<Bytes, Trouble> {
    let json = Zeroizing::new(serde_json::to_vec(parcel).map_err(|_| Trouble::Unreadable)?);
    inbox::seal(to, id_nat, &json).map(Bytes).map_err(|_| Trouble::Unreadable)
}

fn check_terms(terms: &Terms, now: Time, latest: Time) -> Result<(), Trouble> {
    let from = terms.from.unwrap_or(now).max(latest);
    let unread = !terms.rights.read && !terms.documents.is_empty();
    if terms.rights.is_empty() || unread || terms.until.is_some_and(|until| until <= from) {
        return Err(Trouble::Problem(ProblemCode::Invalid));
    }
    terms.documents.iter().try_for_each(|listed| statement(listed).map(drop))
}

/// A document that can be given: its label held, and it is not for the holders alone.
fn statement(listed: &Listed) -> Result<Document, Trouble> {
    let document = listed.statement.clone()?;
    if document.personal { Err(Trouble::Personal) } else { Ok(document) }
}

/// The key to seal to for a reader who may be given documents now.
fn receives(record: &Record, reader: ReaderId, now: Time) -> Result<SealKey, Trouble> {
    let state = record.state();
    let known = state.readers.get(&reader).filter(|known| !state.closed && known.may_receive_at(now));
    known.map(|known| known.seal).ok_or(Trouble::Problem(ProblemCode::NotFound))
}

/// One batch for one reader.
struct Wraps {
    sealer: BatchSealer,
    batch: scelle_protocol::statements::Batch,
    sealing: Vec<u8>,
    labels: Vec<Wrap>,
    keys: Vec<Wrap>,
}

impl Wraps {
    fn begin(record: &Record, reader: ReaderId, now: Time) -> Result<Self, Trouble> {
        let to = receives(record, reader, now)?;
        let (place, head) = record.head();
        let (sealer, batch) = (record.reader, random::make_batch());
        let place = BatchPlace { record: record.tag, reader, sealer, batch, place, head };
        let made = BatchSealer::make(place, &record.pad, &to);
        let (sealer, batch, sealing) = made.map_err(|_| Trouble::Unreadable)?;
        Ok(Self { sealer, batch, sealing, labels: Vec::new(), keys: Vec::new() })
    }

    fn add(&mut self, of: &Document, label: &str, key: &scelle_crypto::body::DocumentKey) -> Result<(), Trouble> {
        let (document, version) = (of.document, of.version);
        let (reader, batch) = (self.batch.reader, self.batch.batch);
        let wrap = |sealed: Vec<u8>| Wrap { document, version, reader, batch, sealed: sealed.into() };
        let label = Label::Full(label.to_owned());
        let unreadable = |_| Trouble::Unreadable;
        self.labels.push(wrap(self.sealer.wrap_label(document, version, &label).map_err(unreadable)?));
        self.keys.push(wrap(self.sealer.wrap_key(document, version, key).map_err(unreadable)?));
        Ok(())
    }

    fn finish(self, record: &Record) -> NewWraps {
        let mut signed = Signed::new(self.batch);
        record.secret().append(&mut signed);
        let batch = SealedBatch { statement: signed.whole(), sealing: self.sealing.into() };
        NewWraps { batches: vec![batch], labels: self.labels, keys: self.keys }
    }
}

#[cfg(test)]
mod tests;
