//! Troubles of card and circle, in three parts. The bridge's own are in `bridge_trouble`, those of
//! everything else in `trouble`.

use super::{bridge_trouble, trouble::Parts};
#[cfg(test)]
use crate::services::messages::BridgeTrouble;
use crate::services::messages::Trouble;

/// The French of a trouble of cards and circle; anything else is not said here.
pub fn french(trouble: Trouble) -> Option<Parts> {
    Some(match trouble {
        Trouble::Bridge(inner) => bridge_trouble::french(inner),
        Trouble::BridgeMissing => (
            "Le pont ne répond pas",
            "Rien n’a été ouvert, et aucun code n’a été demandé.",
            "Démarrez-le, ou tapez scelle-bridge doctor dans un terminal : il dit ce qui manque.",
        ),
        Trouble::BridgeUnpaired => (
            "Ce navigateur n’est pas appairé avec le pont",
            "Rien n’a été ouvert.",
            "Appairez-le : six chiffres à comparer, une fois pour toutes.",
        ),
        Trouble::BridgeStranger => (
            "Un autre programme répond à la place du pont",
            "Rien ne lui a été envoyé. Vos clés ne sont pas touchées.",
            "Retirez la carte, ne tapez votre code nulle part, et appelez qui s’occupe de l’ordinateur.",
        ),
        Trouble::CardExpired => (
            "Le certificat de cette carte n’est plus valable",
            "Vos dossiers sont intacts. Ils suivront sur la nouvelle carte.",
            "Mettez votre nouvelle carte, ou demandez-la à l’émetteur. Gardez votre kit de secours.",
        ),
        Trouble::CardIssuer => (
            "Cette carte n’est pas émise par l’autorité de santé",
            "Rien n’a été ouvert.",
            "Mettez votre carte de professionnel (CPS). Une carte de test n’ouvre que la démonstration.",
        ),
        Trouble::CardProfile => (
            "Cette carte n’est pas celle d’un professionnel qui s’identifie",
            "Rien n’a été ouvert. Les cartes de structure, d’employé ou d’étudiant n’ouvrent pas ici.",
            "Mettez votre carte personnelle de professionnel de santé.",
        ),
        Trouble::CardRevoked => (
            "Cette carte a été révoquée",
            "Rien n’a été ouvert. Vos dossiers sont intacts.",
            "Prenez votre nouvelle carte. Si c’est une erreur, appelez l’émetteur de la carte.",
        ),
        Trouble::RevocationUnknown => (
            "Personne ne peut dire si cette carte est encore valable",
            "Par prudence, rien n’est ouvert ni scellé tant qu’on ne sait pas.",
            "Réessayez dans quelques minutes. La panne est chez l’émetteur des cartes.",
        ),
        Trouble::OtherPerson => (
            "Ce dossier a nommé une autre personne que celle de la carte",
            "Rien n’a été ouvert.",
            "Mettez votre propre carte. Un droit ne se prête pas à un collègue.",
        ),
        Trouble::NotVerified => (
            "La carte ou la clé de ce professionnel ne se vérifie pas",
            "Rien ne lui a été envoyé ni scellé.",
            "Ne le nommez pas. Demandez-lui de se reconnecter avec sa carte, puis réessayez.",
        ),
        Trouble::Different => (
            "Ce n’est pas la même empreinte",
            "Rien ne s’est ouvert.",
            "Recommencez une fois, ensemble. Si cela dure, n’acceptez pas et prévenez l’hébergeur.",
        ),
        Trouble::NobodyThere => (
            "L’autre personne n’est pas venue à temps",
            "Rien ne s’est ouvert, et rien n’est perdu.",
            "Mettez-vous d’accord, puis recommencez tous les deux. Ou comparez l’empreinte entière.",
        ),
        _ => return None,
    })
}

