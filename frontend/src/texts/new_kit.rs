//! A new recovery kit in the place of the old one.

use super::texts;

texts! {
    title { "Faire un nouveau kit de secours", "Make a new recovery kit" }
    lede {
        "À faire si la feuille est perdue, abîmée, ou si quelqu’un d’autre l’a lue.",
        "For when the sheet is lost, damaged, or was read by somebody else."
    }
    what { "Ce qui va se passer", "What will happen" }
    what_1 { "Un nouveau code se fabrique ici. L’ancien reste bon pour l’instant.", "A new code is made here. The old one stays good for now." }
    what_2 { "Vous l’imprimez, et vous en recopiez deux groupes.", "You print it, and copy two groups of it." }
    what_3 { "Alors seulement, le nouveau prend la place de l’ancien.", "Only then does the new one take the place of the old." }
    old { "Et l’ancienne feuille ?", "And the old sheet?" }
    old_more {
        "Elle n’ouvrira plus rien, et toute session ouverte avec elle se ferme. Si vous la retrouvez, détruisez-la.",
        "It will open nothing any more, and any session opened with it ends. If you find it, destroy it."
    }
    read { "Ce qui a été lu avant ne se reprend pas. Votre journal dit si quelqu’un est entré avec le kit.", "What was read before cannot be taken back. Your journal says if somebody entered with the kit." }
    lost { "Ce que le nouveau kit ne reprend pas", "What the new kit does not take over" }
    lost_more {
        "La première feuille portait aussi une clé de succession, pour changer d’un coup toutes les clés après un vol. Le nouveau kit ne l’a pas : ce changement attendrait alors 72 heures.",
        "The first sheet also held a successor key, to change all keys at once after a theft. The new kit does not have it: that change would then wait 72 hours."
    }
    make { "Fabriquer le nouveau kit", "Make the new kit" }
    back { "Retour aux réglages", "Back to the settings" }
    sheet { "Votre nouveau kit", "Your new kit" }
    sheet_more { "Imprimez-le maintenant. L’ancien reste bon tant que vous n’avez pas fini.", "Print it now. The old one stays good until you have finished." }
    replace { "Remplacer l’ancien kit", "Replace the old kit" }
    replacing { "On remplace l’ancien kit, chez l’hébergeur.", "Replacing the old kit, at the host." }
    keep { "Garder l’ancien kit", "Keep the old kit" }
    done { "Le nouveau kit est en place", "The new kit is in place" }
    done_more { "L’ancienne feuille n’ouvre plus rien : détruisez-la. Rangez la nouvelle hors de chez vous, ou chez un proche.", "The old sheet opens nothing any more: destroy it. Keep the new one away from home, or with someone close." }
}
