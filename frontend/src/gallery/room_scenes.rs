//! States of the professional's pages: the way in, first use, the consulting room.

use super::{circle_people as people, people as papers};
use crate::{
    desk::{Compared, Desk, Doing, Ended, Item, Load, Pane, Permission, Sending, Viewing},
    logic::{form::Mend, sizes::Pace},
    pages,
    services::{
        messages::{
            Answer, Ask, BridgeState, BridgeTrouble, CardIn, CardState, Ending, RecordRow, RecordState, Tries, Trouble,
        },
        vault::Reply,
    },
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Sets the desk as a state of a professional wants it.
pub fn set(desk: Desk, name: &str) {
    if name == "carte-retiree" {
        desk.ended.set(Some(Ended::Why(Ending::Card)));
    } else if name == "bureau-ferme" {
        desk.by_card.set(true);
        desk.ended.set(Some(Ended::Why(Ending::Idle)));
    } else if let Some(state) = name.strip_prefix("pro-") {
        entry(desk, state);
    } else if let Some(state) = name.strip_prefix("bureau") {
        room(desk, state.trim_start_matches('-'));
    }
}

fn entry(desk: Desk, state: &str) {
    let entry = desk.room.entry;
    entry.permission.set(match state {
        "question" => Permission::Ask,
        "refus" => Permission::Denied,
        _ => Permission::Free,
    });
    entry.card.set(if state == "charge" { Load::Busy } else { Load::Ready(card(state)) });
    match state {
        "appairage" => {
            entry.doing.set(Some(Doing::Pairing));
            entry.digits.set(Some("530816".into()));
        }
        "code" => entry.doing.set(Some(Doing::LogIn)),
        "code-faux" => entry.trouble.set(Some(Trouble::Bridge(BridgeTrouble::PinWrong { left: 2 }))),
        "carte-revoquee" => entry.trouble.set(Some(Trouble::CardRevoked)),
        "carte-nouvelle" => entry.new_card.set(Some(people::doctor())),
        _ => first_use(desk, state),
    }
}

fn first_use(desk: Desk, state: &str) {
    let entry = desk.room.entry;
    let mut person = people::doctor();
    person.practice.clear();
    match state {
        "nouveau" => entry.newcomer.set(Some(person)),
        "nouveau-erreur" => {
            entry.newcomer.set(Some(person));
            entry.mends.set(vec![Mend::PracticeMissing]);
        }
        "kit" | "liaison" => {
            entry.newcomer.set(Some(person));
            entry.paper.asked.set((8, 13));
            entry.paper.kit.set(Some(papers::kit()));
            if state == "liaison" {
                entry.doing.set(Some(Doing::Binding));
            }
        }
        _ => {}
    }
}

fn card(state: &str) -> CardState {
    let ready = CardState { bridge: BridgeState::Paired, reader: true, card: CardIn::Present, tries: Tries::All };
    match state {
        "sans-pont" => CardState::default(),
        "non-appaire" | "appairage" => CardState { bridge: BridgeState::Unpaired, ..CardState::default() },
        "etranger" => CardState { bridge: BridgeState::Stranger, ..CardState::default() },
        "sans-lecteur" => CardState { reader: false, card: CardIn::Absent, ..ready },
        "sans-carte" => CardState { card: CardIn::Absent, ..ready },
        "carte-inconnue" => CardState { card: CardIn::Unrecognized, ..ready },
        "essai-faible" | "code-faux" => CardState { tries: Tries::Low, ..ready },
        "dernier-essai" => CardState { tries: Tries::Final, ..ready },
        "bloquee" => CardState { tries: Tries::Locked, ..ready },
        _ => ready,
    }
}

fn room(desk: Desk, state: &str) {
    let room = desk.room;
    room.minutes.set(9);
    room.records.set(match state {
        "vide" => Load::Ready(Vec::new()),
        "charge" => Load::Busy,
        "erreur" => Load::Failed(Trouble::Offline),
        _ => Load::Ready(people::records()),
    });
    let row = |n: usize| people::records().into_iter().nth(n).unwrap_or_default();
    match state {
        "dossier" => hand(desk, row(0)),
        "document" | "document-image" => {
            hand(desk, row(0));
            let wanted = if state == "document" { "bilan" } else { "radio" };
            if let Some(document) = people::documents().into_iter().find(|document| document.id == wanted) {
                pages::room::read(desk, &document);
            }
        }
        "depot" => {
            hand(desk, row(0));
            room.pane.set(Pane::Deposit);
            let meta = papers::new_document("Lettre pour le cardiologue", "lettre.pdf", 212_000);
            let item = Item { task: desk.task(), meta, state: Sending::Draft, pace: Pace::default(), resumes: None };
            desk.queue.set(vec![item]);
        }
        "sans-depot" => {
            hand(desk, row(2));
            room.pane.set(Pane::Deposit);
        }
        "sans-lecture" => desk.room.hand.set(Some(row(3))),
        "depot-en-cours" => {
            hand(desk, row(0));
            room.held.set(true);
        }
        "faux" => room.pane.set(Pane::Closed(row(7))),
        "pas-commence" => {
            room.pane.set(Pane::Closed(people::record("d11", "Rose Nguyen", "1988-06-21", RecordState::NotBegun)))
        }
        "ouvre" => room.taking.set(Some(row(0).record)),
        "accepte" => {
            room.accepting.set(true);
            compare(desk, "memes", row(8));
        }
        "document-altere" => {
            hand(desk, row(0));
            room.pane.set(Pane::Document("bilan".into()));
            desk.viewing.set(Viewing::Failed(Trouble::BadBody));
        }
        "termine" => room.pane.set(Pane::Closed(row(9))),
        "autre-personne" => room.trouble.set(Some(Trouble::OtherPerson)),
        "raccourcis" => room.help.set(true),
        "recherche" => room.typed.set("aubry".into()),
        _ => compare(desk, state, row(8)),
    }
}

fn compare(desk: Desk, state: &str, row: RecordRow) {
    let compared = match state {
        "non-verifie" => Compared::Ready,
        "attente" => Compared::Waiting,
        "chiffres" => Compared::Digits("407192".into()),
        "memes" => Compared::Same,
        "differents" => Compared::Different,
        _ => return,
    };
    debug_assert_eq!(row.state, RecordState::Unverified);
    desk.circle.comparing.state.set(compared);
    desk.room.pane.set(Pane::Closed(row));
}

fn hand(desk: Desk, row: RecordRow) {
    desk.documents.set(Load::Ready(people::documents()));
    desk.room.hand.set(Some(row));
}

/// Answers of an invented worker to a professional.
pub fn answer(ask: &Ask, name: &str) -> Option<Result<Reply, Trouble>> {
    let plain = |answer| Some(Ok(Reply { answer, extra: JsValue::UNDEFINED }));
    match ask {
        Ask::List if name.starts_with("bureau") => plain(Answer::Documents(people::documents())),
        Ask::Records if name == "bureau-erreur" => Some(Err(Trouble::Offline)),
        Ask::Records => plain(Answer::Records(people::records())),
        Ask::TakeRecord { record } => {
            let row = people::records().into_iter().find(|row| row.record == *record).unwrap_or_default();
            plain(Answer::Record(row))
        }
        Ask::CompareFingerprint { .. } | Ask::ComparedDifferently { .. } | Ask::PutRecordAway => plain(Answer::Done),
        Ask::CompareRecord { .. } => plain(Answer::Digits("407192".into())),
        Ask::CardState => plain(Answer::Card(card("prete"))),
        Ask::PrepareProfessional { .. } => plain(Answer::Kit(papers::kit())),
        _ => None,
    }
}
