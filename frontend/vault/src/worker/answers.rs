//! From the engine's words to the page's.

use data_encoding::BASE64;
use scelle_client::{
    HostPins,
    account::Checks as EngineChecks,
    bridge::{BridgeCode, BridgeTrouble},
    circle::{MemberRow as EngineRow, MemberState as Standing},
    consents::SignedConsent,
    directory::{NotVerified, Profile},
    documents::Listed,
    platform::{Contradiction, Stage as EngineStage, Trouble as Engine},
    vault,
};
use scelle_crypto::kit::RecoveryKit;
use scelle_protocol::{
    CertificateHash, ProblemCode, Time,
    statements::{self, Opener},
};
use scelle_verify::professional::{ProfessionalError, RevocationError, profession_words};

use super::shelf::Device;
use scelle_seam::{
    BridgeTrouble as Said, Checks, DocumentRow, Kit, MemberRow, MemberState, OpenerRow, Professional, Rights,
    SignedConsent as Kept, Stage, Trouble, Who,
};

/// What a person can act on.
pub fn trouble(trouble: Engine) -> Trouble {
    match trouble {
        Engine::BadBody => Trouble::BadBody,
        Engine::BadLabel => Trouble::BadLabel,
        Engine::Bridge(said) => bridge(said),
        Engine::Cancelled => Trouble::Cancelled,
        Engine::Contradiction(_) => Trouble::Contradiction,
        Engine::Device => Trouble::BrowserCannot,
        Engine::Different => Trouble::Different,
        Engine::File(_) => Trouble::FileUnreadable,
        Engine::FileTooLarge => Trouble::FileTooLarge,
        Engine::KitRefused => Trouble::KitRefused,
        Engine::Line(_) => Trouble::Offline,
        Engine::LogInRefused => Trouble::LogInRefused,
        Engine::NobodyThere => Trouble::NobodyThere,
        // The page shows none of these acts before its time, nor after.
        Engine::AnotherRecord | Engine::NotCompared | Engine::Personal => Trouble::Refused,
        Engine::NotShown => Trouble::TextOld,
        Engine::NotVerified(why) => not_verified(why),
        Engine::OtherFile => Trouble::OtherFile,
        Engine::Problem(code) => problem(code),
        Engine::SlowDown(seconds) => Trouble::SlowDown { seconds },
        Engine::Unreadable => Trouble::HostFault,
    }
}

fn not_verified(why: NotVerified) -> Trouble {
    match why {
        NotVerified::Certificate(ProfessionalError::Expired | ProfessionalError::NotYet) => Trouble::CardExpired,
        NotVerified::Certificate(ProfessionalError::Issuer | ProfessionalError::Organisation) => Trouble::CardIssuer,
        NotVerified::Certificate(_) => Trouble::CardProfile,
        NotVerified::Revocation(RevocationError::Revoked) => Trouble::CardRevoked,
        NotVerified::Revocation(RevocationError::Stale | RevocationError::Unknown) => Trouble::RevocationUnknown,
        NotVerified::Revocation(RevocationError::Form | RevocationError::Signature)
        | NotVerified::Another
        | NotVerified::Binding(_)
        | NotVerified::NotLogged => Trouble::NotVerified,
    }
}

/// What the bridge says, or that it says nothing.
pub fn bridge(trouble: BridgeTrouble) -> Trouble {
    match trouble {
        BridgeTrouble::Missing => Trouble::BridgeMissing,
        BridgeTrouble::Unpaired => Trouble::BridgeUnpaired,
        BridgeTrouble::Stranger => Trouble::BridgeStranger,
        BridgeTrouble::PageKey => Trouble::BrowserCannot,
        BridgeTrouble::Unreadable => Trouble::Bridge(Said::Other),
        BridgeTrouble::PinWrong { left } => Trouble::Bridge(Said::PinWrong { left }),
        // The pairing is gone there, or another bridge runs here: this browser pairs again.
        BridgeTrouble::Code(BridgeCode::NotPaired | BridgeCode::BadSignature) => Trouble::BridgeUnpaired,
        BridgeTrouble::Code(code) => Trouble::Bridge(said(code)),
    }
}

