//! From the engine's words to the page's.

use data_encoding::BASE64;
use scelle_client::{
    HostPins,
    account::Checks as EngineChecks,
    consents::SignedConsent,
    documents::Listed,
    platform::{Contradiction, Stage as EngineStage, Trouble as Engine},
    vault,
};
use scelle_crypto::kit::RecoveryKit;
use scelle_protocol::{CertificateHash, ProblemCode, Time, statements::Opener};

use super::shelf::Device;
use scelle_seam::{Checks, DocumentRow, Kit, OpenerRow, SignedConsent as Kept, Stage, Trouble, Who};

/// What a person can act on.
pub fn trouble(trouble: Engine) -> Trouble {
    match trouble {
        Engine::BadBody => Trouble::BadBody,
        Engine::BadLabel => Trouble::BadLabel,
        Engine::Cancelled => Trouble::Cancelled,
        Engine::Contradiction(_) => Trouble::Contradiction,
        Engine::Device => Trouble::BrowserCannot,
        Engine::File(_) => Trouble::FileUnreadable,
        Engine::FileTooLarge => Trouble::FileTooLarge,
        Engine::KitRefused => Trouble::KitRefused,
        Engine::Line(_) => Trouble::Offline,
        Engine::LogInRefused => Trouble::LogInRefused,
        Engine::NotShown => Trouble::TextOld,
        Engine::OtherFile => Trouble::OtherFile,
        Engine::Problem(code) => problem(code),
        Engine::SlowDown(seconds) => Trouble::SlowDown { seconds },
        Engine::Unreadable => Trouble::HostFault,
    }
}

fn problem(code: ProblemCode) -> Trouble {
    match code {
        ProblemCode::Expired => Trouble::TextOld,
        ProblemCode::Internal => Trouble::HostFault,
        ProblemCode::NotFound => Trouble::NotFound,
        ProblemCode::ProofRefused | ProblemCode::SessionEnded => Trouble::SessionEnded,
        ProblemCode::StaleChain | ProblemCode::StaleNumber => Trouble::Stale,
        ProblemCode::StorageFull => Trouble::HostFull,
        ProblemCode::TooLarge => Trouble::FileTooLarge,
        _ => Trouble::Refused,
    }
}

/// What was checked.
pub fn checks(checks: &EngineChecks) -> Checks {
    Checks {
        checkpoint_time: checks.time,
        entries: checks.entries,
        missing: checks.missing.clone(),
        contradictions: checks.contradictions.iter().map(|what| contradiction(*what).to_owned()).collect(),
        pending: 0,
        cosigners: 0,
    }
}

fn contradiction(what: Contradiction) -> &'static str {
    match what {
        Contradiction::Account => "account",
        Contradiction::Certificate => "certificate",
        Contradiction::Chain => "chain",
        Contradiction::Host => "host",
        Contradiction::Journal => "journal",
        Contradiction::Log => "log",
        Contradiction::Receipt => "receipt",
    }
}

/// The host's keys that were kept beside the certificate.
pub fn pins(device: &Device) -> Option<HostPins> {
    serde_json::from_str(&device.host).ok()
}

/// The kit as it is printed.
pub fn kit(kit: &RecoveryKit, now: Time) -> Kit {
    let (qr, side) = kit.qr_modules();
    Kit {
        account: kit.account().to_string(),
        groups: kit.print().groups().map(ToString::to_string).collect(),
        qr,
        qr_side: u32::try_from(side).unwrap_or_default(),
        made: now.date().to_string(),
    }
}

/// Into the vault.
pub fn who_in(who: Who) -> vault::Who {
    vault::Who {
        birth_name: who.birth_name,
        used_name: who.used_name,
        given_names: who.given_names,
        birth_date: who.birth_date,
        sex: who.sex,
        birth_place: who.birth_place,
        contact: who.contact,
    }
}

/// Out of the vault.
pub fn who_out(who: vault::Who) -> Who {
    Who {
        birth_name: who.birth_name,
        used_name: who.used_name,
        given_names: who.given_names,
        birth_date: who.birth_date,
        sex: who.sex,
        birth_place: who.birth_place,
        contact: who.contact,
    }
}

/// One line of the timeline.
pub fn row(listed: &Listed, seen: bool) -> DocumentRow {
    let base = DocumentRow { id: listed.document.to_string(), ..DocumentRow::default() };
    match &listed.statement {
        Err(why) => DocumentRow { refused: Some(trouble(*why)), ..base },
        Ok(statement) => DocumentRow {
            version: u32::try_from(statement.version).unwrap_or(u32::MAX),
            title: statement.title.clone(),
            kind: statement.kind.clone(),
            date: statement.date.to_string(),
            file_name: statement.name.clone(),
            media: statement.media.clone(),
            size: statement.length,
            personal: statement.personal,
            unread: !seen,
            author: None,
            deposited: statement.time.0,
            refused: None,
            ..base
        },
    }
}

/// The ways in; two must remain.
pub fn openers(openers: &[Opener], here: Option<CertificateHash>) -> Vec<OpenerRow> {
    let row = |opener: &Opener| {
        let this_computer = here.is_some() && opener.certificate == here;
        OpenerRow {
            id: opener.opener.to_string(),
            kind: opener.kind.clone(),
            made: opener.made.date().to_string(),
            this_computer,
            removable: openers.len() > 2 && opener.kind == "certificate",
        }
    };
    openers.iter().map(row).collect()
}

/// A consent out of the chain. `notices` are the texts that the page knows.
pub fn consent(consent: SignedConsent, notices: &[String]) -> Kept {
    let known = notices.iter().position(|text| consent.is_to(text));
    Kept {
        number: consent.number,
        leaf: consent.leaf,
        agreed: consent.agreed.0,
        notice: consent.notice,
        known: known.and_then(|known| u32::try_from(known).ok()),
        signed: consent.signed,
        open: consent.open,
        sealed: consent.sealed,
        salt: consent.salt.to_string(),
        certificate: consent.certificate.map(|der| pem(&der)).unwrap_or_default(),
    }
}

/// RFC 7468: lines of 64 signs.
fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// Stages.
pub fn stage(stage: EngineStage) -> Stage {
    match stage {
        EngineStage::Sealing => Stage::Sealing,
        EngineStage::Committing => Stage::Committing,
        EngineStage::Fetching => Stage::Fetching,
        EngineStage::Verifying => Stage::Verifying,
    }
}
