//! What is to be corrected, listed on top of a form; it takes the focus when it appears.

use super::Icon;
use crate::{
    desk::lang,
    logic::form::Mend,
    services::browser,
    texts::{common, mends},
};
use leptos::prelude::*;

/// One sentence to correct, and the id of its field.
pub type Wrong = (String, String);

/// The mends of a form as links to its fields.
pub fn wrongs(mends: RwSignal<Vec<Mend>>) -> Signal<Vec<Wrong>> {
    let l = lang();
    Signal::derive(move || mends.get().into_iter().map(|mend| (field_of(mend), mends::words(l, mend))).collect())
}

/// Links each sentence to its field.
#[component]
pub fn ErrorSummary(#[prop(into)] wrongs: Signal<Vec<Wrong>>) -> impl IntoView {
    let l = lang();
    Effect::new(move |_| {
        if wrongs.with(|wrongs| !wrongs.is_empty()) {
            request_animation_frame(|| browser::focus("erreurs"));
        }
    });
    move || {
        let wrongs = wrongs.get();
        (!wrongs.is_empty()).then(|| {
            let title = common::mends_title(l, wrongs.len());
            view! {
                <div class="say alarm" role="alert" id="erreurs" tabindex="-1" aria-labelledby="erreurs-t">
                    <Icon name="warn"/>
                    <h2 class="say-title" id="erreurs-t">{title}</h2>
                    <ol>{wrongs.into_iter().map(line).collect_view()}</ol>
                </div>
            }
        })
    }
}

fn line((id, text): Wrong) -> impl IntoView {
    let target = format!("#{id}");
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        browser::focus(&id);
    };
    view! { <li><a href=target on:click=go>{text}</a></li> }
}

/// Id of the field that a mend is about.
pub fn field_of(mend: Mend) -> String {
    match mend {
        Mend::IdentifierMissing | Mend::IdentifierShort => "identifiant".to_owned(),
        Mend::PasswordMissing | Mend::PasswordShort | Mend::PasswordWeak | Mend::PasswordLikeIdentifier => {
            "mot-de-passe".to_owned()
        }
        Mend::PasswordDiffers => "mot-de-passe-2".to_owned(),
        Mend::BirthNameMissing => "nom-naissance".to_owned(),
        Mend::GivenNamesMissing => "prenoms".to_owned(),
        Mend::BirthDateMissing | Mend::BirthDateFuture => "date-naissance".to_owned(),
        Mend::TitleMissing => "titre".to_owned(),
        Mend::KindMissing => "sorte".to_owned(),
        Mend::DateMissing | Mend::DateFuture => "date".to_owned(),
        Mend::KitMissing => "kit".to_owned(),
        Mend::KitGroup(group) => format!("groupe-{group}"),
        Mend::NotAgreed | Mend::ActNotAgreed => "accord".to_owned(),
        Mend::SearchShort => "chercher".to_owned(),
        Mend::RightsMissing => "droit-lire".to_owned(),
        Mend::SoFarMissing => "jusque-la-rien".to_owned(),
        Mend::TheseMissing => "jusque-la-ceux".to_owned(),
        Mend::UntilWrong | Mend::UntilPast => "dernier-jour".to_owned(),
        Mend::PracticeMissing => "adresse".to_owned(),
        Mend::FingerprintShort(_) => "empreinte".to_owned(),
    }
}