/// The same in English.
pub fn english(trouble: Trouble) -> Option<Parts> {
    Some(match trouble {
        Trouble::Bridge(inner) => bridge_trouble::english(inner),
        Trouble::BridgeMissing => (
            "The bridge does not answer",
            "Nothing was opened, and no code was asked for.",
            "Start it, or type scelle-bridge doctor in a terminal: it says what is missing.",
        ),
        Trouble::BridgeUnpaired => (
            "This browser is not paired with the bridge",
            "Nothing was opened.",
            "Pair it: six digits to compare, once and for all.",
        ),
        Trouble::BridgeStranger => (
            "Another program answers in the bridge’s place",
            "Nothing was sent to it. Your keys are not touched.",
            "Take the card out, type your code nowhere, and call whoever looks after the computer.",
        ),
        Trouble::CardExpired => (
            "The certificate of this card is no longer valid",
            "Your records are intact. They will follow to the new card.",
            "Put in your new card, or ask its issuer for it. Keep your recovery kit.",
        ),
        Trouble::CardIssuer => (
            "This card was not issued by the health authority",
            "Nothing was opened.",
            "Put in your professional card (CPS). A test card opens the demonstration only.",
        ),
        Trouble::CardProfile => (
            "This card does not identify a professional",
            "Nothing was opened. Cards of organisations, staff or students do not open here.",
            "Put in your own health professional card.",
        ),
        Trouble::CardRevoked => (
            "This card was revoked",
            "Nothing was opened. Your records are intact.",
            "Use your new card. If it is a mistake, call the card’s issuer.",
        ),
        Trouble::RevocationUnknown => (
            "Nobody answers about whether the card is still valid",
            "To be safe, nothing is opened or sealed until it is known.",
            "Try again in a few minutes. The fault is with the issuer of the cards.",
        ),
        Trouble::OtherPerson => (
            "This record named a different person from the one on the card",
            "Nothing was opened.",
            "Put in your own card. A right cannot be lent to a colleague.",
        ),
        Trouble::NotVerified => (
            "The card or key of this professional could not be verified",
            "Nothing was sent or sealed to them.",
            "Do not name them. Ask them to log in again with their card, then try again.",
        ),
        Trouble::Different => (
            "It is not the same fingerprint",
            "Nothing was opened.",
            "Do it once more, together. If it goes on, do not accept, and tell the host.",
        ),
        Trouble::NobodyThere => (
            "The other person did not come in time",
            "Nothing was opened, and nothing is lost.",
            "Agree on a moment, then both begin again. Or compare the whole fingerprint.",
        ),
        _ => return None,
    })
}

/// Every one of them, for the tests.
#[cfg(test)]
pub const ALL: [Trouble; 33] = [
    Trouble::BridgeMissing,
    Trouble::BridgeUnpaired,
    Trouble::BridgeStranger,
    Trouble::CardExpired,
    Trouble::CardIssuer,
    Trouble::CardProfile,
    Trouble::CardRevoked,
    Trouble::RevocationUnknown,
    Trouble::OtherPerson,
    Trouble::NotVerified,
    Trouble::Different,
    Trouble::NobodyThere,
    Trouble::Bridge(BridgeTrouble::Busy),
    Trouble::Bridge(BridgeTrouble::CardChanged),
    Trouble::Bridge(BridgeTrouble::CardRemoved),
    Trouble::Bridge(BridgeTrouble::CardUnrecognized),
    Trouble::Bridge(BridgeTrouble::CertificateExpired),
    Trouble::Bridge(BridgeTrouble::CertificateNotYetValid),
    Trouble::Bridge(BridgeTrouble::CertificateProfile),
    Trouble::Bridge(BridgeTrouble::ConsentOver),
    Trouble::Bridge(BridgeTrouble::MechanismUnsupported),
    Trouble::Bridge(BridgeTrouble::MiddlewareMissing),
    Trouble::Bridge(BridgeTrouble::NoCard),
    Trouble::Bridge(BridgeTrouble::NoReader),
    Trouble::Bridge(BridgeTrouble::PairingRefused),
    Trouble::Bridge(BridgeTrouble::PinCancelled),
    Trouble::Bridge(BridgeTrouble::PinForm),
    Trouble::Bridge(BridgeTrouble::PinLocked),
    Trouble::Bridge(BridgeTrouble::PinTimeout),
    Trouble::Bridge(BridgeTrouble::PinWrong { left: 1 }),
    Trouble::Bridge(BridgeTrouble::PinWrong { left: 2 }),
    Trouble::Bridge(BridgeTrouble::WindowMissing),
    Trouble::Bridge(BridgeTrouble::Other),
];
