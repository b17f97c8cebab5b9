//! Sets the desk as a state wants it, and answers for the worker that is not there.

use super::{circle_people, circle_scenes, people, room_scenes, states};
use crate::{
    desk::{Desk, Ended, Export, Fitness, Hello, Item, Judged, Load, Sending, Viewing},
    logic::{
        form::{self, Strength},
        groups::Filter,
        sizes::Pace,
        sniff::Refusal,
    },
    services::{
        browser, files,
        messages::{AccountStep, Answer, Ask, Checks, Ending, OpenerRow, Stage, Trouble, UnfinishedDeposit, Who},
        vault::Reply,
    },
    texts::Lang,
};
use js_sys::Uint8Array;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

thread_local! {
    static NAME: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// `true` when a state is shown.
pub fn on() -> bool {
    NAME.with_borrow(Option::is_some)
}

fn name() -> String {
    NAME.with_borrow(|name| name.clone().unwrap_or_default())
}

/// Shows the state that the address names, if any.
pub fn set(desk: Desk) {
    let search = browser::window().location().search().unwrap_or_default();
    let Ok(query) = UrlSearchParams::new_with_str(&search) else { return };
    let found = query.get("etat").and_then(|wanted| states().into_iter().find(|state| state.name == wanted));
    let Some(state) = found else { return };
    desk.lang.set(Lang::of(&query.get("langue").unwrap_or_default()));
    let history = browser::window().history();
    drop(history.and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&state.route))));
    NAME.with_borrow_mut(|name| *name = Some(state.name.clone()));
    let device = !matches!(state.name.as_str(), "bienvenue" | "entrer-sans-cle" | "entrer-sans-crypto");
    desk.hello.set(Some(Hello { device, build: "0.1 7f3a 91c2".into() }));
    let name = state.name.as_str();
    outside(desk, name);
    opening(desk, name);
    if state.route == "/dossiers" || name.starts_with("pro-") || matches!(name, "carte-retiree" | "bureau-ferme") {
        if state.route == "/dossiers" {
            desk.session.set(Some(circle_people::session()));
        }
        room_scenes::set(desk, name);
    } else if crate::logic::page::Page::of(&state.route).needs_session() {
        let mut session = people::session();
        session.by_kit = matches!(name, "accueil-a-faire" | "ajouter-ordinateur");
        if matches!(name, "accueil-alarme" | "journal-contradiction") {
            session.checks = contradiction();
        }
        desk.session.set(Some(session));
        shelf(desk, name);
        deposit(desk, name);
        document(desk, name);
        rest(desk, name);
        new_kit(desk, name);
        circle_scenes::set(desk, name);
    }
}

/// The log-in page's own signals.
pub fn log_in(trouble: RwSignal<Option<Trouble>>, busy: RwSignal<bool>) {
    match name().as_str() {
        "entrer-refuse" => trouble.set(Some(Trouble::LogInRefused)),
        "entrer-attendre" => trouble.set(Some(Trouble::SlowDown { seconds: 40 })),
        "entrer-occupe" => busy.set(true),
        _ => {}
    }
}

/// The kit page's own signals.
pub fn kit(typed: RwSignal<String>, trouble: RwSignal<Option<Trouble>>) {
    let whole = people::kit().groups.join(" ");
    match name().as_str() {
        "kit-signe-etranger" => typed.set("4HV7K 2M9D é".into()),
        "kit-faute" => {
            typed.set(whole);
            trouble.set(Some(Trouble::KitTypo));
        }
        "kit-refuse" => {
            typed.set(whole);
            trouble.set(Some(Trouble::KitRefused));
        }
        _ => {}
    }
}

/// The dialog before a way to open is removed.
pub fn removing(row: RwSignal<Option<OpenerRow>>, open: RwSignal<bool>) {
    let place = match name().as_str() {
        "reglages-retirer" => 1,
        "reglages-retirer-ici" => 0,
        _ => return,
    };
    row.set(people::openers().into_iter().nth(place));
    open.set(true);
}

/// The closing dialog.
pub fn leaving(open: RwSignal<bool>) {
    if name() == "reglages-fermer" {
        open.set(true);
    }
}

