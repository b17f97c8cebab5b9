//! Host and bridge hold nothing that they should not: planted values are looked for in the host's
//! data directory, behind the cipher of its database, in its log and in its memory, and in what the
//! bridge says and keeps; and a control that leaks on purpose is found out in every place and
//! every spelling.

use data_encoding::HEXLOWER;
use scelle_tests::bridge::Bridge;
use scelle_tests::browser::Browser;
use scelle_tests::cards::{ALICE, Authority, Reader};
use scelle_tests::circle::SoFar;
use scelle_tests::doctor::Doctor;
use scelle_tests::dump;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::paths;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::planted::{Form, Planted};
use scelle_tests::responder::Responder;
use scelle_tests::scan::{Finding, Scanner};
use scelle_tests::world::papers;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use tempfile::TempDir;

#[test]
fn after_a_journey_the_host_holds_none_of_the_planted_values() {
    let host = Host::start();
    let planted = journey(&host);
    let findings = in_the_host(&Scanner::new(&planted), &host);
    assert!(findings.is_empty(), "{findings:#?}");
}

/// All that the host keeps, says and holds.
fn in_the_host(scanner: &Scanner, host: &Host) -> Vec<Finding> {
    let behind = TempDir::new().expect("a folder");
    dump::plain_copies(&host.data(), &host.secrets(), behind.path());
    let mut findings = scanner.memory(host.process());
    findings.extend(scanner.files(&host.data()));
    findings.extend(scanner.files(&host.log_path()));
    findings.extend(scanner.files(behind.path()));
    findings
}

#[test]
fn after_a_doctors_journey_neither_host_nor_bridge_holds_pin_or_text() {
    let authority = Authority::new();
    let responder = Responder::start(authority.folder());
    let host = Host::with_cards(&authority, &responder);
    // As long as a card takes it: four digits are found anywhere.
    let bridge = Bridge::with(&host.page(), Reader::with_pin(&[ALICE.card], "9071336284015527"));
    let planted = doctors_journey(&host, &bridge);
    let scanner = Scanner::new(&planted);
    let mut findings = in_the_host(&scanner, &host);
    findings.extend(scanner.files(&bridge.state()));
    findings.extend(scanner.bytes("what the bridge says", bridge.said().as_bytes()));
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(bridge.state().join("pairings.json").is_file(), "the bridge keeps something: it was looked through");
}

/// Enrolled, named, compared; reads and deposits: all values that only patient and doctor may know.
fn doctors_journey(host: &Host, bridge: &Bridge) -> Vec<Planted> {
    let folder = TempDir::new().expect("a folder");
    let home = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&home, host, Person::helene());
    patient.opens_a_record();
    let practice = Doctor::browser(host, bridge);
    let doctor = Doctor::at(&practice, host, bridge, ALICE);
    doctor.pairs();
    let kit = doctor.enrols();
    patient.finds(ALICE.id_nat.trim_start_matches('8'), &ALICE);
    patient.names(&ALICE, SoFar::Nothing);
    let name = format!("{} {}", patient.person.given, patient.person.name);
    doctor.finds(&name);
    doctor.takes(&name);
    let fingerprint = patient.reads_the_fingerprint(&ALICE);
    doctor.types_the_fingerprint(&fingerprint);
    doctor.accepts();
    let (title, content) = ("Épreuve d’effort, hôpital des Genêts", text());
    doctor.deposits(&files::write(folder.path(), "epreuve-genets.txt", &content), &Description::of(title));
    patient.is_away_for(std::time::Duration::from_secs(90));
    patient.goes_to("Accueil", "/accueil");
    patient.tab.sees(title);
    patient.opens(title);
    patient.removes(&ALICE, "je change de médecin traitant");
    doctor.logs_out();
    let mut planted = vec![
        Planted::text("pin", &bridge.reader.pin),
        Planted::text("title", title),
        Planted::text("file name", "epreuve-genets.txt"),
        Planted::bytes("content", &content),
        Planted::text("reason", "je change de médecin traitant"),
        Planted::text("patient's name", &patient.person.name),
        Planted::text("patient's contact", &patient.person.contact),
        Planted::text("kit, as printed", &kit.join(" ")),
        Planted::bytes("kit, its bytes", &kit_bytes(&kit)[16..48]),
    ];
    planted[7].bytes.drain(..33);
    planted
}

/// Opens, deposits, reads, logs out and in, reads the journal: all values that were used.
fn journey(host: &Host) -> Vec<Planted> {
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, host, Person::helene());
    let kit = patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    // None of these words is one of the host's own: it knows the names of professions.
    let papers = [
        ("Sérologie de contrôle, officine des Embruns", "serologie-embruns.txt", text()),
        ("Cliché du poignet gauche après la chute", "poignet-gauche.png", papers::image(200, 160)),
    ];
    for (title, name, content) in &papers {
        patient.deposits(&files::write(folder.path(), name, content), &Description::of(title));
        patient.opens(title);
        assert_eq!(patient.saves_the_original(name), *content);
    }
    patient.logs_out();
    patient.logs_in();
    let _ = patient.reads_the_journal();
    let person = &patient.person;
    let mut planted = vec![
        Planted::text("identifier", &person.identifier),
        Planted::text("password", &person.password),
        Planted::text("given names", &person.given),
        Planted::text("name", &person.name),
        Planted::text("contact", &person.contact),
        Planted::text("kit, as printed", &kit.join(" ")),
        Planted::text("kit, in one", &kit.concat()),
        // The account's id, in the first 26 signs, is no secret; the secret is what follows.
        Planted::bytes("kit, its bytes", &kit_bytes(&kit)[16..48]),
    ];
    planted[5].bytes.drain(..33);
    planted[6].bytes.drain(..27);
    for (title, name, content) in &papers {
        planted.push(Planted::text("title", title));
        planted.push(Planted::text("file name", name));
        planted.push(Planted::bytes("content", content));
    }
    planted
}

