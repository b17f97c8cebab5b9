//! Who answers whether a card was revoked: OpenSSL's responder behind a small server on this
//! computer. It looks into the authority's book at every question.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

/// A running responder; dropping it ends it.
#[derive(Debug)]
pub struct Responder {
    port: u16,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct State {
    ended: AtomicBool,
    silent: AtomicBool,
    asked: AtomicUsize,
}

impl Responder {
    /// For the authority in this folder, on a free port.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn start(authority: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound socket").port();
        let state = Arc::<State>::default();
        let (folder, shared) = (authority.to_owned(), Arc::clone(&state));
        let thread = std::thread::spawn(move || serve(&listener, &folder, &shared));
        Self { port, state, thread: Some(thread) }
    }

    /// Where it is asked.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// It answers nobody any more, or again.
    pub fn is_silent(&self, silent: bool) {
        self.state.silent.store(silent, Ordering::SeqCst);
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.state.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::SeqCst);
        // One last caller wakes it.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Answers at this address for ever: for the demo.
///
/// # Errors
/// When the address cannot be had.
pub fn serve_for_ever(address: &str, authority: &Path) -> std::io::Result<()> {
    serve(&TcpListener::bind(address)?, authority, &State::default());
    Ok(())
}

fn serve(listener: &TcpListener, authority: &Path, state: &State) {
    for stream in listener.incoming().flatten() {
        if state.ended.load(Ordering::SeqCst) {
            return;
        }
        if !state.silent.load(Ordering::SeqCst) {
            state.asked.fetch_add(1, Ordering::SeqCst);
            // A caller who breaks off is no matter of the responder's.
            let _ = answer(stream, authority);
        }
    }
}

/// RFC 6960 A.1: the question as the body of a POST.
fn answer(mut stream: TcpStream, authority: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let lower = line.to_ascii_lowercase();
        length = lower.strip_prefix("content-length:").and_then(|text| text.trim().parse().ok()).unwrap_or(length);
    }
    let mut question = Vec::new();
    reader.take(length).read_to_end(&mut question)?;
    let said = ask_openssl(authority, &question)?;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        said.len()
    );
    stream.write_all(&[head.as_bytes(), &said].concat())
}

fn ask_openssl(authority: &Path, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| -> PathBuf { folder.path().join(name) };
    std::fs::write(place("question"), question)?;
    let book = ["ocsp", "-index", "index.txt", "-CA", "persons.pem", "-rsigner", "responder.pem"];
    let key = ["-rkey", "responder.key", "-nmin", "60", "-reqin"];
    let mut openssl = Command::new("openssl");
    openssl.args(book).args(key).arg(place("question")).arg("-respout").arg(place("answer"));
    openssl.current_dir(authority).output()?;
    std::fs::read(place("answer"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cards::Authority;
    use scelle_protocol::Time;
    use scelle_verify::professional::{Professional, ocsp, ocsp::RevocationError};

    fn ask(address: &str, question: &[u8]) -> Vec<u8> {
        let place = address.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(place).expect("it listens");
        let head = format!("POST / HTTP/1.1\r\nHost: {place}\r\nContent-Length: {}\r\n\r\n", question.len());
        stream.write_all(&[head.as_bytes(), question].concat()).expect("it listens");
        let mut said = Vec::new();
        stream.read_to_end(&mut said).expect("it answers");
        let body = said.windows(4).position(|part| part == b"\r\n\r\n").expect("a head") + 4;
        said.split_off(body)
    }

    #[test]
    fn a_revocation_is_told_at_the_next_question_and_forgiven_at_the_one_after() {
        let authority = Authority::new();
        let responder = Responder::start(authority.folder());
        let persons = std::fs::read(authority.persons()).expect("the recipe wrote it");
        let issuer = scelle_verify::Certificate::from_der(&persons).expect("a certificate");
        let card = Professional::read(&authority.certificate("alice")).expect("a professional's");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        let says = || {
            let answer = ask(&responder.address(), &ocsp::request(&card, &issuer));
            ocsp::check(&answer, &card, &issuer, Time(now.as_secs())).map(drop)
        };
        assert_eq!(says(), Ok(()));
        authority.revokes("alice");
        assert_eq!(says(), Err(RevocationError::Revoked));
        authority.forgives();
        assert_eq!(says(), Ok(()));
        assert_eq!(responder.asked(), 3);
    }
}
