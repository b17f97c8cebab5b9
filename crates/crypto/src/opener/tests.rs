//! Tests of `opener`: what it gives, and each refusal.

use scelle_protocol::statements::OpenerTable;

use super::*;
use crate::{
    device::DeviceSecret,
    identity::{Opens as _, Signs as _},
    testing::{device, now},
};

const ACCOUNT: AccountId = AccountId([1; 16]);
const MADE: Time = Time(1_795_461_660);

fn table(identity: &IdentitySecret, openers: &[Opener]) -> OpenerTable {
    OpenerTable {
        account: ACCOUNT,
        number: 1,
        previous: Digest([0; 32]),
        identity_sign: identity.sign_key(),
        identity_seal: identity.seal_key(),
        list: identity.opener_list_key().hash(),
        openers: table_hashes(openers),
    }
}

fn with_kit() -> (IdentitySecret, RecoveryKit, Opener) {
    let (identity, kit) = (IdentitySecret::make(), RecoveryKit::make(ACCOUNT));
    let opener = wrap_with_kit(&kit, MADE, &identity).expect("a kit wraps");
    (identity, kit, opener)
}

struct Parts {
    share: Share,
    export_key: ExportKey,
    device: DeviceMac,
}

impl Parts {
    fn make() -> Self {
        Self {
            share: Share::make(),
            export_key: ExportKey::from_bytes(&[5; 64]),
            device: DeviceMac::from_bytes(&[6; 32]),
        }
    }
    fn key(&self) -> OpenerKey<'_> {
        OpenerKey::Certificate { share: &self.share, export_key: &self.export_key, device: &self.device }
    }
}

fn with_certificate() -> (IdentitySecret, Parts, Opener) {
    let (identity, parts) = (IdentitySecret::make(), Parts::make());
    let mut new = NewOpener::for_kit(ACCOUNT, MADE);
    (new.certificate, new.wrapped) = (Some(CertificateHash([8; 32])), Some(vec![9; 384]));
    let opener = wrap(new, &parts.key(), &identity).expect("the kinds agree");
    (identity, parts, opener)
}

#[test]
fn a_kit_and_a_certificate_open_the_same_identity() {
    let (identity, kit, by_kit) = with_kit();
    let (device, export_key) = (device(), ExportKey::from_bytes(&[5; 64]));
    let (by_device, device) =
        now(wrap_with_device(ACCOUNT, MADE, &export_key, &device, &identity)).expect("it has a certificate");
    let table = table(&identity, &[by_kit.clone(), by_device.clone()]);
    assert_eq!(by_kit.ciphertext.0.len(), 80);
    let opened = open_from_table(&table, &by_kit, &OpenerKey::Kit(kit.key())).expect("the kit opens");
    assert_eq!(opened, identity);
    let opened = now(open_with_device(&table, &by_device, &export_key, &device)).expect("the device opens");
    assert_eq!(opened, identity);
}

#[test]
fn a_wrong_password_a_wrong_device_key_and_a_wrong_share_are_refused() {
    let (identity, parts, opener) = with_certificate();
    assert_eq!(open(&opener, &parts.key()), Ok(identity));
    let mut wrong = Parts { share: Share::from_bytes(parts.share.expose()), ..Parts::make() };
    wrong.export_key = ExportKey::from_bytes(&[0; 64]);
    assert_eq!(open(&opener, &wrong.key()), Err(Refused));
    let mut wrong = Parts { share: Share::from_bytes(parts.share.expose()), ..Parts::make() };
    wrong.device = DeviceMac::from_bytes(&[0; 32]);
    assert_eq!(open(&opener, &wrong.key()), Err(Refused));
    assert_eq!(open(&opener, &Parts::make().key()), Err(Refused));
}

#[test]
fn a_password_alone_opens_nothing_without_the_devices_own_key() {
    let (identity, device, export_key) = (IdentitySecret::make(), device(), ExportKey::from_bytes(&[5; 64]));
    let (opener, new) = now(wrap_with_device(ACCOUNT, MADE, &export_key, &device, &identity)).expect("certificate");
    let table = table(&identity, std::slice::from_ref(&opener));
    // The device as it was before: same certificate, another d.
    assert_eq!(now(open_with_device(&table, &opener, &export_key, &device)), Err(DeviceError::Refused));
    assert!(now(open_with_device(&table, &opener, &export_key, &new)).is_ok());
    let (pkcs8, _) = new.export().expect("it can be written");
    let stolen = crate::device::SoftwareDevice::import(&pkcs8, DeviceSecret::make()).expect("it was written so");
    assert_eq!(now(open_with_device(&table, &opener, &export_key, &stolen)), Err(DeviceError::Refused));
}