fn said(code: BridgeCode) -> Said {
    match code {
        BridgeCode::Busy => Said::Busy,
        BridgeCode::CardChanged => Said::CardChanged,
        BridgeCode::CardRemoved => Said::CardRemoved,
        BridgeCode::CardUnrecognized => Said::CardUnrecognized,
        BridgeCode::CertificateExpired => Said::CertificateExpired,
        BridgeCode::CertificateNotYetValid => Said::CertificateNotYetValid,
        BridgeCode::CertificateProfile => Said::CertificateProfile,
        BridgeCode::ConsentOver => Said::ConsentOver,
        BridgeCode::MechanismUnsupported => Said::MechanismUnsupported,
        BridgeCode::MiddlewareMissing => Said::MiddlewareMissing,
        BridgeCode::NoCard => Said::NoCard,
        BridgeCode::NoReader => Said::NoReader,
        BridgeCode::PairingRefused => Said::PairingRefused,
        BridgeCode::PinCancelled => Said::PinCancelled,
        BridgeCode::PinForm => Said::PinForm,
        BridgeCode::PinLocked => Said::PinLocked,
        BridgeCode::PinTimeout => Said::PinTimeout,
        BridgeCode::WindowMissing => Said::WindowMissing,
        _ => Said::Other,
    }
}

fn problem(code: ProblemCode) -> Trouble {
    match code {
        ProblemCode::CardExpired => Trouble::CardExpired,
        ProblemCode::CardIssuer => Trouble::CardIssuer,
        ProblemCode::CardProfile => Trouble::CardProfile,
        ProblemCode::CardRevoked => Trouble::CardRevoked,
        ProblemCode::Expired => Trouble::TextOld,
        ProblemCode::Internal => Trouble::HostFault,
        ProblemCode::NotFound => Trouble::NotFound,
        ProblemCode::OtherPerson => Trouble::OtherPerson,
        ProblemCode::ProofRefused | ProblemCode::SessionEnded => Trouble::SessionEnded,
        ProblemCode::RevocationUnknown => Trouble::RevocationUnknown,
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
        Contradiction::Directory => "directory",
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
            author: listed.author.as_ref().map(|person| person.name.clone()),
            deposited: statement.time.0,
            refused: None,
            ..base
        },
    }
}

/// A professional, verified here.
pub fn professional(profile: &Profile) -> Professional {
    let professional = &profile.professional;
    Professional {
        id_nat: professional.id_nat.clone(),
        rpps: professional.rpps().to_owned(),
        name: professional.name(),
        profession: professional.profession,
        words: words(professional.profession),
        practice: profile.practice.clone(),
        card_until: professional.not_after.0,
        authority: profile.authority.clone(),
        not_revoked: profile.not_revoked.0,
    }
}

/// Words for a profession, in French and English.
pub fn words(profession: u16) -> (String, String) {
    profession_words(profession).map(|(french, english)| (french.to_owned(), english.to_owned())).unwrap_or_default()
}

/// One member of the circle.
pub fn member(row: &EngineRow, documents: u32) -> MemberRow {
    MemberRow {
        reader: row.person.reader.to_string(),
        id_nat: row.person.id_nat.clone(),
        name: row.person.name.clone(),
        profession: row.person.profession,
        words: words(row.person.profession),
        rights: rights(row.rights),
        since: row.from.0,
        until: row.until.map(|time| time.0),
        accepted: row.accepted.map(|time| time.0),
        removed: row.removed.map(|time| time.0),
        state: match row.state {
            Standing::Pending => MemberState::Pending,
            Standing::Active => MemberState::Active,
            Standing::Over => MemberState::Over,
            Standing::Removed => MemberState::Removed,
            Standing::Wrong => MemberState::Wrong,
        },
        documents,
    }
}

/// What a member may do.
pub fn rights(rights: statements::Rights) -> Rights {
    Rights { read: rights.read, deposit: rights.deposit }
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