/// Answers like a worker with one invented record; what a state keeps waiting never comes.
pub async fn answer(ask: &Ask) -> Result<Reply, Trouble> {
    let plain = |answer| Ok(Reply { answer, extra: JsValue::UNDEFINED });
    let name = name();
    if let Some(answer) = circle_scenes::answer(ask, &name).await {
        return answer;
    }
    if let Some(answer) = room_scenes::answer(ask, &name) {
        return answer;
    }
    match ask {
        Ask::LogIn { .. } | Ask::OpenWithKit { .. } => plain(Answer::Open(Box::new(people::session()))),
        Ask::Open { document, .. } if name != "document-charge" => Ok(open(document)),
        Ask::Unfinished => plain(Answer::Unfinished(Vec::new())),
        Ask::LoadDraft { .. } => plain(Answer::Draft(None)),
        Ask::List if name == "accueil-erreur" => Err(Trouble::Offline),
        Ask::List => plain(Answer::Documents(people::many())),
        Ask::Journal => plain(Answer::Journal(people::journal(people::checks()))),
        Ask::Openers => plain(Answer::Openers(people::openers())),
        Ask::Consents { .. } => match name.as_str() {
            "reglages-accord-inconnu" => plain(Answer::Consents(vec![people::consent(None)])),
            "reglages-accord-refuse" => Err(Trouble::Contradiction),
            _ => plain(Answer::Consents(vec![people::consent(Some(0))])),
        },
        Ask::MakeKit => plain(Answer::Kit(people::kit())),
        Ask::PrepareConsent { .. } => plain(Answer::ToSign(people::to_sign())),
        Ask::DropKit => plain(Answer::Done),
        Ask::Seen { .. } | Ask::Act | Ask::LogOut | Ask::SaveDraft { .. } => plain(Answer::Done),
        _ => std::future::pending().await,
    }
}

fn open(document: &str) -> Reply {
    let (media, bytes): (&str, &[u8]) = match document {
        "radio" => ("image/png", include_bytes!("../../gallery/knee.png")),
        "note" => {
            ("text/plain", "Puis-je arrêter la metformine le soir ?\nQuand refaire la prise de sang ?\n".as_bytes())
        }
        "vide" => ("text/plain", b""),
        "irm" => ("application/dicom", b"\0\0\0\0"),
        _ => ("application/pdf", include_bytes!("../../gallery/letter.pdf")),
    };
    let buffer = Uint8Array::from(bytes).buffer();
    let answer = Answer::Content { media: media.into(), name: document.into(), size: bytes.len() as u64 };
    Reply { answer, extra: buffer.into() }
}

fn outside(desk: Desk, name: &str) {
    match name {
        "bienvenue-hors-ligne" => desk.boot_trouble.set(Some(Trouble::Offline)),
        "entrer-panne" => desk.ended.set(Some(Ended::Crashed)),
        "session-terminee" => desk.ended.set(Some(Ended::Why(Ending::Idle))),
        "session-fermee" => desk.ended.set(Some(Ended::Why(Ending::Asked))),
        "session-fermee-ailleurs" => desk.ended.set(Some(Ended::Why(Ending::Elsewhere))),
        "dossier-ferme" => desk.ended.set(Some(Ended::Closed)),
        "premiere-visite-finie" => desk.ended.set(Some(Ended::FirstUse(Ending::Idle))),
        "carte-nouvelle-finie" => desk.ended.set(Some(Ended::NewCard(Ending::Host))),
        "session-retire" => desk.ended.set(Some(Ended::Removed)),
        "ouvrir-sans-cles" | "entrer-sans-crypto" | "ajouter-sans-cles" => desk.fitness.set(Fitness::NoKeys),
        "ouvrir-adresse" | "entrer-adresse" => desk.fitness.set(Fitness::Insecure),
        _ => {}
    }
}

