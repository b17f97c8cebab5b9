//! Troubles of bridge, reader, card and code, by the bridge's own names, in three parts.

use super::trouble::Parts;
use crate::services::messages::BridgeTrouble;

/// What the bridge says, in French.
pub fn french(trouble: BridgeTrouble) -> Parts {
    match trouble {
        BridgeTrouble::Busy => (
            "Le pont est déjà occupé",
            "Rien n’a été signé.",
            "Terminez ou fermez l’autre fenêtre du pont, puis recommencez.",
        ),
        BridgeTrouble::CardChanged => (
            "La carte n’est plus la même",
            "Rien n’a été signé avec l’autre.",
            "Remettez la carte du début, ou recommencez avec celle-ci.",
        ),
        BridgeTrouble::CardRemoved => (
            "La carte a été retirée trop tôt",
            "Rien n’a été signé à moitié.",
            "Remettez-la, laissez-la en place, et recommencez.",
        ),
        BridgeTrouble::CardUnrecognized => (
            "Cette carte n’est pas reconnue",
            "Aucun code n’a été demandé.",
            "Retirez-la et remettez-la. Une carte Vitale ou bancaire ne convient pas.",
        ),
        BridgeTrouble::CertificateExpired => (
            "Le certificat de cette carte n’est plus valable",
            "Aucun code n’a été demandé.",
            "Mettez votre nouvelle carte, ou demandez-la à l’émetteur.",
        ),
        BridgeTrouble::CertificateNotYetValid => (
            "Le certificat de cette carte n’est pas encore valable",
            "Aucun code n’a été demandé.",
            "Vérifiez la date de l’ordinateur. Sinon, attendez le premier jour de la carte.",
        ),
        BridgeTrouble::CertificateProfile => (
            "Cette carte n’a pas de certificat de professionnel pour s’identifier",
            "Aucun code n’a été demandé.",
            "Mettez votre carte personnelle de professionnel de santé.",
        ),
        BridgeTrouble::ConsentOver => {
            ("L’accord donné au pont a expiré", "Rien n’a été signé.", "Recommencez : le pont redemandera le code.")
        }
        BridgeTrouble::MechanismUnsupported => (
            "Le pilote de la carte ne sait pas signer comme il faut",
            "Rien n’a été signé.",
            "Mettez à jour le logiciel de la carte, puis tapez scelle-bridge doctor.",
        ),
        BridgeTrouble::MiddlewareMissing => (
            "Le logiciel qui lit la carte n’est pas installé",
            "Rien n’a été demandé à la carte.",
            "Installez la Cryptolib CPS ou OpenSC, puis tapez scelle-bridge doctor.",
        ),
        BridgeTrouble::NoCard => (
            "Il n’y a pas de carte dans le lecteur",
            "Rien n’a été signé.",
            "Mettez votre carte, la puce d’abord, puis recommencez.",
        ),
        BridgeTrouble::NoReader => (
            "Aucun lecteur de carte n’est branché",
            "Rien n’a été signé.",
            "Branchez le lecteur. Il l’est déjà ? Tapez scelle-bridge doctor.",
        ),
        other => window_french(other),
    }
}

fn window_french(trouble: BridgeTrouble) -> Parts {
    match trouble {
        BridgeTrouble::PairingRefused => (
            "L’appairage a été refusé dans la fenêtre du pont",
            "Ce navigateur n’a reçu aucun accès.",
            "Les chiffres étaient les mêmes ? Recommencez et confirmez. Différents ? N’insistez pas.",
        ),
        BridgeTrouble::PinCancelled => (
            "Vous avez fermé la fenêtre du code",
            "Rien n’a été signé, et aucun essai n’est compté.",
            "Recommencez quand vous voulez.",
        ),
        BridgeTrouble::PinForm => (
            "Le code n’a pas la bonne longueur",
            "Il n’a pas été essayé : aucun essai n’est compté.",
            "Le code d’une CPS a quatre chiffres. Recommencez.",
        ),
        BridgeTrouble::PinLocked => (
            "Le code de cette carte est bloqué",
            "Rien n’est perdu : vos dossiers et vos clés sont intacts.",
            "Débloquez-la avec le code PUK reçu par courrier, ou demandez une nouvelle carte.",
        ),
        BridgeTrouble::PinTimeout => (
            "Le code n’est pas venu à temps",
            "Rien n’a été signé, et aucun essai n’est compté.",
            "Recommencez, et regardez la fenêtre du pont.",
        ),
        BridgeTrouble::PinWrong { left: 1 } => (
            "Ce n’est pas le bon code, et il ne reste qu’un essai",
            "Rien n’a été signé.",
            "N’essayez pas au hasard : un code faux de plus bloque la carte. Retrouvez d’abord le code.",
        ),
        BridgeTrouble::PinWrong { .. } => (
            "Ce n’est pas le bon code",
            "Rien n’a été signé.",
            "Recommencez, sans hâte. Essais restants avant blocage :",
        ),
        BridgeTrouble::WindowMissing => (
            "Le pont ne peut pas ouvrir sa fenêtre",
            "Aucun code n’a été demandé.",
            "Installez pinentry, et lancez le pont dans votre session. scelle-bridge doctor dit comment.",
        ),
        _ => (
            "Le pont a répondu par une erreur",
            "Rien n’a été signé.",
            "Mettez-le à jour, puis recommencez. Si cela dure : scelle-bridge doctor.",
        ),
    }
}