/// The control: what leaks is found, wherever and however it is written.
#[test]
fn a_leaky_host_is_found_out_in_every_place_and_spelling() {
    let forms = [Form::OF_BYTES, Form::OF_TEXT].concat();
    let (mut planted, mut lines, mut expected) = (Vec::new(), String::new(), BTreeSet::new());
    for place in ["memory", "file", "log"] {
        for form in &forms {
            let what = format!("{place} {form:?}");
            let value = Planted::text(&what, &format!("Compte rendu nº {} de Môrlaix", planted.len() * 7919 + 100_003));
            // The whole value, or only a part of it that does not begin where it begins.
            let part = if planted.len() % 2 == 0 { value.bytes.clone() } else { value.bytes[2..22].to_vec() };
            let turned: Vec<u8> = form.write(&part).into_iter().map(|byte| !byte).collect();
            lines.push_str(&format!("{place} {}\n", HEXLOWER.encode(&turned)));
            expected.insert((what, *form));
            planted.push(value);
        }
    }
    let found = leak(&lines, &Scanner::new(&planted));
    let found: BTreeSet<(String, Form)> = found.into_iter().map(|finding| (finding.what, finding.form)).collect();
    let unseen: Vec<_> = expected.difference(&found).collect();
    assert!(unseen.is_empty(), "not found: {unseen:?}");
}

/// The same for each place of a real host, one value in each: a place that is not searched would let
/// its value go unseen.
#[test]
fn a_value_in_any_place_of_the_host_is_found_in_that_place() {
    let host = Host::start();
    let value = |what: &str| Planted::text(what, &format!("Témoin des Embruns, {what}"));
    let [row, file, name, line] = ["row behind the cipher", "file of the data", "name of a file", "line of the log"];
    let text = |what: &str| String::from_utf8(value(what).bytes).expect("text");
    dump::plant(&host.data(), &host.secrets(), &text(row));
    std::fs::write(host.data().join("blobs").join("0f"), text(file)).expect("a folder of the host");
    std::fs::write(host.data().join(text(name)), "").expect("a folder of the host");
    let mut log = std::fs::File::options().append(true).open(host.log_path()).expect("its log");
    log.write_all(text(line).as_bytes()).expect("its log");
    // What it is called is told to it, and stays in its memory.
    let called = Planted::text("memory of the process", "Hôte d’essai");
    let planted: Vec<Planted> = [row, file, name, line].map(value).into_iter().chain([called]).collect();
    let found = in_the_host(&Scanner::new(&planted), &host);
    for (what, place) in
        [(row, "rows.db"), (file, "blobs"), (name, "name of "), (line, "log"), ("memory of the process", "memory ")]
    {
        // The parts that all have in common are found everywhere: this value, in this place.
        let seen = found.iter().any(|finding| finding.what == what && finding.place.contains(place));
        assert!(seen, "the {what} was not found in its place: {found:#?}");
    }
    let in_clear = std::fs::read(host.data().join("rows.db")).expect("the database");
    let in_clear = Scanner::new(&[value(row)]).bytes("database", &in_clear);
    assert!(in_clear.is_empty(), "the control of the control: without its key the row is not to be seen");
}

fn leak(lines: &str, scanner: &Scanner) -> Vec<Finding> {
    let folder = TempDir::new().expect("a folder");
    let mut leaky = Command::new(paths::program("debug", "leaky"))
        .arg(folder.path().join("leaked"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the leaky host starts");
    let mut input = leaky.stdin.take().expect("its input");
    input.write_all(lines.as_bytes()).and_then(|()| input.write_all(b"end\n")).expect("it listens");
    let mut output = BufReader::new(leaky.stdout.take().expect("its output"));
    let mut said = Vec::new();
    while !said.ends_with(b"\nleaked\n") {
        let length = output.read_until(b'\n', &mut said).expect("it speaks");
        assert!(length > 0, "the leaky host ended");
    }
    let mut findings: Vec<Finding> = only("memory", scanner.memory(leaky.id()));
    findings.extend(only("file", scanner.files(folder.path())));
    findings.extend(only("log", scanner.bytes("log", &said)));
    leaky.kill().and_then(|()| leaky.wait()).expect("a child of ours");
    findings
}

/// Findings of what was put in this place: a value found elsewhere proves nothing about it.
fn only(place: &str, findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| finding.what.starts_with(place)).collect()
}

fn text() -> Vec<u8> {
    let line = "Anticorps anti-HBs : 412 mUI/ml ; ferritine 63 µg/l ; à revoir dans dix-huit mois.\n";
    line.repeat(40).into_bytes()
}

/// Crockford's base32, as the kit is printed.
fn kit_bytes(groups: &[String]) -> Vec<u8> {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let values = groups.concat().bytes().map(|sign| SIGNS.iter().position(|one| *one == sign)).collect::<Vec<_>>();
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for value in values {
        bits = bits << 5 | u32::try_from(value.expect("a sign of the kit")).expect("under 32");
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).expect("eight bits"));
        }
    }
    bytes
}
