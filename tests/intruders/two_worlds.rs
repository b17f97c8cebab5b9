//! Attack 13: a host that is curious. The same people do the same things in two worlds, with other
//! names, titles, documents and reasons; everything that the host saw, and everything that it
//! keeps, must be the same but for random values. What sizes may tell is said where they are rounded.

use scelle_client::deposit::About;
use scelle_client::vault::Who;
use scelle_client::{Account, Unwatched};
use scelle_crypto::body::{Plan, Portable};
use scelle_tests::cards::ALICE;
use scelle_tests::clinic::{BOTH, Clinic, names, trust};
use scelle_tests::dump;
use scelle_tests::liar::{Exchange, Liar};
use scelle_tests::native::{Native, PASSWORD, deposit, open_patient};
use scelle_tests::shape::{masked, masked_json, masked_json_in_no_order};
use serde_json::Value;
use std::path::Path;

/// What differs between two worlds.
struct Plain {
    name: &'static str,
    given: String,
    titles: [&'static str; 3],
    file: &'static str,
    contents: [Vec<u8>; 3],
    reason: &'static str,
}

fn one() -> Plain {
    Plain {
        name: "Aubry",
        given: "Hélène".to_owned(),
        titles: ["Sérologie", "Mammographie", "Compte rendu"],
        file: "serologie.pdf",
        contents: [b"Positif.".to_vec(), vec![1; 40_000], b"Suivi repris en juin.".to_vec()],
        reason: "je change de médecin traitant",
    }
}

/// Other words. Names and reasons are as long; titles need not be, labels having one length; nor
/// documents, within what their length is rounded to.
fn other() -> Plain {
    Plain {
        name: "Nodon",
        given: "Yasmîn".to_owned(),
        titles: ["Dépistage d’une maladie rare, premier résultat", "Scanner", "Bref"],
        file: "depistage.pdf",
        contents: [vec![7; 16_384], vec![2; 40_900], Vec::new()],
        reason: "nous ne nous entendons plus !!",
    }
}

/// What the host saw and keeps of a world.
struct Seen {
    requests: Vec<String>,
    kept: Vec<String>,
    /// Lengths of bodies, ascending.
    bodies: Vec<u64>,
}

#[tokio::test]
async fn what_the_host_sees_and_keeps_is_the_same_whatever_the_names_titles_and_documents_are() {
    let (here, there) = (live(&one()).await, live(&other()).await);
    for told in [differences(&here.requests, &there.requests), differences(&here.kept, &there.kept)] {
        assert!(told.is_empty(), "the host can tell the two worlds apart:\n{}", told.join("\n"));
    }
    // Something was seen, and of every kind.
    for part in ["/uploads", "/deposits", "/reads", "/list", "/chain", "/inbox", "/account/vault", "/directory"] {
        assert!(here.requests.iter().any(|line| line.contains(part)), "nobody asked for {part}");
    }
    for table in ["labels", "keys", "batches", "vault_entries", "events", "readers", "pads"] {
        assert!(here.kept.iter().any(|line| line.starts_with(table)), "nothing is in {table}");
    }
    // Sizes are those of the buckets, and nothing else.
    let mut expected: Vec<u64> = other().contents.iter().map(|content| stored(content.len())).collect();
    expected.sort_unstable();
    assert_eq!(there.bodies, expected);
    assert_eq!(stored(0), stored(16_384));

    // The controls. A document one byte past what its length is rounded to, and a name past the
    // next 256 bytes of the vault, are seen, there and nowhere else;
    let longer = Plain { contents: [vec![7; 16_385], vec![1; 40_000], Vec::new()], given: "É".repeat(400), ..one() };
    let longer = live(&longer).await;
    let told = differences(&here.kept, &longer.kept);
    for table in ["versions", "vault_entries", "body"] {
        assert!(told.iter().any(|line| line.contains(table)), "{table} tells nothing: {told:#?}");
    }
    assert!(!told.iter().any(|line| line.contains("labels") || line.contains("events ")), "{told:#?}");
    assert!(!differences(&here.requests, &longer.requests).is_empty());
    // and so is one word that slips out.
    let leaky = |seen: &Seen, title: &str| [seen.requests.clone(), vec![masked(&format!("x-title: {title}"))]].concat();
    let slipped = differences(&leaky(&here, one().titles[0]), &leaky(&there, other().titles[0]));
    assert_eq!(slipped.len(), 2);
}

/// One life: a record is opened, two documents come in, a doctor is named, compares, reads, deposits
/// and is removed; the patient reads, looks at the journal and leaves.
async fn live(plain: &Plain) -> Seen {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let who = Who { birth_name: plain.name.into(), given_names: plain.given.clone(), ..Who::default() };
    let mut patient = open_patient(&clinic.line(), "somebody", PASSWORD, who).await.expect("opens");
    patient.account.trust = trust(&clinic.authority);
    for place in 0..2 {
        deposits(&patient.account, plain, place).await;
    }
    let doctor = clinic.doctor(&ALICE).await;
    let given = patient.account.list().await.expect("lists");
    let reader = names(&patient, &ALICE, BOTH, given).await.expect("names");
    let record = doctor.account.take_in().await.expect("takes in").records[0];
    let fingerprint = patient.account.circle().await.expect("the circle").fingerprint.to_string();
    doctor.account.compare_fingerprint(record, &fingerprint).await.expect("the same");
    doctor.account.accept(record).await.expect("accepts");
    doctor.account.take_record(record).await.expect("takes it");
    reads(&doctor.account, plain.titles[0]).await;
    deposits(&doctor.account, plain, 2).await;
    patient.account.circle().await.expect("the circle");
    reads(&patient.account, plain.titles[2]).await;
    let act = patient.account.prepare_revocation(reader, plain.reason).expect("a member");
    let shown = act.text().to_owned();
    patient.account.finish_revocation(act, &shown).await.expect("signs");
    patient.account.journal().await.expect("the journal");
    doctor.account.log_out().await.expect("leaves");
    patient.account.log_out().await.expect("leaves");
    let (data, secrets) = (clinic.world.folder.path().join("data"), clinic.world.folder.path().join("secrets"));
    let bodies = bodies(&data.join("blobs"));
    let asked = [liar.api(), liar.page()];
    let mut kept: Vec<String> = tables(&data, &secrets).iter().map(|row| placeless(row, &asked)).collect();
    kept.sort();
    kept.extend(bodies.iter().map(|length| format!("body of {length}")));
    Seen { requests: liar.heard().iter().flat_map(|one| lines(one, &asked)).collect(), kept, bodies }
}

async fn deposits(account: &Account<Native>, plain: &Plain, place: usize) {
    let about = About {
        title: plain.titles[place].into(),
        kind: "11502-2".into(),
        date: "2026-11-19".into(),
        name: plain.file.into(),
        media: "application/pdf".into(),
        personal: false,
    };
    deposit(account, about, plain.contents[place].clone()).await.expect("deposits");
}

async fn reads(account: &Account<Native>, title: &str) {
    let listed = account.list().await.expect("lists");
    let documents = listed.into_iter().filter_map(|one| one.statement.ok());
    let document = documents.into_iter().find(|document| document.title == title).expect("it is listed");
    account.open(&document, &Portable, &Unwatched).await.expect("opens");
}

/// A question and its answer, line by line; the places of the two doors are no secret.
fn lines(one: &Exchange, origins: &[String; 2]) -> Vec<String> {
    let placeless = |text: &str| placeless(text, origins);
    let headers = |headers: &[(String, String)]| -> Vec<String> {
        // The host's own clock, and the address in another spelling.
        let told = headers.iter().filter(|(name, _)| name != "date" && name != "host");
        told.map(|(name, value)| format!("  {name}: {}", masked(&placeless(value)))).collect()
    };
    // What the host tells, it tells in the order of random ids.
    let body = |body: &[u8], masks: fn(&Value) -> String| match serde_json::from_slice::<Value>(body) {
        Ok(value) => masks(&serde_json::from_str(&placeless(&value.to_string())).expect("it was JSON")),
        Err(_) => {
            std::str::from_utf8(body).map_or_else(|_| format!("{} bytes", body.len()), |text| masked(&placeless(text)))
        }
    };
    let mut lines = vec![format!("{} {}", one.asked.method, masked(&one.asked.path))];
    lines.extend(headers(&one.asked.headers));
    lines.push(format!("  {} {}", one.asked.body.len(), body(&one.asked.body, masked_json)));
    lines.push(format!("  {}", one.told.status));
    lines.extend(headers(&one.told.headers));
    lines.push(format!("  {} {}", one.told.body.len(), body(&one.told.body, masked_json_in_no_order)));
    lines
}

/// Without the ports that the doors happen to have.
fn placeless(text: &str, origins: &[String; 2]) -> String {
    let bare = origins.iter().map(|origin| origin.trim_start_matches("http://"));
    bare.fold(text.to_owned(), |text, origin| text.replace(origin, "PLACE"))
}

/// Every row of every table, masked; in no order, as the host keeps none.
fn tables(data: &Path, secrets: &Path) -> Vec<String> {
    // On a thread of its own: the host of this process has the runtime.
    let every_row = || dump::every_row(data, secrets);
    let rows = std::thread::scope(|scope| scope.spawn(every_row).join().expect("the tables can be read"));
    rows.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table} {}", masked_json(row)))).collect()
}

fn bodies(folder: &Path) -> Vec<u64> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let lengths = entries.flat_map(|path| {
        if path.is_dir() { bodies(&path) } else { path.metadata().map(|of| of.len()).into_iter().collect() }
    });
    let mut lengths: Vec<u64> = lengths.collect();
    lengths.sort_unstable();
    lengths
}

/// What a document of this length takes at the host.
fn stored(length: usize) -> u64 {
    Plan::new(length as u64).expect("a short one").stored()
}

/// Lines that only one side has, each with its side.
fn differences(one: &[String], other: &[String]) -> Vec<String> {
    let (mut told, mut rest) = (Vec::new(), other.to_vec());
    if one == other {
        return told;
    }
    for line in one {
        match rest.iter().position(|other| other == line) {
            Some(place) => drop(rest.remove(place)),
            None => told.push(format!("- {line}")),
        }
    }
    told.extend(rest.iter().map(|line| format!("+ {line}")));
    // The same lines in another order are a difference too.
    if told.is_empty() { vec!["another order".to_owned()] } else { told }
}
