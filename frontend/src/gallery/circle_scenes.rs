//! States of the patient's pages of the circle.

use super::{circle_people as people, people as papers};
use crate::{
    desk::{Compared, Desk, Found, Load, Which},
    logic::form::Mend,
    services::{
        messages::{Answer, Ask, Journal, MemberState, Trouble},
        vault::Reply,
    },
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Sets the desk as a state of the circle wants it.
pub fn set(desk: Desk, name: &str) {
    if full(name) {
        let members = match name {
            "comparer-actif" => vec![people::member("r2", "Julie Nodier", MemberState::Active)],
            _ => people::members(),
        };
        desk.circle.circle.set(Load::Ready(people::circle(members)));
        desk.circle.access.set(Load::Ready(people::access(&papers::many())));
    }
    // Nobody in it: known at once, so that a picture does not show a page that still counts.
    if !full(name) && !matches!(name, "cercle-charge" | "cercle-erreur" | "accueil-charge") {
        desk.circle.circle.set(Load::Ready(people::circle(Vec::new())));
        desk.circle.access.set(Load::Ready(Vec::new()));
    }
    match name {
        "cercle-erreur" => desk.circle.circle.set(Load::Failed(Trouble::Offline)),
        "journal-medecin" => {
            let (events, checks) = (people::events(), papers::checks());
            desk.journal.set(Load::Ready(Journal { events, checks }));
        }
        _ if name.starts_with("nommer") => naming(desk, name),
        _ if name.starts_with("comparer") => comparing(desk, name),
        _ if name.starts_with("retirer") => removal(desk, name),
        _ => {}
    }
}

/// States in which the circle has members.
fn full(name: &str) -> bool {
    let begins = ["comparer", "retirer", "nommer-fait", "accueil-comparer"].iter().any(|start| name.starts_with(start));
    begins
        || matches!(name, "cercle" | "qui-voit-quoi" | "document-lecteurs" | "documents-lecteurs" | "journal-medecin")
}

fn naming(desk: Desk, name: &str) {
    let naming = desk.circle.naming;
    let found = Found { rows: people::found(), more: true };
    match name {
        "nommer-court" => {
            naming.typed.set("k".into());
            naming.signing.mends.set(vec![Mend::SearchShort]);
        }
        "nommer-cherche" | "nommer-trouves" | "nommer-aucun" | "nommer-annuaire-erreur" => {
            naming.typed.set("kerjean valmont".into());
            naming.found.set(match name {
                "nommer-trouves" => Load::Ready(found),
                "nommer-aucun" => Load::Ready(Found::default()),
                "nommer-annuaire-erreur" => Load::Failed(Trouble::Offline),
                _ => Load::Busy,
            });
        }
        "nommer" => {}
        _ => chosen(desk, name),
    }
}

fn chosen(desk: Desk, name: &str) {
    let naming = desk.circle.naming;
    naming.person.set(Load::Ready(people::doctor()));
    let step = match name {
        _ if name.starts_with("nommer-carte") => 2,
        _ if name.starts_with("nommer-droits") => 3,
        "nommer-fait" => 5,
        _ => 4,
    };
    naming.step.set(step);
    match name {
        "nommer-carte-refusee" => naming.person.set(Load::Failed(Trouble::NotVerified)),
        "nommer-carte-charge" => naming.person.set(Load::Busy),
        _ => {}
    }
    if name == "nommer-droits-erreurs" {
        naming.read.set(true);
        naming.until.set("2026-01-01".into());
        naming.signing.mends.set(vec![Mend::UntilPast, Mend::SoFarMissing]);
    }
    if name == "nommer-droits-choisis" || step > 3 {
        naming.read.set(true);
        naming.deposit.set(true);
        naming.until.set("2027-11-23".into());
        naming.which.set(Some(if step > 3 { Which::Everything } else { Which::These }));
        naming.ticked.set(vec!["bilan".into()]);
    }
    if step == 4 {
        naming.signing.to_sign.set(Load::Ready((desk.lang.get_untracked(), people::grant())));
        if name == "nommer-refus" {
            naming.signing.trouble.set(Some(Trouble::RevocationUnknown));
        }
        naming.signing.agreed.set(name == "nommer-signe");
        naming.signing.busy.set(name == "nommer-signe");
    }
    if step == 5 {
        naming.named.set(Some("r2".into()));
    }
}

fn comparing(desk: Desk, name: &str) {
    desk.circle.comparing.state.set(match name {
        "comparer-attente" => Compared::Waiting,
        "comparer-chiffres" => Compared::Digits("407192".into()),
        "comparer-memes" => Compared::Same,
        "comparer-differents" => Compared::Different,
        "comparer-personne" => Compared::Failed(Trouble::NobodyThere),
        _ => Compared::Ready,
    });
}

fn removal(desk: Desk, name: &str) {
    let removal = desk.circle.removal;
    match name {
        "retirer-acte" | "retirer-signe" => {
            removal.reading.set(true);
            removal.signing.agreed.set(name == "retirer-signe");
            removal.signing.busy.set(name == "retirer-signe");
            removal.signing.to_sign.set(Load::Ready((desk.lang.get_untracked(), people::revocation())));
        }
        "retirer-fait" => removal.done.set(Some("Dr Anne Kerjean".into())),
        _ => {}
    }
}

/// Answers of an invented worker on the circle.
pub async fn answer(ask: &Ask, name: &str) -> Option<Result<Reply, Trouble>> {
    let plain = |answer| Some(Ok(Reply { answer, extra: JsValue::UNDEFINED }));
    match ask {
        Ask::Circle if name == "cercle-charge" => std::future::pending().await,
        Ask::Circle if name == "cercle-erreur" => Some(Err(Trouble::Offline)),
        Ask::Circle if name == "comparer-actif" => {
            let active = people::member("r2", "Julie Nodier", MemberState::Active);
            plain(Answer::Circle(people::circle(vec![active])))
        }
        Ask::Circle if full(name) => plain(Answer::Circle(people::circle(people::members()))),
        Ask::Circle => plain(Answer::Circle(people::circle(Vec::new()))),
        Ask::Access => plain(Answer::Access(people::access(&papers::many()))),
        Ask::SearchDirectory { .. } => plain(Answer::Found { rows: people::found(), more: true }),
        Ask::LookAt { .. } => plain(Answer::Professional(people::doctor())),
        Ask::PrepareGrant { .. } => plain(Answer::ToSign(people::grant())),
        Ask::PrepareRevocation { .. } => plain(Answer::ToSign(people::revocation())),
        Ask::Journal if name == "journal-medecin" => {
            let (events, checks) = (people::events(), papers::checks());
            plain(Answer::Journal(Journal { events, checks }))
        }
        _ => None,
    }
}