fn opening(desk: Desk, name: &str) {
    let opening = desk.opening;
    let Some(step) = name.strip_prefix("ouvrir-").and_then(|rest| rest.chars().next()).and_then(|n| n.to_digit(10))
    else {
        return;
    };
    opening.step.set(step as usize);
    if step >= 2 && name != "ouvrir-2-identifiant" {
        opening.identifier.set("renard.bleu".into());
    }
    if step > 2 {
        opening.who.set(people::who());
    }
    let made =
        [AccountStep::Key, AccountStep::Certificate, AccountStep::Identity, AccountStep::Opener, AccountStep::Kit];
    match name {
        "ouvrir-2-erreurs" => {
            opening.identifier.set(String::new());
            let strength = Strength { score: 1, like_identifier: false };
            opening.password.set("soleil12".into());
            opening.strength.set(Some(Judged { strength, advice: vec!["common".into(), "words".into()] }));
            opening.mends.set(form::credentials("", "soleil12", "", Some(strength)));
        }
        "ouvrir-3-erreurs" => {
            opening.who.set(Who::default());
            opening.mends.set(form::who(&Who::default(), browser::today()));
        }
        "ouvrir-4-cles" => {
            opening.busy.set(true);
            opening.steps.set(vec![(AccountStep::Key, None)]);
        }
        "ouvrir-4-echec" => {
            opening.steps.set(vec![(AccountStep::Key, Some(2100)), (AccountStep::Certificate, None)]);
            opening.trouble.set(Some(Trouble::Offline));
        }
        "ouvrir-4-kit" | "ouvrir-4-kit-faute" => {
            opening.steps.set(made.iter().zip([2140, 410, 60, 1900, 5]).map(|(step, ms)| (*step, Some(ms))).collect());
            opening.paper.asked.set((8, 13));
            if name.ends_with("faute") {
                opening.paper.copied.set((people::kit().groups[8].clone(), "7PVQ2".into()));
            }
            opening.paper.kit.set(Some(people::kit()));
        }
        _ if step == 5 => {
            opening.to_sign.set(Load::Ready((desk.lang.get_untracked(), people::to_sign())));
            if name == "ouvrir-5-erreur" {
                opening.mends.set(vec![form::Mend::NotAgreed]);
            } else if name == "ouvrir-5-vieux" {
                opening.trouble.set(Some(Trouble::TextOld));
            } else if name == "ouvrir-5-signe" {
                opening.agreed.set(true);
                opening.busy.set(true);
                opening.steps.set(vec![(AccountStep::Account, Some(320)), (AccountStep::Record, None)]);
            }
        }
        _ => {}
    }
}

fn new_kit(desk: Desk, name: &str) {
    let renewal = desk.renewal;
    if let "nouveau-kit-feuille" | "nouveau-kit-echec" | "nouveau-kit-pret" = name {
        renewal.paper.asked.set((8, 13));
        renewal.paper.kit.set(Some(people::kit()));
    }
    match name {
        "nouveau-kit-echec" => renewal.trouble.set(Some(Trouble::Offline)),
        "nouveau-kit-pret" => {
            renewal.paper.copied.set((people::kit().groups[8].clone(), people::kit().groups[13].clone()));
        }
        "nouveau-kit-fait" => renewal.done.set(true),
        _ => {}
    }
}

fn shelf(desk: Desk, name: &str) {
    let ready = |rows| desk.documents.set(Load::Ready(rows));
    match name {
        "accueil-charge" => desk.documents.set(Load::Busy),
        "accueil-vide" => ready(Vec::new()),
        "accueil-3" | "accueil-alarme" => ready(people::three()),
        "accueil-rien-de-neuf" => {
            let mut rows = people::three();
            rows[0].unread = false;
            ready(rows);
        }
        "accueil-a-faire" => {
            ready(people::three());
            desk.unfinished.set(unfinished());
        }
        "accueil-erreur" => desk.documents.set(Load::Failed(Trouble::Offline)),
        "documents-sans-resultat" => {
            ready(people::many());
            desk.filter.set(Filter { typed: "ophtalmologue".into(), ..Filter::default() });
        }
        "documents-etiquette-refusee" => ready(people::refused()),
        _ => ready(people::many()),
    }
}

fn unfinished() -> Vec<UnfinishedDeposit> {
    let meta = people::new_document("IRM du genou droit", "irm-genou.zip", 310_000_000);
    vec![UnfinishedDeposit { document: "irm".into(), meta, sent: 148_000_000, total: 310_000_000 }]
}

