//! What is to be corrected in a form, each with how.

use super::{Lang, compare, first_use, naming, texts};
use crate::logic::form::Mend;

/// The sentence of a mend.
pub fn words(lang: Lang, mend: Mend) -> String {
    match mend {
        Mend::IdentifierMissing => identifier_missing(lang).to_owned(),
        Mend::IdentifierShort => identifier_short(lang).to_owned(),
        Mend::PasswordMissing => password_missing(lang).to_owned(),
        Mend::PasswordShort => password_short(lang).to_owned(),
        Mend::PasswordWeak => password_weak(lang).to_owned(),
        Mend::PasswordLikeIdentifier => password_like(lang).to_owned(),
        Mend::PasswordDiffers => password_differs(lang).to_owned(),
        Mend::BirthNameMissing => birth_name(lang).to_owned(),
        Mend::GivenNamesMissing => given_names(lang).to_owned(),
        Mend::BirthDateMissing => birth_date(lang).to_owned(),
        Mend::BirthDateFuture => birth_date_future(lang).to_owned(),
        Mend::TitleMissing => title(lang).to_owned(),
        Mend::KindMissing => kind(lang).to_owned(),
        Mend::DateMissing => date(lang).to_owned(),
        Mend::DateFuture => date_future(lang).to_owned(),
        Mend::KitMissing => kit(lang).to_owned(),
        Mend::KitGroup(group) => kit_group(lang, group),
        Mend::NotAgreed => not_agreed(lang).to_owned(),
        Mend::ActNotAgreed => not_agreed_act(lang).to_owned(),
        Mend::SearchShort => naming::search_short(lang).to_owned(),
        Mend::RightsMissing => naming::rights_missing(lang).to_owned(),
        Mend::SoFarMissing => naming::so_far_missing(lang).to_owned(),
        Mend::TheseMissing => naming::these_missing(lang).to_owned(),
        Mend::UntilWrong => naming::until_wrong(lang).to_owned(),
        Mend::UntilPast => naming::until_past(lang).to_owned(),
        Mend::PracticeMissing => first_use::practice_missing(lang).to_owned(),
        Mend::FingerprintShort(have) => compare::fingerprint_short(lang, have),
    }
}

texts! {
    identifier_missing { "Écrivez un identifiant.", "Enter a username." }
    identifier_short { "L’identifiant est trop court : 4 signes au moins.", "The username is too short: at least 4 characters." }
    password_missing { "Écrivez le mot de passe.", "Enter the password." }
    password_short { "Le mot de passe est trop court : 8 signes au moins.", "The password is too short: at least 8 characters." }
    password_weak { "Ce mot de passe se devine trop vite. Ajoutez un ou deux mots.", "This password is guessed too quickly. Add a word or two." }
    password_like { "Le mot de passe ressemble à l’identifiant. Prenez autre chose.", "The password resembles the username. Choose something else." }
    password_differs { "Les deux mots de passe diffèrent. Retapez le second.", "The two passwords differ. Type the second one again." }
    birth_name { "Écrivez votre nom de naissance.", "Enter your birth name." }
    given_names { "Écrivez vos prénoms.", "Enter your given names." }
    birth_date { "Donnez votre date de naissance.", "Give your date of birth." }
    birth_date_future { "La date de naissance est dans le futur.", "The date of birth is in the future." }
    title { "Donnez un titre à ce document.", "Give this document a title." }
    kind { "Choisissez la sorte de document.", "Choose the type of document." }
    date { "Donnez la date de l’acte. Un doute ? La date du jour convient.", "Give the date of care. Not sure? Today will do." }
    date_future { "La date de l’acte est dans le futur.", "The date of care is in the future." }
    kit { "Recopiez le code de votre kit.", "Copy the code of your kit." }
    kit_group(group: usize) {
        format!("Le groupe {group} diffère de la feuille."),
        format!("Group {group} differs from the sheet.")
    }
    not_agreed { "Cochez la case si vous êtes d’accord. Sans accord, rien n’est ouvert.", "Tick the box if you agree. Without it, nothing is opened." }
    not_agreed_act { "Cochez la case si c’est bien ce que vous voulez signer.", "Tick the box if this is what you want to sign." }
}