#[test]
fn another_kit_is_refused() {
    let (_, _, opener) = with_kit();
    assert_eq!(open(&opener, &OpenerKey::Kit(RecoveryKit::make(ACCOUNT).key())), Err(Refused));
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let (identity, kit, opener) = with_kit();
    let parts = Parts::make();
    assert_eq!(open(&opener, &parts.key()), Err(Refused));
    let (_, _, certificate) = with_certificate();
    assert_eq!(open(&certificate, &OpenerKey::Kit(kit.key())), Err(Refused));
    assert_eq!(wrap(NewOpener::for_kit(ACCOUNT, MADE), &parts.key(), &identity).err(), Some(Refused));
}

#[test]
fn every_altered_line_of_an_opener_is_refused() {
    let (_, parts, opener) = with_certificate();
    let changes: [fn(&mut Opener); 13] = [
        |o| o.account.0[0] ^= 1,
        |o| o.opener.0[0] ^= 1,
        |o| o.kind = "kit".to_owned(),
        |o| o.kind = "certificat".to_owned(),
        |o| o.made.0 += 1,
        |o| o.certificate = Some(CertificateHash([0; 32])),
        |o| o.certificate = None,
        |o| o.salt.0[31] ^= 1,
        |o| o.salt.0.clear(),
        |o| o.wrapped = Some(Bytes(vec![0; 384])),
        |o| o.wrapped = None,
        |o| o.commitment.0[0] ^= 1,
        |o| o.ciphertext.0[0] ^= 1,
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut altered = opener.clone();
        change(&mut altered);
        assert_eq!(open(&altered, &parts.key()), Err(Refused), "{at}");
    }
}

#[test]
fn a_ciphertext_under_a_second_key_is_refused_by_the_commitment() {
    let (_, kit, opener) = with_kit();
    let other = RecoveryKit::make(ACCOUNT);
    let new = NewOpener {
        account: opener.account,
        opener: opener.opener,
        made: opener.made,
        salt: opener.salt.0.clone().try_into().expect("32 bytes"),
        certificate: None,
        wrapped: None,
    };
    let second = wrap(new, &OpenerKey::Kit(other.key()), &IdentitySecret::make()).expect("a kit wraps");
    // All lines but the commitment are those that the second kit opens.
    let mixed = Opener { commitment: opener.commitment, ..second };
    assert_eq!(open(&mixed, &OpenerKey::Kit(other.key())), Err(Refused));
    assert_eq!(open(&mixed, &OpenerKey::Kit(kit.key())), Err(Refused));
}

#[test]
fn an_opener_that_the_table_does_not_list_is_refused() {
    let (identity, kit, opener) = with_kit();
    let key = OpenerKey::Kit(kit.key());
    assert_eq!(open_from_table(&table(&identity, &[]), &opener, &key), Err(Refused));
}

#[test]
fn the_opener_of_another_account_is_refused() {
    let (identity, kit, opener) = with_kit();
    let mut other = table(&identity, std::slice::from_ref(&opener));
    other.account = AccountId([2; 16]);
    assert_eq!(open_from_table(&other, &opener, &OpenerKey::Kit(kit.key())), Err(Refused));
}

#[test]
fn an_opener_that_holds_another_identity_than_the_tables_is_refused() {
    let (_, kit, opener) = with_kit();
    let other = table(&IdentitySecret::make(), std::slice::from_ref(&opener));
    assert_eq!(open_from_table(&other, &opener, &OpenerKey::Kit(kit.key())), Err(Refused));
}

#[test]
fn a_new_wrap_shares_nothing_with_the_one_before() {
    let (identity, kit, a) = with_kit();
    let b = wrap_with_kit(&kit, MADE, &identity).expect("a kit wraps");
    assert_ne!(a.salt, b.salt);
    assert_ne!(a.ciphertext, b.ciphertext);
    assert_ne!(a.commitment, b.commitment);
}

#[test]
fn a_card_opens_what_it_wrapped_and_no_other_card_salt_or_kind_does() {
    let (identity, key, salt) = (IdentitySecret::make(), CardKey::from_bytes(&[7; 32]), Digest([3; 32]));
    let opener = wrap_with_card(ACCOUNT, MADE, (CertificateHash([8; 32]), &salt, &key), &identity).expect("it wraps");
    assert_eq!((opener.kind.as_str(), opener.salt.0.as_slice(), &opener.wrapped), ("card", &salt.0[..], &None));
    assert_eq!(open(&opener, &OpenerKey::Card(&key)), Ok(identity));
    assert_eq!(open(&opener, &OpenerKey::Card(&CardKey::from_bytes(&[9; 32]))), Err(Refused));
    assert_eq!(open(&opener, &OpenerKey::Kit(&KitKey::from_bytes(&[7; 32]))), Err(Refused), "a kit of the same bytes");
    let elsewhere = Opener { certificate: Some(CertificateHash([9; 32])), ..opener.clone() };
    assert_eq!(open(&elsewhere, &OpenerKey::Card(&key)), Err(Refused), "another card's line");
    let nowhere = Opener { certificate: None, ..opener };
    assert_eq!(open(&nowhere, &OpenerKey::Card(&key)), Err(Refused), "without a card's line");
}
