//! The end of a session: the warning, and the empty page after it.

use super::{counted, texts};

texts! {
    warn_title { "Êtes-vous toujours là ?", "Are you still there?" }
    warn_left(seconds: usize) {
        counted(super::Lang::Fr, seconds, "seconde", "secondes"),
        counted(super::Lang::En, seconds, "second", "seconds")
    }
    warn_more {
        "Sans geste de votre part, le dossier se ferme et cette page se vide. Votre brouillon est gardé, chiffré.",
        "If you do nothing, the record closes and this page empties. Your draft is kept, encrypted."
    }
    warn_clock { "Temps restant", "Time left" }
    stay { "Je suis toujours là", "Stay logged in" }
    leave { "Fermer maintenant", "Close now" }
    title { "Session terminée", "Session over" }
    idle { "Dix minutes sans geste : le dossier s’est fermé tout seul.", "Ten minutes without activity: the record closed by itself." }
    asked { "Vous avez fermé votre dossier.", "You closed your record." }
    elsewhere { "Le dossier a été fermé dans un autre onglet.", "The record was closed in another tab." }
    host { "L’hébergeur a mis fin à la session.", "The host ended the session." }
    removed { "Cet appareil est retiré : il n’a plus la clé de votre dossier.", "This device is removed: it no longer holds the key of your record." }
    clean { "Cette page ne contient plus rien de votre dossier. Le programme qui tenait vos clés est arrêté.", "This page holds nothing of your record any more. The program that held your keys has ended." }
    draft { "Un dépôt en cours reprendra après votre retour. Les formulaires commencés sont gardés, chiffrés.", "A deposit under way goes on after your return. Forms that you began are kept, encrypted." }
    again { "Entrer à nouveau", "Log in again" }
    crashed_title { "La partie qui garde vos clés s’est arrêtée", "The part that keeps your keys has stopped" }
}
