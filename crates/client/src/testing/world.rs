//! A record in memory, as owner, member and host would make it together: its chain with every sealed
//! part, and the parcel that came with the grant.

use std::{sync::OnceLock, time::Duration};

use rsa::pkcs8::DecodePrivateKey as _;
use rsa::{PrivateKey, pkcs1v15::SigningKey, sha2::Sha256};
use scelle_crypto::{
    IdentitySecret, ReaderSecret, RootSecret, Signs as _,
    device::{DeviceSecret, SoftwareDevice},
    identity::Opens as _,
    sealed::Draft,
};
use scelle_protocol::{
    Bytes, Digest, ReaderId, RecordTag, SealKey, Time,
    statements::{
        Acceptance, Binding, Genesis, Grant, Holder, Holders, Revocation, Rights, SealedAcceptance, SealedGenesis,
        SealedGrant, SealedRevocation,
    },
    wire::{self, Entry, LoggedEntry},
};
use scelle_verify::{Certificate, circle, hash, professional::Professional};
use x509_cert::{
    builder::{Builder as _, CertificateBuilder, profile::BuilderProfile},
    certificate::TbsCertificate,
    der::{Decode as _, Encode as _},
    ext::Extension,
    name::Name,
    serial_number::SerialNumber,
    spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef},
    time::Validity,
};

use super::now;
use crate::directory::{Profile, Verified};
use crate::parcel::{self, Me, Parcel};
use crate::record::{Chain, Record};
use crate::vault::{MembershipEntry, RecordEntry, Watch, Who};

pub(crate) const NOW: Time = Time(1_795_461_660);
pub(crate) const RECORD: RecordTag = RecordTag([1; 16]);
pub(crate) const OWNER: ReaderId = ReaderId([2; 16]);
pub(crate) const MEMBER: ReaderId = ReaderId([3; 16]);
pub(crate) const ID_NAT: &str = "899700218896";
const ZERO: Digest = Digest([0; 32]);

/// The world.
pub(crate) struct World {
    /// The owner.
    pub(crate) owner: IdentitySecret,
    /// Its reader key.
    pub(crate) reader: ReaderSecret,
    root: RootSecret,
    /// The professional.
    pub(crate) member: IdentitySecret,
    /// The keys that the owner made for them.
    pub(crate) starter: ReaderSecret,
    /// Those that the member made.
    pub(crate) own: ReaderSecret,
    /// The chain so far.
    pub(crate) entries: Vec<LoggedEntry>,
    genesis: Bytes,
    grant: Digest,
}

impl World {
    /// Only genesis.
    pub(crate) fn new() -> Self {
        let mut world = Self {
            owner: IdentitySecret::make(),
            reader: ReaderSecret::make(),
            root: RootSecret::make(),
            member: IdentitySecret::make(),
            starter: ReaderSecret::make(),
            own: ReaderSecret::make(),
            entries: Vec::new(),
            genesis: Bytes::default(),
            grant: ZERO,
        };
        let holder = Holder {
            reader: OWNER,
            sign: world.reader.sign_key(),
            seal: world.reader.seal_key(),
            list: hash::sha256(&[2; 32]),
        };
        let open = Genesis {
            record: RECORD,
            number: 1,
            previous: ZERO,
            deadline: NOW,
            root: world.root.sign_key(),
            successor: ZERO,
            list: hash::sha256(&[7; 32]),
            holders: Holders(vec![holder]),
            sealed: ZERO,
        };
        let (device, certificate) = device();
        let part = SealedGenesis {
            list_key: Digest([7; 32]),
            identity_sign: world.owner.sign_key(),
            identity_seal: world.owner.seal_key(),
            certificate: certificate.into(),
        };
        let mut draft = Draft::new(open, part);
        now(draft.sign_with_device(&device)).expect("it signs");
        draft.sign(&world.owner);
        let (mut open, sealed) = draft.seal(&world.holders()).expect("keys");
        world.root.append(&mut open);
        let (part, salt) =
            scelle_crypto::sealed::open_with_salt(&world.reader, OWNER, &open.body, &sealed[0].sealed.0).expect("own");
        world.genesis = Bytes([&salt.0[..], part.whole().as_bytes()].concat());
        world.entries.push(LoggedEntry { entry: Entry { open: open.whole(), sealed }, leaf: 0 });
        world
    }

