//! `scelle-bridge doctor`: says in words what is missing and how to get it.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::card::Card as _;
use crate::card::pkcs11::{Module, usual_places};
use crate::card::profile::Profile;
use crate::cli::say;
use crate::config::{Config, usual_files};
use crate::trouble::Trouble;

/// Looks at everything, from the configuration to the card.
#[must_use]
pub fn run(config: Result<Config, String>) -> ExitCode {
    let findings = examine(&config);
    let french = crate::cli::french();
    for finding in &findings {
        let (french_words, english_words) = (&finding.french, &finding.english);
        say(&format!("{} {}", if finding.well { "✓" } else { "✗" }, if french { french_words } else { english_words }));
    }
    say(if french { BROWSER_FR } else { BROWSER_EN });
    if findings.iter().all(|finding| finding.well) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Finding {
    well: bool,
    french: String,
    english: String,
}

fn well(french: impl Into<String>, english: impl Into<String>) -> Finding {
    Finding { well: true, french: french.into(), english: english.into() }
}

fn missing(french: impl Into<String>, english: impl Into<String>) -> Finding {
    Finding { well: false, french: french.into(), english: english.into() }
}

fn examine(config: &Result<Config, String>) -> Vec<Finding> {
    let module = config.as_ref().ok().and_then(|config| config.module.clone());
    let pinentry = config.as_ref().map_or_else(|_| PathBuf::from("pinentry"), |config| config.pinentry.clone());
    let mut findings = vec![configuration(config), window(&pinentry)];
    let path = module.or_else(|| usual_places().into_iter().find(|path| path.exists()));
    findings.push(reader_service(path.as_deref()));
    match path {
        None => findings.push(missing(
            "Aucun pilote de carte trouvé. Installez la Cryptolib CPS (esante.gouv.fr, « Cryptolib CPS »), ou pour une \
             CPS3 le paquet opensc ; ou donnez son chemin avec `module` dans la configuration.",
            "No card driver found. Install Cryptolib CPS (esante.gouv.fr, \"Cryptolib CPS\"), or for a CPS3 the package \
             opensc; or give its path with `module` in the configuration.",
        )),
        Some(path) => findings.extend(card(&path)),
    }
    findings
}

fn configuration(config: &Result<Config, String>) -> Finding {
    match config {
        Ok(_) => well("La configuration est lue.", "The configuration is read."),
        Err(error) => {
            let place = usual_files().first().map(|path| path.display().to_string()).unwrap_or_default();
            missing(
                format!("La configuration manque ou est fausse ({error}). Elle se trouve dans {place}."),
                format!("The configuration is missing or wrong ({error}). Its place is {place}."),
            )
        }
    }
}

fn window(program: &Path) -> Finding {
    if found(program) {
        well("La fenêtre du code porteur (pinentry) est là.", "The window for the PIN (pinentry) is there.")
    } else {
        missing(
            "Le programme pinentry manque : sans lui, personne ne demande le code. Installez pinentry-gnome3 ou pinentry-qt.",
            "The program pinentry is missing: without it nobody asks for the PIN. Install pinentry-gnome3 or pinentry-qt.",
        )
    }
}

/// SoftHSM is a module without readers; every other one speaks to pcscd.
fn reader_service(module: Option<&Path>) -> Finding {
    let soft = module.is_some_and(|path| path.to_string_lossy().contains("softhsm"));
    // pcsc-lite's own variable for the place of its socket.
    let socket = std::env::var_os("PCSCLITE_CSOCK_NAME").map_or_else(|| PathBuf::from(PCSCD), PathBuf::from);
    if soft || UnixStream::connect(socket).is_ok() {
        well("Le service des lecteurs (pcscd) répond.", "The reader service (pcscd) answers.")
    } else {
        missing(
            "Le service des lecteurs ne répond pas. Installez pcscd, puis : sudo systemctl enable --now pcscd.socket",
            "The reader service does not answer. Install pcscd, then: sudo systemctl enable --now pcscd.socket",
        )
    }
}

fn card(path: &Path) -> Vec<Finding> {
    let place = path.display();
    let Ok(mut module) = Module::open(path) else {
        return vec![missing(
            format!("Le pilote {place} ne se charge pas. Réinstallez la Cryptolib CPS."),
            format!("The driver {place} does not load. Install Cryptolib CPS again."),
        )];
    };
    let name = module.describe().unwrap_or_default();
    let driver = well(format!("Pilote : {place} ({name})."), format!("Driver: {place} ({name})."));
    vec![driver, readers(&mut module)]
}

fn readers(module: &mut Module) -> Finding {
    let readers = module.look().unwrap_or_default();
    if readers.is_empty() {
        return missing("Aucun lecteur. Branchez-en un.", "No reader. Plug one in.");
    }
    let filled: Vec<_> = readers.iter().filter(|reader| reader.token.is_some()).collect();
    if filled.is_empty() {
        return missing(
            "Le lecteur est vide. Insérez la carte, puce vers l'avant.",
            "The reader is empty. Put the card in, chip first.",
        );
    }
    let mut judged = filled.iter().map(|reader| judge(module, reader.slot));
    let best = judged.find(Result::is_ok).unwrap_or_else(|| judge(module, filled[0].slot));
    match best {
        Ok(()) => well("Une carte de professionnel est dans le lecteur.", "A professional's card is in the reader."),
        Err(trouble) => missing(trouble.french(), trouble.english()),
    }
}

/// Whether the card in this slot could log in today.
fn judge(module: &mut Module, slot: u64) -> Result<(), Trouble> {
    Profile::choose(&module.certificates(slot)?)?.check(crate::cli::now())
}

/// As a shell would find it.
fn found(program: &Path) -> bool {
    if program.components().count() > 1 {
        return program.is_file();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

const PCSCD: &str = "/run/pcscd/pcscd.comm";
const BROWSER_FR: &str = "· Navigateur : à la première connexion, il demande si le site peut accéder aux appareils ou \
applications de cet ordinateur : répondez oui. Si vous avez refusé : icône à gauche de l'adresse, « Paramètres du \
site », « Applications sur cet appareil ». Poste partagé (TSE, Citrix) ou Safari : il faut l'extension.";
const BROWSER_EN: &str = "· Browser: at the first log-in it asks whether the site may reach apps or devices on this \
computer: say yes. If you refused: the icon left of the address, \"Site settings\", \"Apps on device\". On a shared \
computer (TSE, Citrix) or in Safari the extension is needed.";