/// The same in English.
pub fn english(trouble: BridgeTrouble) -> Parts {
    match trouble {
        BridgeTrouble::Busy => {
            ("The bridge is already busy", "Nothing was signed.", "Finish or close its other window, then try again.")
        }
        BridgeTrouble::CardChanged => (
            "The card has changed",
            "Nothing was signed with the other one.",
            "Put the first card back, or begin again with this one.",
        ),
        BridgeTrouble::CardRemoved => (
            "The card was taken out too early",
            "Nothing was left half signed.",
            "Put it back, leave it there, and try again.",
        ),
        BridgeTrouble::CardUnrecognized => (
            "This card is not recognised",
            "No code was asked for.",
            "Take it out and put it back. A patient’s or bank card will not do.",
        ),
        BridgeTrouble::CertificateExpired => (
            "The certificate of this card is no longer valid",
            "No code was asked for.",
            "Put in your new card, or ask its issuer for it.",
        ),
        BridgeTrouble::CertificateNotYetValid => (
            "The certificate of this card is not valid yet",
            "No code was asked for.",
            "Check the computer’s date. Otherwise wait for the card’s first day.",
        ),
        BridgeTrouble::CertificateProfile => (
            "This card has no certificate that identifies a professional",
            "No code was asked for.",
            "Put in your own health professional card.",
        ),
        BridgeTrouble::ConsentOver => (
            "The consent given to the bridge is over",
            "Nothing was signed.",
            "Begin again: the bridge will ask for the code.",
        ),
        BridgeTrouble::MechanismUnsupported => (
            "The card’s driver cannot sign as needed",
            "Nothing was signed.",
            "Update the card’s software, then type scelle-bridge doctor.",
        ),
        BridgeTrouble::MiddlewareMissing => (
            "The software that reads the card is not installed",
            "Nothing was asked of the card.",
            "Install the Cryptolib CPS or OpenSC, then type scelle-bridge doctor.",
        ),
        BridgeTrouble::NoCard => {
            ("There is no card in the reader", "Nothing was signed.", "Put your card in, chip first, then try again.")
        }
        BridgeTrouble::NoReader => (
            "No card reader is plugged in",
            "Nothing was signed.",
            "Plug the reader in. Is it already? Type scelle-bridge doctor.",
        ),
        other => window_english(other),
    }
}

fn window_english(trouble: BridgeTrouble) -> Parts {
    match trouble {
        BridgeTrouble::PairingRefused => (
            "The pairing was refused in the bridge’s window",
            "This browser got no access.",
            "Were the digits the same? Begin again and confirm. Different? Stop there.",
        ),
        BridgeTrouble::PinCancelled => (
            "You closed the code window",
            "Nothing was signed, and no try is counted.",
            "Start again whenever you like.",
        ),
        BridgeTrouble::PinForm => (
            "The code does not have the right length",
            "It was not tried: no try is counted.",
            "The code of a CPS has four digits. Try again.",
        ),
        BridgeTrouble::PinLocked => (
            "The code of this card is locked",
            "Nothing is lost: your records and keys are intact.",
            "Unlock it with the PUK code received by post, or ask for a new card.",
        ),
        BridgeTrouble::PinTimeout => (
            "The code did not come in time",
            "Nothing was signed, and no try is counted.",
            "Try again, and look at the bridge’s window.",
        ),
        BridgeTrouble::PinWrong { left: 1 } => (
            "This is not the right code, and one try is left",
            "Nothing was signed.",
            "Do not guess: one more wrong code locks the card. Find the code first.",
        ),
        BridgeTrouble::PinWrong { .. } => (
            "This is not the right code",
            "Nothing was signed.",
            "Try again, without haste. Tries left before it locks:",
        ),
        BridgeTrouble::WindowMissing => (
            "The bridge cannot open its window",
            "No code was asked for.",
            "Install pinentry, and start the bridge in your session. scelle-bridge doctor says how.",
        ),
        _ => (
            "The bridge answered with an error",
            "Nothing was signed.",
            "Update it, then try again. If it goes on: scelle-bridge doctor.",
        ),
    }
}