    /// The member was named. `change` may spoil what the owner signs.
    pub(crate) fn granted(change: impl FnOnce(&mut Grant, &mut SealedGrant)) -> Self {
        let mut world = Self::new();
        world.grant(change);
        world
    }

    /// The same, once more.
    pub(crate) fn grant(&mut self, change: impl FnOnce(&mut Grant, &mut SealedGrant)) {
        let (number, previous) = self.next();
        let mut open = Grant {
            record: RECORD,
            number,
            previous,
            deadline: NOW,
            reader: MEMBER,
            starter_sign: self.starter.sign_key(),
            starter_seal: self.starter.seal_key(),
            rights: Rights { read: true, deposit: true },
            from: NOW,
            until: None,
            person: circle::person(&Digest([8; 32]), RECORD, MEMBER, ID_NAT),
            sealed: ZERO,
        };
        let mut part = SealedGrant {
            identity_sign: self.owner.sign_key(),
            id_nat: ID_NAT.to_owned(),
            name: "Ada Test".to_owned(),
            profession: 10,
            member_sign: self.member.sign_key(),
            binding: Digest([9; 32]),
            documents: 0,
        };
        change(&mut open, &mut part);
        let reader = open.reader;
        let mut draft = Draft::new(open, part);
        draft.sign(&self.owner);
        let mut recipients = self.holders();
        recipients.push((reader, self.starter.seal_key()));
        let (mut open, sealed) = draft.seal(&recipients).expect("keys");
        self.root.append(&mut open);
        self.grant = hash::statement(&open);
        self.push(open.whole(), sealed);
    }

    /// The member accepted. `by` signs the sealed part: the member itself, or somebody else.
    pub(crate) fn accept(&mut self, by: Option<&IdentitySecret>, change: impl FnOnce(&mut SealedAcceptance)) {
        let (number, previous) = self.next();
        let open = Acceptance {
            record: RECORD,
            number,
            previous,
            deadline: NOW,
            reader: MEMBER,
            grant: self.grant,
            sign: self.own.sign_key(),
            seal: self.own.seal_key(),
            list: hash::sha256(&[6; 32]),
            sealed: ZERO,
        };
        let by = by.unwrap_or(&self.member);
        let mut part =
            SealedAcceptance { identity_sign: by.sign_key(), list_key: Digest([6; 32]), binding: Digest([9; 32]) };
        change(&mut part);
        let mut draft = Draft::new(open, part);
        draft.sign(by);
        let (mut open, sealed) = draft.seal(&self.holders()).expect("keys");
        self.starter.append(&mut open);
        self.own.append(&mut open);
        self.push(open.whole(), sealed);
    }

    /// The member was removed.
    pub(crate) fn revoke(&mut self, reason: &str) {
        let (number, previous) = self.next();
        let open = Revocation { record: RECORD, number, previous, deadline: NOW, reader: MEMBER, sealed: ZERO };
        let part = SealedRevocation { identity_sign: self.owner.sign_key(), reason: reason.to_owned() };
        let mut draft = Draft::new(open, part);
        draft.sign(&self.owner);
        let (mut open, sealed) = draft.seal(&self.holders()).expect("keys");
        self.root.append(&mut open);
        self.push(open.whole(), sealed);
    }

    /// What the member's vault holds after the parcel was taken in.
    pub(crate) fn membership(&self) -> MembershipEntry {
        let me = Me { id_nat: ID_NAT, identity: self.member.sign_key() };
        parcel::check(&self.parcel(), &self.chain(), &me).expect("it holds")
    }

    /// What lies in the inbox, opened.
    pub(crate) fn parcel(&self) -> Parcel {
        Parcel {
            record: RECORD,
            reader: MEMBER,
            starter: Bytes(self.starter.expose().to_vec()),
            grant_key: Digest([8; 32]),
            grant: self.grant,
            chain_list: Digest([7; 32]),
            genesis: self.genesis.clone(),
            who: Who::default(),
        }
    }

    /// The chain, replayed.
    pub(crate) fn chain(&self) -> Chain {
        Chain::replay(&self.entries, RECORD).expect("it replays")
    }

