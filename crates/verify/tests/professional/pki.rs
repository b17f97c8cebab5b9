//! The false IGC-Santé of the tests, made once by `make.sh` and then kept in memory.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::SystemTime;

use scelle_protocol::Time;
use scelle_verify::{
    Certificate,
    professional::{Professional, ProfessionalError, Trust},
};
use x509_cert::der::{Decode as _, Reader as _, SliceReader, asn1::AnyRef};

static FILES: LazyLock<HashMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/professional/make.sh");
    let day = [now().plus(DAY), now().plus(2 * DAY)].map(asn1_time);
    let made = Command::new("sh").arg(script).arg(folder.path()).args(day).output().expect("sh runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let entries = fs::read_dir(folder.path()).expect("the folder").flatten();
    entries.map(|one| (name_of(&one.path()), fs::read(one.path()).expect("a file"))).collect()
});

/// `261123192100Z`, as in a certificate.
fn asn1_time(time: Time) -> String {
    let text = time.to_string().replace(['-', ':', 'T'], "");
    text.strip_prefix("20").expect("this century").to_owned()
}

const DAY: u64 = 24 * 3600;

/// A file that the script made.
pub fn file(name: &str) -> &'static [u8] {
    FILES.get(name).unwrap_or_else(|| panic!("make.sh makes no {name}"))
}

/// Reads a certificate.
pub fn read(name: &str) -> Result<Professional, ProfessionalError> {
    Professional::read(file(&format!("{name}.der")))
}

/// A certificate that reads.
pub fn professional(name: &str) -> Professional {
    read(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A certificate of an authority.
pub fn authority(name: &str) -> Certificate {
    Certificate::from_der(file(&format!("{name}.der"))).expect("an authority")
}

/// The pinned authorities and the one of the tests.
pub fn trust() -> Trust {
    Trust::igc_sante().with_test_authority(file("persons.der")).expect("an authority of persons")
}

/// This computer's clock: OpenSSL dates its answers by it.
pub fn now() -> Time {
    Time(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs())
}

/// Runs OpenSSL on these files, in a folder of its own, and gives what it wrote on its output.
pub fn openssl(files: &[(&str, &[u8])], arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let done = Command::new("openssl").args(arguments).current_dir(folder.path()).output().expect("openssl runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// sha256WithRSA, as a card makes it.
pub fn sign(key: &str, message: &[u8]) -> Vec<u8> {
    let files = [("key.pem", file(key)), ("message", message)];
    openssl(&files, &["dgst", "-sha256", "-sign", "key.pem", "message"])
}

/// The elements within an element of DER, each whole.
pub fn parts(der: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = SliceReader::new(AnyRef::from_der(der).expect("DER").value()).expect("DER");
    let mut found = Vec::new();
    while !reader.is_finished() {
        found.push(reader.tlv_bytes().expect("an element").to_vec());
    }
    found
}

/// An element of DER.
pub fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let long = 0x80 | u8::try_from(length.len()).expect("eight bytes at most");
    let header = if content.len() < 0x80 { vec![tag, length.first().copied().unwrap_or(0)] } else { vec![tag, long] };
    let rest = if content.len() < 0x80 { &[][..] } else { length };
    [&header, rest, content].concat()
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a file has a name").to_string_lossy().into_owned()
}
