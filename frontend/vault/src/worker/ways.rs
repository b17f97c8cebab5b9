//! The ways in: this computer, another, the recovery kit; what comes and what goes.

use scelle_client::{HostPins, computers::Enrol};
use scelle_crypto::{
    device::DeviceKeys as _,
    kit::{FIRST_OWN_GROUP, RecoveryKit},
    opaque::Password,
    subtle::{DeviceCryptoKeys, SubtleDevice},
};
use scelle_protocol::{CertificateHash, OpenerId};
use zeroize::Zeroize as _;

use super::{
    Reply, Worker, answers,
    session::forget,
    shelf::{self, Device},
};
use scelle_seam::{Answer, Trouble};

impl Worker {
    pub(super) async fn add_computer(&self, identifier: &str, mut password: String) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let secret = Password::new(&password);
        password.zeroize();
        let device = SubtleDevice::make().await.map_err(|_| Trouble::BrowserCannot)?;
        let (device, certificate) = account.add_computer(device, identifier, secret).await.map_err(answers::trouble)?;
        keep(&device, &certificate, &account.host).await?;
        Ok(Answer::Done.into())
    }

    pub(super) async fn openers(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let here = match &account.professional {
            Some(profile) => Some(profile.professional.certificate.hash()),
            None => here().await,
        };
        Ok(Answer::Openers(answers::openers(&account.openers(), here)).into())
    }

    pub(super) async fn remove_opener(&self, id: &str) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let id: OpenerId = id.parse().map_err(|_| Trouble::NotFound)?;
        let gone = account.openers().into_iter().find(|opener| opener.opener == id).ok_or(Trouble::NotFound)?;
        let own = gone.certificate.is_some() && gone.certificate == here().await;
        account.remove_opener(id).await.map_err(answers::trouble)?;
        if !own {
            return self.openers().await;
        }
        // The host has ended what this certificate opened; here nothing of it may stay either.
        self.account.replace(None);
        self.listed.borrow_mut().clear();
        forget(&account).await.map_err(|_| Trouble::StorageFull)?;
        Ok(Answer::Done.into())
    }

    pub(super) fn make_kit(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let kit = RecoveryKit::make(account.id);
        let shown = answers::kit(&kit, account.line.now());
        self.new_kit.replace(Some(kit));
        Ok(Answer::Kit(shown).into())
    }

    pub(super) async fn replace_kit(&self, copied: &[(u32, String)]) -> Result<Reply, Trouble> {
        let account = self.account()?;
        {
            let kit = self.new_kit.borrow();
            if !is_copied(kit.as_ref().ok_or(Trouble::NotFound)?, copied) {
                return Err(Trouble::KitTypo);
            }
        }
        let kit = self.new_kit.borrow_mut().take().ok_or(Trouble::NotFound)?;
        if let Err(trouble) = account.replace_kit(&kit).await {
            // Its paper is printed and checked: it is kept for another try.
            self.new_kit.replace(Some(kit));
            return Err(answers::trouble(trouble));
        }
        self.openers().await
    }

    pub(super) fn drop_kit(&self) -> Reply {
        self.new_kit.replace(None);
        Answer::Done.into()
    }
}

/// Whether the groups were copied from this kit's paper. Those that spell the account do not count.
pub fn is_copied(kit: &RecoveryKit, copied: &[(u32, String)]) -> bool {
    let printed = kit.print();
    let right =
        |(group, signs): &(u32, String)| *group as usize >= FIRST_OWN_GROUP && printed.has(*group as usize, signs);
    copied.len() >= 2 && copied.iter().all(right)
}

/// Keeps this computer's certificate and keys.
pub async fn keep(device: &SubtleDevice, certificate: &[u8], host: &HostPins) -> Result<(), Trouble> {
    let DeviceCryptoKeys { sign, unwrap, mac } = device.keys().clone();
    let host = serde_json::to_string(host).map_err(|_| Trouble::Internal)?;
    let kept = Device { certificate: certificate.to_vec(), host, sign, unwrap, mac };
    shelf::keep_device(&kept).await.map_err(|_| Trouble::StorageFull)?;
    shelf::ask_to_stay().await;
    Ok(())
}

/// The keys of this computer, as a device.
pub fn restore(device: &Device) -> Result<SubtleDevice, Trouble> {
    let keys = DeviceCryptoKeys { sign: device.sign.clone(), unwrap: device.unwrap.clone(), mac: device.mac.clone() };
    let mut restored = SubtleDevice::restore(keys, &device.certificate).map_err(|_| Trouble::NoCertificate)?;
    restored.enrol(&device.certificate).map_err(|_| Trouble::NoCertificate)?;
    Ok(restored)
}

/// This computer's keys with their certificate, DER.
pub async fn kept() -> Result<(SubtleDevice, Vec<u8>), Trouble> {
    let device = shelf::device().await.map_err(|_| Trouble::BrowserCannot)?.ok_or(Trouble::NoCertificate)?;
    Ok((restore(&device)?, device.certificate))
}

/// The certificate of this computer, if there is one.
async fn here() -> Option<CertificateHash> {
    let device = shelf::device().await.ok()??;
    restore(&device).ok()?.certificate().ok()
}