    /// The record as its owner holds it.
    pub(crate) fn owners(&self) -> Record {
        let entry = RecordEntry {
            record: RECORD,
            root: Bytes(self.root.expose().to_vec()),
            reader: OWNER,
            reader_secret: Bytes(self.reader.expose().to_vec()),
            chain_list: Digest([7; 32]),
            reader_list: Digest([2; 32]),
            fingerprint: self.chain().state().fingerprint,
        };
        Record::in_memory(&entry, self.chain(), &self.wire(), &Watch::default()).expect("its own keys")
    }

    /// The record as the member holds it who has accepted.
    pub(crate) fn as_member(&self) -> Record {
        let mut entry = self.membership();
        entry.own = Some(Bytes(self.own.expose().to_vec()));
        entry.reader_list = Digest([6; 32]);
        self.members(&entry).expect("its own keys")
    }

    /// The record as a member holds it with these keys.
    pub(crate) fn members(&self, entry: &MembershipEntry) -> Result<Record, crate::Trouble> {
        Record::in_memory_of_member(entry, self.chain(), &self.wire())
    }

    fn wire(&self) -> wire::Record {
        wire::Record { pad: Digest([5; 32]), chain: self.entries.len() as u64, counter: 0, last_event: ZERO }
    }

    fn holders(&self) -> Vec<(ReaderId, SealKey)> {
        vec![(OWNER, self.reader.seal_key())]
    }

    fn next(&self) -> (u64, Digest) {
        let (number, hash) = self.chain().head();
        (number + 1, hash)
    }

    fn push(&mut self, open: String, sealed: Vec<wire::SealedTo>) {
        let leaf = self.entries.len() as u64;
        self.entries.push(LoggedEntry { entry: Entry { open, sealed }, leaf });
        let _: Chain = self.chain();
    }
}

/// The member, as the directory would vouch for them. The certificate is a patient's: nothing that is
/// tested with this looks into it.
pub(crate) fn verified(member: &IdentitySecret) -> Verified {
    let professional = professional();
    let binding = Binding {
        origin: "https://app.test".to_owned(),
        number: 1,
        previous: ZERO,
        id_nat: ID_NAT.to_owned(),
        certificate: professional.certificate.hash(),
        identity_sign: member.sign_key(),
        identity_seal: member.seal_key(),
        practice: String::new(),
        ocsp: ZERO,
        time: NOW,
    };
    let profile = Profile { professional, practice: String::new(), authority: "Test".to_owned(), not_revoked: NOW };
    Verified { profile, binding, hash: Digest([9; 32]) }
}

/// Whom a card would name.
pub(crate) fn professional() -> Professional {
    Professional {
        certificate: Certificate::from_der(&device().1).expect("an RSA certificate"),
        id_nat: ID_NAT.to_owned(),
        given_name: "Ada".to_owned(),
        surname: "Test".to_owned(),
        profession: 10,
        title: String::new(),
        card: true,
        not_before: NOW,
        not_after: NOW,
    }
}

/// The owner's computer with its certificate. Both are made once per run: a second certificate, a second
/// later, would be another.
pub(crate) fn device() -> (SoftwareDevice, Vec<u8>) {
    static MADE: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
    let (key, der) = MADE.get_or_init(make_device);
    let mut device = SoftwareDevice::import(key, DeviceSecret::make()).expect("it was written so");
    device.set_certificate(der).expect("it is its own");
    (device, der.clone())
}

fn make_device() -> (Vec<u8>, Vec<u8>) {
    let device = SoftwareDevice::make().expect("a key can be made");
    let key = device.export().expect("it can be written").0.to_vec();
    let spki = SubjectPublicKeyInfoOwned::from_der(scelle_crypto::device::DeviceKeys::spki(&device)).expect("DER");
    let validity = Validity::from_now(Duration::from_secs(3600)).expect("an hour from now exists");
    let builder = CertificateBuilder::new(Bare, SerialNumber::from(1u32), validity, spki).expect("a certificate");
    let signer = SigningKey::<Sha256>::new(PrivateKey::from_pkcs8_der(&key).expect("it was written so"));
    let certificate = builder.build::<_, rsa::pkcs1v15::Signature>(&signer).expect("it signs");
    (key, certificate.to_der().expect("it is DER"))
}

struct Bare;

impl BuilderProfile for Bare {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }
    fn get_subject(&self) -> Name {
        "CN=test".parse().expect("a name")
    }
    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}
