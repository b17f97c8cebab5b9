//! A log-in by parts, the engine alone: what each request was waited for, and what was worked between
//! them. The host runs in this process, so both sides' work is in the development profile's time.

use scelle_client::{HostPins, login, session::Line};
use scelle_crypto::opaque::Password;
use scelle_protocol::paths;
use std::time::{Duration, Instant};

use super::clocked::{Clocked, Note};
use super::{Figure, median};
use crate::cards::ALICE;
use crate::clinic::{Clinic, trust};
use crate::host::Host;
use crate::native::{Native, PASSWORD, camille, open_patient};

/// One log-in: when it began, what it asked, when it was over.
struct Course {
    begun: Instant,
    notes: Vec<Note>,
    over: Instant,
}

impl Course {
    fn whole(&self) -> Duration {
        self.over - self.begun
    }

    fn note(&self, what: &str) -> &Note {
        self.notes.iter().find(|note| note.what == what).unwrap_or_else(|| panic!("no {what} in {:?}", self.notes))
    }

    fn waited(&self, what: &str) -> Duration {
        self.note(what).waited()
    }

    /// Worked between the answer to one request and the next request.
    fn after(&self, what: &str) -> Duration {
        let whole = self.note(what).whole;
        let next = self.notes.iter().map(|note| note.left).filter(|left| *left >= whole).min();
        next.unwrap_or(self.over) - whole
    }
}

/// Logs in over and over, as a patient and as a professional; medians of each part.
///
/// # Panics
/// When host or bridge fail: there is no figure then.
pub async fn log_in_by_parts(host: &Host) -> Vec<Figure> {
    let mut figures = patient(host).await;
    figures.extend(professional().await);
    figures
}

async fn patient(host: &Host) -> Vec<Figure> {
    let native = Native::new(&host.api());
    let patient = open_patient(&native, "logs-in", PASSWORD, camille()).await.expect("opens");
    let pins = HostPins::ask(&native.line()).await.expect("names its keys");
    let mut courses = Vec::new();
    for _ in 0..ROUNDS {
        let line = Clocked::over(native.another());
        let begun = Instant::now();
        let password = Password::new(PASSWORD);
        let to = Line::new(line.clone(), &host.api());
        let opened = login::log_in(to, pins.clone(), &patient.device, "logs-in", password, None).await;
        courses.push(Course { begun, over: Instant::now(), notes: line.notes() });
        opened.expect("logs in");
    }
    let post = |path: &str| format!("POST {path}");
    let get = |path: &str| format!("GET {path}");
    vec![
        row(&courses, "log-in of a patient, engine alone", Course::whole),
        row(&courses, "– the host's keys", |c| c.waited(&get(paths::HOST))),
        row(&courses, "– OPAQUE: first message", |c| c.after(&get(paths::HOST))),
        row(&courses, "– OPAQUE: the host's answer", |c| c.waited(&post(paths::LOGIN_START))),
        row(&courses, "– OPAQUE with Argon2id, and the certificate's signature", |c| {
            c.after(&post(paths::LOGIN_START))
        }),
        row(&courses, "– the host checks both", |c| c.waited(&post(paths::LOGIN_FINISH))),
        row(&courses, "– openers fetched", |c| c.waited(&get(paths::OPENERS))),
        row(&courses, "– opener opened (RSA-OAEP, computer's key)", |c| c.after(&get(paths::OPENERS))),
        row(&courses, "– vault fetched", |c| c.waited(&get(paths::VAULT))),
        row(&courses, "– vault opened", |c| c.after(&get(paths::VAULT))),
        row(&courses, "– record and chain, fetched and replayed", record_and_chain),
    ]
}

/// From the first request under the record to the end.
fn record_and_chain(course: &Course) -> Duration {
    let under = course.notes.iter().filter(|note| note.what.contains(paths::RECORDS)).map(|note| note.left).min();
    under.map_or(Duration::ZERO, |first| course.over - first)
}

async fn professional() -> Vec<Figure> {
    let clinic = Clinic::new().await;
    let doctor = clinic.doctor(&ALICE).await;
    let api = format!("http://{}", clinic.world.host.api);
    let (station, mut courses) = (&doctor.workstation, Vec::new());
    for _ in 0..ROUNDS {
        let line = Clocked::over(clinic.line());
        let begun = Instant::now();
        let to = || Line::new(line.clone(), &api);
        let pins = HostPins::ask(&to()).await.expect("names its keys");
        let trust = trust(&clinic.authority);
        let opened = scelle_client::professional::log_in_with_card(to(), pins, &station.bridge, trust).await;
        courses.push(Course { begun, over: Instant::now(), notes: line.notes() });
        assert!(matches!(opened, Ok(scelle_client::professional::CardLogIn::Open(_))), "the card opens");
    }
    let post = |path: &str| format!("POST {path}");
    let get = |path: &str| format!("GET {path}");
    vec![
        row(&courses, "log-in of a professional, engine alone, without person and PIN", Course::whole),
        row(&courses, "– the host's keys and nonce", |c| {
            c.waited(&get(paths::HOST)) + c.waited(&post(paths::CARD_START))
        }),
        row(&courses, "– bridge: consent, card opened, token signed", |c| c.after(&post(paths::CARD_START))),
        row(&courses, "– the host checks token, authority, revocation", |c| c.waited(&post(paths::CARD_FINISH))),
        row(&courses, "– certificate and OCSP answer checked here", |c| c.after(&post(paths::CARD_FINISH))),
        row(&courses, "– openers fetched", |c| c.waited(&get(paths::OPENERS))),
        row(&courses, "– bridge: the card's key; opener opened", |c| c.after(&get(paths::OPENERS))),
        row(&courses, "– vault fetched", |c| c.waited(&get(paths::VAULT))),
        row(&courses, "– vault opened", |c| c.after(&get(paths::VAULT))),
        row(&courses, "– own entry of the directory, fetched and checked", directory),
    ]
}

fn directory(course: &Course) -> Duration {
    let asked = course.note(&format!("POST {}", paths::DIRECTORY_ENTRY)).left;
    course.over - asked
}

fn row(courses: &[Course], what: &str, part: impl Fn(&Course) -> Duration) -> Figure {
    let time = median(courses.iter().map(part).collect());
    Figure::new(what, format!("{:.1} ms", time.as_secs_f64() * 1000.0), "")
}

const ROUNDS: usize = 9;
