//! Fills a fresh host with the seeded world, through its interface, as patients would; writes
//! down who can log in how. For demo and tests only: no other program links these identities.

use scelle_tests::{
    native::{Native, deposit, open_patient},
    world,
};
use std::fmt::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let (Some(api), Some(out)) = (value("--api"), value("--out")) else {
        return ExitCode::FAILURE;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.map_err(|e| e.to_string()).and_then(|runtime| runtime.block_on(seed(&api, &out)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = std::fs::write(format!("{out}.error"), why);
            ExitCode::FAILURE
        }
    }
}

async fn seed(api: &str, out: &str) -> Result<(), String> {
    let native = Native::new(api);
    let mut text = String::from("Patients (each opens with the recovery kit below, in any browser):\n");
    for invented in world::patients() {
        // A password that nobody knows: the kit is these patients' way in.
        let password = scelle_crypto::kit::RecoveryKit::make(scelle_crypto::random::make_account()).print().line();
        let name = format!("{} {}", invented.who.given_names, invented.who.birth_name);
        let patient = open_patient(&native, invented.identifier, &password, invented.who)
            .await
            .map_err(|trouble| trouble.to_string())?;
        let count = invented.documents.len();
        for (about, content) in invented.documents {
            deposit(&patient.account, about, content).await.map_err(|trouble| trouble.to_string())?;
        }
        let _ = patient.account.log_out().await;
        let _ = write!(text, "\n  {name}, {count} documents\n  {}\n", *patient.kit.print().line());
    }
    std::fs::write(out, text).map_err(|error| error.to_string())
}
