//! Open and deposit of 64 MiB in the page, beside the same bytes fetched or sent and bare
//! SubtleCrypto over them, in that same page.

use serde_json::Value;
use std::time::Duration;
use tempfile::TempDir;

use super::{Figure, LARGE, largest_file, median, peers::Nginx, ratio, seconds};
use crate::browser::Browser;
use crate::files;
use crate::host::Host;
use crate::patient::{Description, Patient, Person};
use crate::tab::Tab;

/// Deposits and opens as a person would, then does bare what was inevitable of it.
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
    let (mut deposits, mut opens) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let content = files::noise(100 + round, LARGE);
        let file = files::write(folder.path(), &format!("examen-{round}.bin"), &content);
        let title = format!("Examen {round}");
        patient.chooses(&[&file]);
        patient.describes(0, &Description::of(&title));
        deposits.push(until_seen(&patient.tab, "Écrit chez l’hébergeur, chiffré.", || patient.sends()));
        patient.goes_to("Documents", "/documents");
        let link = patient.tab.link(&title);
        opens.push(until_seen(&patient.tab, "Contenu entier et signature vérifiés à l’ouverture", || {
            link.clicks()
        }));
    }
    assert!(largest_file(&host.data()).is_file(), "nothing was stored");
    let bare = Bare::measure(&patient.tab, &nginx);
    let (deposit, open) = (median(deposits), median(opens));
    vec![
        figure("deposit of 64 MiB", deposit, "sent", bare.sent, "sealed and hashed", bare.sealed),
        figure("open 64 MiB", open, "fetched", bare.fetched, "hashed and opened", bare.opened),
    ]
}

fn figure(what: &str, ours: Duration, moved: &str, line: Duration, worked: &str, bare: Duration) -> Figure {
    let beside = format!("({moved} bare {} + {worked} bare {}) ÷ ours {}", seconds(line), seconds(bare), seconds(ours));
    Figure::new(format!("{what} ÷ (transfer + SubtleCrypto)"), ratio(line + bare, ours), beside)
}

/// From an act to the moment when the page says that it is done, by the page's own clock.
fn until_seen(tab: &Tab, words: &str, act: impl FnOnce()) -> Duration {
    tab.evaluate(&format!("void (globalThis.seen = ({WATCH})({}))", Value::from(words)));
    act();
    let waited = tab.evaluate("globalThis.seen");
    Duration::from_secs_f64(waited.as_f64().expect("milliseconds") / 1000.0)
}

struct Bare {
    sent: Duration,
    fetched: Duration,
    sealed: Duration,
    opened: Duration,
}

impl Bare {
    fn measure(tab: &Tab, nginx: &Nginx) -> Self {
        let run = |what: &str| {
            let times = (0..ROUNDS).map(|_| {
                let call = format!("({PEERS}).{what}({}, {LARGE})", Value::from(nginx.origin()));
                let millis = tab.evaluate(&call).as_f64().expect("milliseconds");
                Duration::from_secs_f64(millis / 1000.0)
            });
            median(times.collect())
        };
        let bare = Self { sent: run("sent"), fetched: run("fetched"), sealed: run("sealed"), opened: run("opened") };
        assert!(nginx.received() > 0, "nginx received nothing");
        bare
    }
}

const ROUNDS: u64 = 3;
const WATCH: &str = include_str!("watch.js");
const PEERS: &str = include_str!("peers.js");
