//! Open and deposit in the page, round by round beside what no client can do without (the same bytes
//! fetched or sent, and bare SubtleCrypto over them) and beside two libraries from npm, in that same page.

use serde_json::Value;
use std::time::Duration;
use tempfile::TempDir;

use super::{Figure, LARGE, peers::Nginx, ratio, seconds};
use crate::browser::Browser;
use crate::files;
use crate::host::Host;
use crate::paths;
use crate::patient::{Description, Patient, Person};
use crate::tab::Tab;

/// Deposits and opens as a person would, and does bare what was inevitable of it, turn by turn: what
/// else the machine does meets both alike. The least of each is taken.
///
/// # Panics
/// When page, host or nginx fail: there is no figure then.
#[must_use]
pub fn in_the_page(host: &Host) -> Vec<Figure> {
    let folder = TempDir::new().expect("a folder");
    let (page, api) = (host.page(), host.api());
    let nginx = Nginx::serving(&files::write(folder.path(), "peer", &files::noise(4, LARGE)));
    let browser = Browser::start(&[&page, &api, &nginx.origin()]);
    let patient = Patient::at(&browser, host, Person::helene());
    // The peer is another origin, which the page itself may not ask.
    patient.tab.call("Page.setBypassCSP", serde_json::json!({ "enabled": true }));
    patient.opens_a_record();
    patient.tab.is_not_watched();
    let acts = Acts { patient: &patient, folder: folder.path() };
    let bare = |what: &str| {
        let call = format!("({PEERS}).{what}({}, {LARGE})", Value::from(nginx.origin()));
        Duration::from_secs_f64(patient.tab.evaluate(&call).as_f64().expect("milliseconds") / 1000.0)
    };
    let mut rounds = Rounds::default();
    for round in 0..ROUNDS {
        let (deposit, open) = acts.there_and_back(&format!("Examen {round}"), LARGE);
        rounds.took("deposit", deposit);
        rounds.took("open", open);
        for what in ["sent", "fetched", "sealed", "opened"] {
            rounds.took(what, bare(what));
        }
    }
    assert!(nginx.received() > 0, "nginx received nothing");
    let mut figures = vec![
        rounds.beside("deposit of 64 MiB", "deposit", ["sent", "sealed"]),
        rounds.beside("open 64 MiB", "open", ["fetched", "opened"]),
    ];
    figures.extend(beside_npm(&acts));
    figures.extend(by_parts(&acts));
    figures
}

/// 32 MiB: ours there and back, with all that belongs to it; theirs sealed and opened in memory.
fn beside_npm(acts: &Acts) -> Vec<Figure> {
    let bundle = paths::tool("npm/peers.js");
    acts.patient.tab.evaluate(&std::fs::read_to_string(bundle).expect("a file of the set-up"));
    let mut rounds = Rounds::default();
    for round in 0..ROUNDS {
        let (deposit, open) = acts.there_and_back(&format!("Cliché {round}"), LARGE / 2);
        rounds.took("deposit", deposit);
        rounds.took("open", open);
        for library in ["age", "pgp"] {
            let took = acts.patient.tab.evaluate(&format!("scelleNpm.{library}({})", LARGE / 2));
            for act in ["seal", "open"] {
                let millis = took[act].as_f64().expect("milliseconds");
                rounds.took(&format!("{library} {act}"), Duration::from_secs_f64(millis / 1000.0));
            }
        }
    }
    let line = |what: &str, ours: &str, act: &str| {
        let (age, pgp) = (rounds.least(&format!("age {act}")), rounds.least(&format!("pgp {act}")));
        let beside = format!("age-encryption {}, openpgp {}, in memory, nothing sent", seconds(age), seconds(pgp));
        Figure::new(what, seconds(rounds.least(ours)), beside)
    };
    vec![
        line("32 MiB deposited: read, sealed, sent, durable", "deposit", "seal"),
        line("32 MiB opened: asked for, fetched, verified, shown", "open", "open"),
    ]
}