fn deposit(desk: Desk, name: &str) {
    let Some(state) = name.strip_prefix("deposer-") else { return };
    let item = |title: &str, file: &str, size: u64, state: Sending| {
        let meta = people::new_document(title, file, size);
        let mut pace = Pace::default();
        pace.mark(0.0, 140_000_000);
        pace.mark(4000.0, 148_000_000);
        let task = desk.task();
        desk.queue.update(|queue| queue.push(Item { task, meta, state, pace, resumes: None }));
    };
    let sending = |waiting| Sending::UnderWay { stage: Stage::Sealing, done: 148_000_000, total: 310_000_000, waiting };
    match state {
        "decrire" => {
            item("Bilan du diabète", "bilan_diabete.pdf", 212_000, Sending::Draft);
            item("", "photo-0412.jpeg", 3_100_000, Sending::Draft);
        }
        "envoi" => {
            item("IRM du genou droit", "irm-genou.zip", 310_000_000, sending(false));
            item("Ordonnance", "ordonnance.jpeg", 2_000_000, Sending::Queued);
        }
        "attente-reseau" => item("IRM du genou droit", "irm-genou.zip", 310_000_000, sending(true)),
        "fait" => item("Bilan du diabète", "bilan.pdf", 212_000, Sending::Done { document: "bilan".into() }),
        "echec" => item("Bilan du diabète", "bilan.pdf", 212_000, Sending::Failed(Trouble::HostFull)),
        "refus" => desk.refused.set(vec![
            ("photo-0413.heic".into(), Refusal::Heic),
            ("scanner.zip".into(), Refusal::TooLarge),
            ("lecteur.exe".into(), Refusal::Program),
            ("Mes documents".into(), Refusal::Unreadable),
        ]),
        "a-finir" => desk.unfinished.set(unfinished()),
        "brouillon" => desk.drafts.set(vec![people::new_document("Bilan du diabète", "bilan_diabete.pdf", 212_000)]),
        _ => {}
    }
}

fn document(desk: Desk, name: &str) {
    match name {
        "document-charge" => {
            let (stage, done, total) = (Stage::Verifying, 1_200_000, 1_840_000);
            desk.viewing.set(Viewing::Busy { stage, done, total, waiting: false });
        }
        "document-grand" => desk.viewing.set(Viewing::TooLarge { size: 310_000_000 }),
        "document-altere" => desk.viewing.set(Viewing::Failed(Trouble::BadBody)),
        _ => {}
    }
}

fn rest(desk: Desk, name: &str) {
    let journal = |checks| desk.journal.set(Load::Ready(people::journal(checks)));
    match name {
        "journal-vide" => desk
            .journal
            .set(Load::Ready(crate::services::messages::Journal { checks: people::checks(), ..Default::default() })),
        "journal-charge" => desk.journal.set(Load::Busy),
        "journal-incomplet" => journal(Checks { missing: vec!["215".into(), "216".into()], ..people::checks() }),
        "journal-contradiction" => journal(contradiction()),
        "journal-erreur" => desk.journal.set(Load::Failed(Trouble::HostFault)),
        "reglages-export" => desk.export.set(Export::Busy { done: 12_000_000, total: 40_000_000 }),
        "reglages-export-echec" => desk.export.set(Export::Failed(Trouble::HostFault)),
        "reglages-export-pret" => desk.export.set(Export::Ready {
            url: files::url_of(&Uint8Array::new_with_length(4).into(), "application/zip").unwrap_or_default(),
            name: "dossier.zip".into(),
            documents: 136,
            bytes: 412_000_000,
        }),
        "session-avertissement" => desk.warn.set(Some(52)),
        _ => {}
    }
}

fn contradiction() -> Checks {
    let lines = [
        "checkpoint vu le 2026-11-21T18:04:11Z  taille 217  racine 5b7e…c1f0",
        "checkpoint reçu le 2026-11-23T09:41:03Z  taille 214  racine e0d2…77a4",
        "consistance : impossible (taille plus petite)",
    ];
    Checks { contradictions: lines.map(str::to_owned).to_vec(), ..people::checks() }
}
