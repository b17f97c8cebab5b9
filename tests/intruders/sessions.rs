//! Attack 17: against the session. A stolen token, and a session that ends in the middle of
//! something, in another tab, or while the computer slept. The ten minutes to the second are tested
//! in `backend/src/sessions.rs` and `backend/tests/host/gates.rs`.

use scelle_client::deposit::Draft;
use scelle_client::{HostPins, Request, Response, Trouble, Unwatched, login};
use scelle_crypto::body::Portable;
use scelle_crypto::opaque::Password;
use scelle_protocol::{Bytes, Problem, ProblemCode, Time, paths};
use scelle_tests::browser::Browser;
use scelle_tests::host::Host;
use scelle_tests::native::{PASSWORD, Patient, World, about, camille, open_patient};
use scelle_tests::patient::{Patient as Person, Person as Who};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_stolen_token_opens_nothing_without_the_key_that_it_was_given_for() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let (request, token) = stolen(&world, &patient).await;
    // The control: the token is good. In the hands of its owner it still opens.
    patient.account.line.call("GET", paths::OPENERS, vec![], None, &[]).await.expect("the owner's own");

    // With a key of the thief's own, which signs every request as it should be.
    let thief = world.native.line();
    HostPins::ask(&thief).await.expect("a nonce");
    thief.open(token, Time(0));
    let refused = thief.call("GET", paths::OPENERS, vec![], None, &[]).await;
    assert_eq!(refused.err(), Some(Trouble::Problem(ProblemCode::ProofRefused)));
    // As a bearer's token, and with no proof at all.
    let without: Vec<_> = request.headers.iter().filter(|(name, _)| *name != "dpop").cloned().collect();
    let bearer = without.iter().map(|(name, value)| (*name, value.replace("DPoP ", "Bearer "))).collect();
    for headers in [without, bearer] {
        let answer = world.native.send_raw(Request { headers, ..request.clone() }).await.expect("an answer");
        assert_eq!((answer.status, code(&answer)), (401, Some(ProblemCode::ProofRefused)));
    }
    // And the owner's proof was for one request.
    let moved = Request { path: paths::VAULT.to_owned(), ..request };
    let answer = world.native.send_raw(moved).await.expect("an answer");
    assert!(matches!(code(&answer), Some(ProblemCode::ProofRefused | ProblemCode::Replayed)));
}

/// A request of the owner's as it went by, and the token in it.
async fn stolen(world: &World, patient: &Patient) -> (Request, Bytes) {
    world.native.sent.replace(Some(Vec::new()));
    patient.account.line.call("GET", paths::OPENERS, vec![], None, &[]).await.expect("an answer");
    let request = world.native.sent.replace(None).expect("listened").pop().expect("one was sent");
    let header = request.headers.iter().find(|(name, _)| *name == "authorization").expect("a token");
    let token = header.1.strip_prefix("DPoP ").expect("its form");
    let token = serde_json::from_value(serde_json::Value::String(token.to_owned())).expect("base64");
    (request, token)
}

#[tokio::test]
async fn a_session_that_ends_during_an_upload_leaves_nothing_half_written_and_the_next_one_goes_on() {
    for (idle, ends) in [(599, false), (601, true)] {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
        let clock = Arc::new(backend::ManualClock::new(Time(now)));
        let world = World::with(clock.clone()).await;
        let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
        let content = vec![5; 9 << 20];
        let draft = patient.account.begin_deposit(about("Long"), content.len() as u64).await.expect("begins");
        let once = Cell::new(true);
        world.native.tamper(move |request, _| {
            // Nobody moves a finger while the parts leave: sending is no act.
            if request.path.contains("/parts/") && once.replace(false) {
                clock.advance(idle);
            }
        });
        let kept = RefCell::new(None);
        let keep = async |draft: &Draft| {
            kept.replace(Some(serde_json::to_vec(draft).expect("a draft is JSON")));
        };
        let sent = patient.account.deposit(draft, &content, &Portable, &Unwatched, keep).await;
        world.native.honest();
        if !ends {
            assert!(sent.is_ok(), "the control: {sent:?}");
            continue;
        }
        assert_eq!(sent.err(), Some(Trouble::Problem(ProblemCode::SessionEnded)));
        let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
        let (line, password) = (world.native.line(), Password::new(PASSWORD));
        let again = login::log_in(line, pins, &patient.device, "camille", password, None).await.expect("logs in");
        assert_eq!(again.list().await.expect("lists").len(), 0, "a document that was not whole");
        let draft = serde_json::from_slice(&kept.take().expect("it was kept before a part left")).expect("as kept");
        again.deposit(draft, &content, &Portable, &Unwatched, async |_| {}).await.expect("goes on");
        let listed = again.list().await.expect("lists").remove(0).statement.expect("the label holds");
        assert_eq!(again.open(&listed, &Portable, &Unwatched).await.expect("opens"), content);
    }
}

#[test]
fn closing_in_one_tab_empties_the_other_and_a_computer_that_slept_finds_its_page_closed() {
    let host = Host::start();
    let browser = Browser::start(&[&host.page(), &host.api()]);
    let one = Person::at(&browser, &host, Who::helene());
    one.opens_a_record();
    let other = Person::at(&browser, &host, Who::helene());
    other.logs_in();
    // The control: before, both show whose record it is.
    for tab in [&one.tab, &other.tab] {
        tab.sees(&one.person.name);
    }
    let workers = other.tab.workers();
    one.tab.call("Page.bringToFront", serde_json::json!({}));
    one.logs_out();
    other.tab.sees("Session terminée");
    other.tab.sees_no(&one.person.name);
    other.tab.sees_the_end_of(&workers);

    one.logs_in();
    let workers = one.tab.workers();
    one.tab.skips(Duration::from_secs(8 * 3600));
    one.tab.sees("Dix minutes sans geste");
    one.tab.sees_no(&one.person.name);
    one.tab.sees_the_end_of(&workers);
}

fn code(response: &Response) -> Option<ProblemCode> {
    serde_json::from_slice::<Problem>(&response.body).ok().map(|problem| problem.code)
}
