//! A browser, or an address, where keys would not be safe.

use super::texts;

texts! {
    insecure { "Cette adresse n’est pas sûre", "This address is not secure" }
    insecure_more {
        "Quelqu’un sur le réseau pourrait avoir changé cette page. N’y tapez ni mot de passe, ni kit de secours.",
        "Somebody on the network could have changed this page. Type neither password nor recovery kit here."
    }
    insecure_safe { "Rien n’a été envoyé. Votre dossier est intact.", "Nothing was sent. Your record is intact." }
    insecure_1 { "Regardez l’adresse : elle doit commencer par https://.", "Look at the address: it must begin with https://." }
    insecure_2 { "Tapez-la vous-même, ou prenez votre marque-page.", "Type it yourself, or use your bookmark." }
    insecure_3 { "Si cela revient, prévenez l’hébergeur.", "If it comes back, tell the host." }
    no_keys { "Ce navigateur ne sait pas garder une clé", "This browser cannot keep a key" }
    no_keys_open {
        "Une clé gardée ici pourrait être copiée : on n’en fabrique donc pas.",
        "A key kept here could be copied, so none is made."
    }
    no_keys_log_in {
        "Aucun mot de passe n’ouvre ici. Votre kit de secours, lui, ouvre, plus lentement.",
        "No password opens here. Your recovery kit does, more slowly."
    }
    no_keys_1 { "Mettez ce navigateur à jour, et quittez la navigation privée.", "Update this browser, and leave private browsing." }
    no_keys_2 { "Ou prenez une version récente de Firefox, Chrome, Edge ou Safari.", "Or use a recent Firefox, Chrome, Edge or Safari." }
    no_keys_3 { "Ou prenez un autre appareil.", "Or use another device." }
}
