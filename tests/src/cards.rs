//! Test cards: a false IGC-Santé made once for each build of its recipe, a copy of it for each
//! test with revocations of its own, and cards on SoftHSM that can be taken out and put back.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

use crate::paths;

/// PIN of every test card.
pub const PIN: &str = "1234";

/// A test professional, as the certificate on the card has them.
#[derive(Debug, Clone, Copy)]
pub struct Professional {
    /// Name of the certificate in the recipe.
    pub card: &'static str,
    /// National identifier.
    pub id_nat: &'static str,
    /// As people are shown it.
    pub name: &'static str,
    /// Profession, in French.
    pub profession: &'static str,
    /// Declared address.
    pub practice: &'static str,
}

/// A general practitioner.
pub const ALICE: Professional = Professional {
    card: "alice",
    id_nat: "899700218896",
    name: "ALICE ESSAI",
    profession: "Médecin",
    practice: "4 place du Marché-aux-Grains, Valmont",
};
/// A nurse.
pub const BRUNO: Professional = Professional {
    card: "bruno",
    id_nat: "899700218904",
    name: "BRUNO TEST",
    profession: "Infirmier",
    practice: "12 quai des Cordiers, Port-Sainte-Anne",
};

/// An authority of persons and what it issued, in a folder of its own.
#[derive(Debug)]
pub struct Authority {
    folder: PathBuf,
    /// Gone with the authority.
    _own: Option<TempDir>,
}

impl Authority {
    /// A fresh copy: nothing is revoked.
    ///
    /// # Panics
    /// When the recipe fails: `openssl` is missing.
    #[must_use]
    pub fn new() -> Self {
        let folder = TempDir::with_prefix("scelle-authority").expect("a folder for the authority");
        copy(recipe(), folder.path());
        Self { folder: folder.path().to_owned(), _own: Some(folder) }
    }

    /// One that the recipe made before, in this folder.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), _own: None }
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Certificate of the authority of persons, DER.
    #[must_use]
    pub fn persons(&self) -> PathBuf {
        self.folder().join("persons.der")
    }

    /// A certificate by its name in the recipe, DER.
    ///
    /// # Panics
    /// When the recipe has none of this name.
    #[must_use]
    pub fn certificate(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder().join(format!("{name}.der"))).expect("a certificate of the recipe")
    }

    /// Key of a certificate, PKCS#8 PEM: the recipe gives most of them Alice's.
    ///
    /// # Panics
    /// Never, once the recipe has run.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        let own = self.folder().join(format!("{name}.key"));
        let path = if own.is_file() { own } else { self.folder().join("alice.key") };
        std::fs::read_to_string(path).expect("a key of the recipe")
    }

    /// The card of this name is revoked from now on.
    pub fn revokes(&self, name: &str) {
        let pem = format!("{name}.pem");
        let ca = ["ca", "-config", "openssl.cnf", "-batch", "-cert", "persons.pem", "-keyfile", "persons.key"];
        done(Command::new("openssl").args(ca).args(["-revoke", &pem]).current_dir(self.folder()));
    }

    /// Nothing was ever revoked.
    ///
    /// # Panics
    /// When the folder is gone.
    pub fn forgives(&self) {
        std::fs::copy(recipe().join("index.txt"), self.folder().join("index.txt")).expect("a folder of ours");
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// A reader with test cards that SoftHSM plays.
#[derive(Debug)]
pub struct Reader {
    folder: TempDir,
    /// PIN of its cards.
    pub pin: String,
}

/// What the cards of a reader were asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls {
    /// PINs shown.
    pub logins: usize,
    /// Signatures made.
    pub signatures: usize,
}

impl Reader {
    /// A reader in which these cards are, by their names in the recipe; mechanisms of a CPS3.
    ///
    /// # Panics
    /// When SoftHSM is missing.
    #[must_use]
    pub fn with(cards: &[&str]) -> Self {
        Self::with_pin(cards, PIN)
    }

    /// With cards of another PIN, of 4 to 16 digits.
    ///
    /// # Panics
    /// As [`Self::with`].
    #[must_use]
    pub fn with_pin(cards: &[&str], pin: &str) -> Self {
        let folder = TempDir::with_prefix("scelle-reader").expect("a folder for the cards");
        let reader = Self { folder, pin: pin.to_owned() };
        for place in ["tokens", "slots"] {
            std::fs::create_dir(reader.path(place)).expect("a folder of ours");
        }
        for name in cards {
            copy(&made(name, pin).join("tokens"), &reader.path("tokens"));
        }
        let conf = std::fs::read_to_string(made(cards[0], pin).join("softhsm2.conf")).expect("what the recipe wrote");
        let own = format!("directories.tokendir = {}", reader.path("tokens").display());
        let lines = conf.lines().map(|line| if line.starts_with("directories.tokendir") { &own } else { line });
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        std::fs::write(reader.path("softhsm2.conf"), text).expect("a folder of ours");
        reader
    }

