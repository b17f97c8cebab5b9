//! Removing a member: what it does, and what it cannot undo.

use super::{Lang, counted, texts};

texts! {
    page { "Retirer un membre", "Remove a member" }
    title(name: String) { format!("Retirer {name}"), format!("Remove {name}") }
    lede { "L’effet est immédiat : dès la signature, cette personne ne peut plus rien ouvrir.", "It takes effect at once: once you sign, this person can open nothing." }
    what { "Ce que cela fait", "What it does" }
    what_1 { "Sa prochaine demande est refusée. Ses clés sont effacées chez l’hébergeur.", "Their next request is refused. Their keys are erased at the host." }
    what_2 { "Rien de nouveau n’est scellé pour cette personne.", "Nothing new is sealed for this person." }
    what_3 { "Les documents qu’elle a déposés restent à votre dossier.", "The documents that they deposited stay in your record." }
    kept { "Ce que cette personne a pu garder", "What this person may have kept" }
    kept_more { "Ce qu’elle a ouvert, elle l’a lu : elle a pu le noter, le photographier ou le copier. Cela ne peut pas être repris.", "What they opened, they have read: they may have noted, photographed or copied it. That cannot be taken back." }
    kept_count(count: u32) {
        format!("Cette personne a aujourd’hui la clé de {}. Le journal dit lesquels elle a vraiment ouverts.", counted(Lang::Fr, count as usize, "document", "documents")),
        format!("Today this person has the key of {}. The journal says which ones they really opened.", counted(Lang::En, count as usize, "document", "documents"))
    }
    kept_none { "Cette personne n’a la clé d’aucun document.", "This person has the key of no document." }
    see_journal { "Voir le journal", "See the journal" }
    reason { "Raison", "Reason" }
    reason_hint { "Personne ne vous la demande. Elle est chiffrée dans l’acte : personne d’autre ne la lit.", "Nobody asks for it. It is encrypted in the act: nobody else reads it." }
    go_on { "Relire l’acte avant de signer", "Read the act before signing" }
    keep { "Ne pas retirer", "Do not remove" }
    act { "L’acte que vous signez", "The act that you sign" }
    plain(name: String) { format!("En clair : vous retirez {name} de votre cercle, dès maintenant."), format!("In plain words: you remove {name} from your circle, from now on.") }
    agree { "J’ai lu, et je retire cette personne", "I have read this, and I remove this person" }
    agree_hint { "Vous pourrez la nommer à nouveau plus tard, par un nouvel acte.", "You can name them again later, by a new act." }
    sign { "Signer et retirer", "Sign and remove" }
    signing { "On signe le retrait.", "Signing the removal." }
    signing_more { "D’ordinaire, une seconde.", "Usually one second." }
    done(name: String) { format!("{name} n’est plus dans votre cercle"), format!("{name} is no longer in your circle") }
    done_1 { "Dès maintenant, cette personne ne peut plus rien ouvrir ni déposer.", "From now on, this person can neither open nor deposit anything." }
    done_2 { "Ce qu’elle a déjà lu ou noté, elle peut l’avoir gardé.", "What they have already read or noted, they may have kept." }
    done_3 { "L’acte est au journal, avec sa date.", "The act is in the journal, with its date." }
}
