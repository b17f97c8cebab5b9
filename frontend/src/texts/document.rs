//! One document: viewer, facts, provenance.

use super::texts;

texts! {
    page { "Document", "Document" }
    back_to_list { "Vos documents", "Your documents" }
    lede(kind: String, day: String) { format!("{kind} du {day}."), format!("{kind}, {day}.") }
    official(name: String) { format!("Nom officiel : {name}."), format!("Official French name: {name}.") }
    download { "Enregistrer l’original", "Save the original" }
    opening { "On ouvre ce document ici", "Opening this document here" }
    opening_more { "Rien ne s’affiche avant que tout soit vérifié.", "Nothing shows before everything is verified." }
    pages { "Pages du document", "Pages of the document" }
    page_of(page: usize, pages: usize) { format!("Page {page} sur {pages}"), format!("Page {page} of {pages}") }
    previous { "Page précédente", "Previous page" }
    next { "Page suivante", "Next page" }
    drawing { "On dessine la page.", "Drawing the page." }
    pdf_note { "Image de la page, sans texte lisible par un lecteur d’écran. L’original l’est peut-être : enregistrez-le.", "A picture of the page, without text for a screen reader. The original may have it: save it." }
    pdf_failed { "Cette page ne se dessine pas ici", "This page cannot be drawn here" }
    pdf_failed_more { "Le document est entier et vérifié. Enregistrez l’original pour le lire dans un autre programme.", "The document is whole and verified. Save the original to read it in another program." }
    other_title { "Ce format ne s’affiche pas ici", "This format is not shown here" }
    other_more { "Le document est entier et vérifié. Enregistrez-le pour l’ouvrir dans un autre programme.", "The document is whole and verified. Save it to open it in another program." }
    other_inert { "Une fois enregistré, il sort de la protection de Scellé.", "Once saved, it leaves the protection of Scellé." }
    empty_title { "Ce document est vide", "This document is empty" }
    empty_more { "Il compte 0 octet : c’est ainsi qu’il a été déposé.", "It has 0 bytes: that is how it was deposited." }
    large_title { "Un grand document", "A large document" }
    large_more { "Trop grand pour la mémoire de cette page. On peut le déchiffrer droit dans un fichier de votre choix.", "Too large for the memory of this page. It can be decrypted straight into a file of your choice." }
    large_save { "Choisir où l’enregistrer", "Choose where to save it" }
    large_cannot { "Ce navigateur ne sait pas écrire un grand fichier. Ouvrez ce document avec Chrome ou Edge, sur un ordinateur.", "This browser cannot write a large file. Open this document with Chrome or Edge, on a computer." }
    large_saved { "Enregistré, entier et vérifié.", "Saved, whole and verified." }
    text_cut { "Le texte est long : on en montre le début. L’original est entier.", "The text is long: its beginning is shown. The original is whole." }
    image_of(title: String) { format!("Image : {title}"), format!("Image: {title}") }
    content { "Contenu", "Content" }
    about { "À propos de ce document", "About this document" }
    who { "Qui peut le lire", "Who can read it" }
    who_personal { "Espace personnel : jamais personne d’autre.", "Personal space: never anybody else." }
    origin { "Provenance", "Provenance" }
    author { "Déposé et signé par", "Deposited and signed by" }
    deposited { "Déposé", "Deposited" }
    act_date { "Date de l’acte", "Date of care" }
    file { "Fichier", "File" }
    version { "Version", "Version" }
    verified { "Contenu entier et signature vérifiés à l’ouverture", "Whole content and signature verified on opening" }
    label_verified { "Titre, date et signature vérifiés", "Title, date and signature verified" }
    logged { "Cette ouverture est inscrite à votre journal.", "This opening is written in your journal." }
    pdf { "PDF", "PDF" }
    xml { "Document XML", "XML document" }
    cda { "Document clinique (CDA)", "Clinical document (CDA)" }
    dicom { "Image médicale (DICOM)", "Medical image (DICOM)" }
    image { "Image", "Image" }
    text { "Texte", "Text" }
    unknown { "Autre fichier", "Other file" }
}