    /// Where a program finds this reader, as variables of its environment.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, PathBuf); 3] {
        [
            ("SOFTHSM2_CONF", self.path("softhsm2.conf")),
            ("SCELLE_SOFTHSM", softhsm().to_owned()),
            ("SCELLE_READER", self.path("slots")),
        ]
    }

    /// Takes a card out, as a hand would.
    pub fn gives_back(&self, name: &str) {
        let at = self.number(name);
        assert!(at.is_multiple_of(2), "the card is in");
        self.set(name, at + 1);
    }

    /// Puts it back.
    pub fn takes(&self, name: &str) {
        let at = self.number(name);
        assert!(!at.is_multiple_of(2), "the card is out");
        self.set(name, at + 1);
    }

    /// What its cards were asked for so far.
    #[must_use]
    pub fn calls(&self) -> Calls {
        let calls = std::fs::read_to_string(self.path("slots").join("calls")).unwrap_or_default();
        let count = |name: &str| calls.lines().filter(|line| *line == name).count();
        Calls { logins: count("login"), signatures: count("sign") }
    }

    fn number(&self, name: &str) -> u32 {
        let text = std::fs::read_to_string(self.slot(name)).unwrap_or_default();
        text.trim().parse().unwrap_or_default()
    }

    fn set(&self, name: &str, number: u32) {
        let beside = self.path("slot");
        std::fs::write(&beside, format!("{number}\n")).expect("a folder of ours");
        std::fs::rename(beside, self.slot(name)).expect("a folder of ours");
    }

    /// As the recipe labels the card.
    fn slot(&self, name: &str) -> PathBuf {
        self.path("slots").join(format!("TEST-{name}"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The module that plays the reader: SoftHSM, but for cards that can be taken out.
#[must_use]
pub fn module() -> PathBuf {
    kept("reader", |folder| {
        let source = paths::root().join("tests/softreader/reader.c");
        let flags = ["-std=gnu11", "-shared", "-fPIC", "-O1", "-Wno-cast-function-type", "-o"];
        done(Command::new("cc").args(flags).arg(folder.join("reader.so")).arg(source).arg("-ldl"));
    })
    .join("reader.so")
}

/// SoftHSM's own module.
fn softhsm() -> &'static Path {
    let place = MODULES.iter().map(Path::new).find(|path| path.is_file());
    place.expect("SoftHSM is installed: `cargo xtask setup`")
}

/// A script of the bridge's own tests.
#[must_use]
pub fn script(name: &str) -> PathBuf {
    paths::root().join("bridge/tests/cards").join(name)
}

/// The authority as the recipe makes it: kept until the recipe changes.
fn recipe() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        kept("authority", |folder| {
            done(Command::new(script("make.sh")).arg(folder));
        })
    })
}

/// A card as SoftHSM keeps it: kept likewise.
fn made(name: &str, pin: &str) -> PathBuf {
    kept(&format!("card-{name}-{pin}"), |folder| {
        let mut make = Command::new(script("softhsm.sh"));
        done(make.arg(recipe()).arg(folder).args(["cps3", name]).env("SOFTHSM2_MODULE", softhsm()).env("PIN", pin));
    })
}

/// A folder that is made beside and then put in its place: whole or not at all, whoever is first.
fn kept(name: &str, make: impl FnOnce(&Path)) -> PathBuf {
    let all = paths::target().join("tools/cards");
    let place = all.join(format!("{name}-{:016x}", recipes()));
    if !place.is_dir() {
        std::fs::create_dir_all(&all).expect("a folder of ours");
        let beside = tempfile::tempdir_in(&all).expect("a folder of ours").keep();
        make(&beside);
        let _ = std::fs::rename(&beside, &place);
        let _ = std::fs::remove_dir_all(&beside);
    }
    place
}

fn recipes() -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    let recipes = [script("make.sh"), script("softhsm.sh"), paths::root().join("tests/softreader/reader.c")];
    for path in recipes {
        std::fs::read(path).expect("a file of the project").hash(&mut hasher);
    }
    hasher.finish()
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder of ours").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder of ours");
    for name in entries(from) {
        let (path, target) = (from.join(&name), to.join(&name));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a folder of ours");
        }
    }
}

fn done(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("openssl and SoftHSM are there: `cargo xtask setup`");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const MODULES: &[&str] = &[
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Output;

    fn see(reader: &Reader) -> Output {
        let mut tool = Command::new("pkcs11-tool");
        tool.arg("--module").arg(module()).arg("--list-slots").envs(reader.environment()).output().expect("it is there")
    }

    #[test]
    fn a_card_that_was_taken_out_is_gone_and_comes_back() {
        let reader = Reader::with(&["alice", "bruno"]);
        let sees = |name: &str| String::from_utf8_lossy(&see(&reader).stdout).contains(name);
        assert!(sees("TEST-alice") && sees("TEST-bruno"));
        reader.gives_back("bruno");
        assert!(sees("TEST-alice") && !sees("TEST-bruno"));
        reader.takes("bruno");
        assert!(sees("TEST-alice") && sees("TEST-bruno"));
        assert_eq!(reader.calls(), Calls::default());
    }
}
