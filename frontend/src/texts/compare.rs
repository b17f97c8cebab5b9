//! Comparing six digits or a fingerprint, seen from both sides.

use super::texts;

texts! {
    title(name: String) { format!("Comparer avec {name}"), format!("Compare with {name}") }
    page { "Comparer", "Compare" }
    lede { "Deux écrans, six chiffres : ils doivent être les mêmes.", "Two screens, six digits: they must be the same." }
    before { "Avant de commencer", "Before you begin" }
    before_1 { "Soyez ensemble, ou au téléphone avec quelqu’un dont vous reconnaissez la voix.", "Be together, or on the telephone with someone whose voice you recognise." }
    before_2 { "Le professionnel est connecté avec sa carte. Il a ouvert votre nom et touché « Comparer ».", "The professional is logged in with their card. They opened your name and chose “Compare”." }
    before_3 { "Touchez le bouton. Les chiffres s’affichent sur les deux écrans.", "Press the button. The digits appear on both screens." }
    start { "Afficher les chiffres", "Show the digits" }
    waiting { "On attend l’autre écran", "Waiting for the other screen" }
    waiting_more { "Le professionnel doit toucher « Comparer » de son côté. Gardez cette page ouverte.", "The professional must choose “Compare” on their side. Keep this page open." }
    waiting_member { "La personne doit toucher « Afficher les chiffres » sur sa page. Gardez cet écran ouvert.", "The person must choose “Show the digits” on their page. Keep this screen open." }
    digits { "Les six chiffres", "The six digits" }
    digits_do { "Lisez-les à voix haute. L’autre écran montre-t-il exactement les mêmes ?", "Read them aloud. Does the other screen show exactly the same?" }
    same { "Ce sont les mêmes", "They are the same" }
    different { "Ils sont différents", "They are different" }
    same_title { "Les deux écrans s’accordent", "The two screens agree" }
    same_owner { "Dites-le au professionnel : c’est lui qui confirme, sur son écran. Ensuite, il apparaît « Actif » dans votre cercle.", "Tell the professional: they confirm, on their screen. Then they show as “Active” in your circle." }
    active_title(name: String) { format!("{name} est actif dans votre cercle"), format!("{name} is active in your circle") }
    active_more { "La comparaison est faite. Il n’y a rien de plus à faire.", "The comparison is done. There is nothing more to do." }
    alarm { "Les chiffres diffèrent : arrêtez-vous là", "The digits differ: stop here" }
    alarm_safe { "Rien ne s’est ouvert. Cette personne ne lit aucun document.", "Nothing was opened. This person reads no document." }
    alarm_1 { "Recommencez une fois, ensemble : une faute de lecture arrive.", "Do it once more, together: anyone can misread a digit." }
    alarm_2 { "S’ils diffèrent encore, retirez cette personne du cercle.", "If they differ again, remove this person from the circle." }
    alarm_3 { "Prévenez l’hébergeur : quelqu’un s’est peut-être glissé entre vous.", "Tell the host: someone may have slipped in between you." }
    alarm_member_2 { "S’ils diffèrent encore, n’acceptez pas. Dites-le au patient.", "If they differ again, do not accept. Tell the patient." }
    again { "Recommencer", "Do it again" }
    other_way { "Autre façon : l’empreinte entière", "Another way: the whole fingerprint" }
    other_way_owner { "Le professionnel lit ce code QR, ou recopie ces signes sur son écran. C’est aussi sûr, et personne n’attend personne.", "The professional scans this QR code, or copies these characters on their screen. It is as safe, and nobody waits for anybody." }
    other_way_member { "Le patient ouvre « Comparer » sur sa page, puis « Autre façon ». Recopiez ou collez ici son empreinte entière.", "The patient opens “Compare” on their page, then “Another way”. Copy or paste here the whole fingerprint." }
    fingerprint { "Empreinte du dossier", "Fingerprint of the record" }
    fingerprint_qr { "Code QR de l’empreinte du dossier", "QR code of the record’s fingerprint" }
    fingerprint_hint { "64 signes : chiffres, et lettres de a à f. Les espaces ne comptent pas.", "64 characters: digits, and letters from a to f. Spaces do not count." }
    fingerprint_check { "Vérifier l’empreinte", "Check the fingerprint" }
    fingerprint_short(have: usize) { format!("Il y a {have} signes sur 64."), format!("There are {have} characters of 64.") }
    gone { "Cette personne n’est pas dans votre cercle, ou plus.", "This person is not in your circle, or no longer." }
}
