//! Fills a fresh host with the seeded world, through its interface, as patients and a doctor would;
//! writes down who can log in how. For demo and tests only: no other program links these identities.

use scelle_client::{Account, documents::Listed};
use scelle_tests::{
    cards::{ALICE, Authority, BRUNO},
    clinic::{self, Workstation},
    native::{Native, Patient, deposit, open_patient},
    world::{self, Invented},
};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let (Some(api), Some(page), Some(out)) = (value("--api"), value("--origin"), value("--out")) else {
        return ExitCode::FAILURE;
    };
    let cards = value("--authority").map(|folder| Authority::at(Path::new(&folder)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let native = Native::on_page(&api, &page);
    let done = runtime.map_err(|e| e.to_string()).and_then(|runtime| runtime.block_on(seed(&native, cards.as_ref())));
    match done.and_then(|text| std::fs::write(&out, text).map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = std::fs::write(format!("{out}.error"), why);
            ExitCode::FAILURE
        }
    }
}

async fn seed(native: &Native, cards: Option<&Authority>) -> Result<String, String> {
    let doctor = match cards {
        Some(cards) => Some(enrol(native, cards).await?),
        None => None,
    };
    let mut text = String::from("Patients (each opens with the recovery kit below, in any browser):\n");
    for (number, invented) in world::patients().into_iter().enumerate() {
        let name = format!("{} {}", invented.who.given_names, invented.who.birth_name);
        let count = invented.documents.len();
        let mut patient = open(native, invented).await?;
        let circle = match (&doctor, cards) {
            (Some(doctor), Some(cards)) if number == 0 => {
                patient.account.trust = clinic::trust(cards);
                befriend(&patient, doctor).await?;
                format!(", {} in the circle", ALICE.name)
            }
            _ => String::new(),
        };
        let _ = patient.account.log_out().await;
        let _ = write!(text, "\n  {name}, {count} documents{circle}\n  {}\n", *patient.kit.print().line());
    }
    if let Some(doctor) = doctor {
        let _ = doctor.log_out().await;
        let _ = write!(
            text,
            "\nProfessionals (each with a test card in the bridge's reader):\n\n  {}, general practitioner: enrolled, \
             in the circle of the first patient\n  {}, nurse: comes for the first time\n",
            ALICE.name, BRUNO.name
        );
    }
    Ok(text)
}

async fn open(native: &Native, invented: Invented) -> Result<Patient, String> {
    // A password that nobody knows: the kit is these patients' way in.
    let password = scelle_crypto::kit::RecoveryKit::make(scelle_crypto::random::make_account()).print().line();
    let opened = open_patient(native, invented.identifier, &password, invented.who).await;
    let patient = opened.map_err(|trouble| trouble.to_string())?;
    for (about, content) in invented.documents {
        deposit(&patient.account, about, content).await.map_err(|trouble| trouble.to_string())?;
    }
    Ok(patient)
}

async fn enrol(native: &Native, cards: &Authority) -> Result<Account<Native>, String> {
    let desk = Workstation::new(native.clone(), cards, ALICE.card).await;
    // The kit of a test card is printed by nobody: its doctor makes another one by hand.
    let (account, _kit) = desk.enrols(ALICE.practice).await.map_err(|trouble| trouble.to_string())?;
    Ok(account)
}

async fn befriend(patient: &Patient, doctor: &Account<Native>) -> Result<(), String> {
    let listed = patient.account.list().await.map_err(|trouble| trouble.to_string())?;
    let personal = |one: &Listed| one.statement.as_ref().is_ok_and(|statement| statement.personal);
    let given = listed.into_iter().filter(|one| !personal(one)).collect();
    clinic::befriend(patient, &ALICE, doctor, given).await.map_err(|trouble| trouble.to_string())?;
    let (about, content) = world::by_the_doctor();
    deposit(doctor, about, content).await.map_err(|trouble| trouble.to_string())?;
    doctor.put_away();
    doctor.remember().await.map_err(|trouble| trouble.to_string())
}
