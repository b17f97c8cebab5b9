//! The list of a thousand and of ten thousand documents after unlocking, by parts.

use scelle_client::{login, session::Line};
use std::time::Duration;

use super::clocked::{Clocked, Note};
use super::{Figure, seconds, timed};
use crate::browser::Browser;
use crate::host::Host;
use crate::native::{Native, PASSWORD, about, camille, deposit, open_patient};
use crate::patient::{Patient, Person};
use crate::wait::LONG;

/// The list of a thousand.
///
/// # Panics
/// When page or host fail: there is no figure then.
pub async fn a_thousand_documents(host: &Host) -> Vec<Figure> {
    list_of(host, "1,000", 1_000).await
}

/// The list of ten thousand: minutes go by until they are deposited.
///
/// # Panics
/// As [`a_thousand_documents`].
pub async fn ten_thousand_documents(host: &Host) -> Vec<Figure> {
    list_of(host, "10,000", 10_000).await
}

/// Deposits small documents, lists them, and looks at the list in Chromium, the record opened with
/// its kit.
async fn list_of(host: &Host, name: &str, documents: u32) -> Vec<Figure> {
    let native = Native::new(&host.api());
    let patient = open_patient(&native, "many", PASSWORD, camille()).await.expect("opens");
    let ((), filling) = timed(async {
        for number in 0..documents {
            let text = format!("Mesure {number}").into_bytes();
            deposit(&patient.account, about(&format!("Mesure {number:05}")), text).await.expect("deposits");
        }
    })
    .await;
    let line = Clocked::over(native.another());
    let account = login::log_in_with_kit(Line::new(line.clone(), &host.api()), &patient.kit).await.expect("logs in");
    drop(line.notes());
    let (listed, engine) = timed(account.list()).await;
    assert_eq!(listed.expect("lists").len(), documents as usize);
    let host_alone: Duration = line.notes().iter().map(Note::waited).sum();
    let (_, again) = timed(account.list()).await;
    let each = filling / documents;
    let mut figures = vec![
        Figure::new("deposit of a small document, engine alone", millis(each), "durable; one after the other"),
        Figure::new(format!("list of {name}, engine alone"), seconds(engine), "native, development profile"),
        Figure::new("– the host's answer, whole", seconds(host_alone), ""),
        Figure::new("– the list again in the same session", seconds(again), ""),
    ];
    figures.extend(in_the_page(host, name, &patient.kit.print().line()));
    figures
}

fn in_the_page(host: &Host, name: &str, kit: &str) -> Vec<Figure> {
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, host, Person::helene());
    let hear = serde_json::json!({ "source": HEAR });
    patient.tab.call("Page.addScriptToEvaluateOnNewDocument", hear);
    let groups: Vec<String> = kit.split_whitespace().map(str::to_owned).collect();
    patient.tries_the_kit(&groups);
    patient.tab.sees_within("Ajouter cet ordinateur", LONG);
    patient.tab.evaluate("void (globalThis.rows = globalThis.scelleRows())");
    patient.tab.link("Plus tard. Ouvrir mon dossier").clicks();
    let parts = patient.tab.evaluate("globalThis.rows");
    let worker = fetched(&patient);
    let part = |name: &str| parts[name].as_f64().map(|at| at / 1000.0);
    let (asked, heard, shown) = (part("asked"), part("heard"), part("shown"));
    let (Some(asked), Some(heard), Some(shown)) = (asked, heard, shown) else { panic!("no list was seen: {parts}") };
    let span = |from: f64, to: f64| seconds(Duration::from_secs_f64((to - from).max(0.0)));
    let row = |what: &str, from: f64, to: f64| Figure::new(what, span(from, to), "");
    vec![
        Figure::new(
            format!("list of {name} in the page, click to rows"),
            span(asked, shown),
            "after unlocking with the kit",
        ),
        row("– the host's answer, whole", worker.0, worker.1),
        row("– labels opened and verified in the worker", worker.1, heard),
        row("– drawn", heard, shown),
    ]
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Beginning and end of the request for the list, seconds since 1970, by the worker's clock.
fn fetched(patient: &Patient) -> (f64, f64) {
    let ask = "(() => { const list = performance.getEntriesByType('resource').filter(one => one.name.endsWith('/list')).at(-1);
        return [list.startTime, list.responseEnd].map(at => (performance.timeOrigin + at) / 1000); })()";
    let said = patient.tab.evaluate_in_worker("vault", ask);
    let at = |index: usize| said[index].as_f64().expect("a time");
    (at(0), at(1))
}

const HEAR: &str = include_str!("hear.js");