/// One more round, listened to in the worker: listening costs, so it is none of those above.
fn by_parts(acts: &Acts) -> Vec<Figure> {
    let tab = &acts.patient.tab;
    tab.evaluate_in_worker("vault", PARTS);
    let mut figures = Vec::new();
    let told = |what: &str| {
        let parts = tab.evaluate_in_worker("vault", "scelleParts()");
        let millis = |value: &Value| format!("{:.0} ms", value.as_f64().unwrap_or_default());
        let mut waited: Vec<String> = vec![format!("nothing waited for {}", millis(&parts["alone"]))];
        for part in parts["parts"].as_array().into_iter().flatten() {
            let name = part["what"].as_str().unwrap_or_default();
            waited.push(format!("{name} {} ({} times)", millis(&part["wall"]), part["times"]));
        }
        Figure::new(format!("– {what}, in the worker"), millis(&parts["whole"]), waited.join("; "))
    };
    let title = "Examen par parties";
    acts.deposits(title, LARGE);
    figures.push(told("deposit of 64 MiB by parts, side by side"));
    acts.opens(title);
    figures.push(told("open 64 MiB by parts, side by side"));
    figures
}

/// What a person does, and how long it takes by the page's own clock.
struct Acts<'a> {
    patient: &'a Patient,
    folder: &'a std::path::Path,
}

impl Acts<'_> {
    fn there_and_back(&self, title: &str, length: usize) -> (Duration, Duration) {
        (self.deposits(title, length), self.opens(title))
    }

    fn deposits(&self, title: &str, length: usize) -> Duration {
        let seed = title.bytes().map(u64::from).sum();
        let file = files::write(self.folder, &format!("{title}.bin"), &files::noise(seed, length));
        self.patient.chooses(&[&file]);
        self.patient.describes(0, &Description::of(title));
        until_seen(&self.patient.tab, "Écrit chez l’hébergeur, chiffré.", || self.patient.sends())
    }

    fn opens(&self, title: &str) -> Duration {
        self.patient.goes_to("Documents", "/documents");
        let link = self.patient.tab.link(title);
        until_seen(&self.patient.tab, "Contenu entier et signature vérifiés à l’ouverture", || link.clicks())
    }
}

/// Times by what took them.
#[derive(Default)]
struct Rounds(Vec<(String, Duration)>);

impl Rounds {
    fn took(&mut self, what: &str, time: Duration) {
        self.0.push((what.to_owned(), time));
    }

    fn of(&self, what: &str) -> impl Iterator<Item = Duration> {
        self.0.iter().filter(move |(name, _)| name == what).map(|(_, time)| *time)
    }

    fn least(&self, what: &str) -> Duration {
        self.of(what).min().expect("it was measured")
    }

    fn beside(&self, title: &str, ours: &str, bare: [&str; 2]) -> Figure {
        let all = |what: &str| self.of(what).map(|time| time.as_millis().to_string()).collect::<Vec<_>>().join(" ");
        let [line, worked] = bare.map(|what| self.least(what));
        let beside = format!(
            "({} bare {} + {} bare {}) ÷ ours {}, the least of each; all, in ms: {}; {}; ours {}",
            bare[0],
            seconds(line),
            bare[1],
            seconds(worked),
            seconds(self.least(ours)),
            all(bare[0]),
            all(bare[1]),
            all(ours)
        );
        Figure::new(format!("{title} ÷ (transfer + SubtleCrypto)"), ratio(line + worked, self.least(ours)), beside)
    }
}

/// From an act to the moment when the page says that it is done, by the page's own clock.
fn until_seen(tab: &Tab, words: &str, act: impl FnOnce()) -> Duration {
    tab.evaluate(&format!("void (globalThis.seen = ({WATCH})({}))", Value::from(words)));
    act();
    let waited = tab.evaluate("globalThis.seen");
    Duration::from_secs_f64(waited.as_f64().expect("milliseconds") / 1000.0)
}

const ROUNDS: usize = 5;
const WATCH: &str = include_str!("watch.js");
const PEERS: &str = include_str!("peers.js");
const PARTS: &str = include_str!("parts.js");
