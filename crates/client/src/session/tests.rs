//! Tests of the proofs that go with a request: what a member adds, and where.

use super::*;
use crate::testing::{account::Nowhere, now};
use scelle_protocol::{RecordTag, paths};

/// The headers of the one request to this path.
fn headers(path: &str, grant: Option<Digest>) -> Vec<(&'static str, String)> {
    let line = Line::new(Nowhere::default(), "https://api.test");
    line.open(Bytes(vec![1; 32]), Time(0));
    let secret = ReaderSecret::make();
    let asking = Asking { reader: ReaderId([3; 16]), secret: &secret, grant };
    assert_eq!(now(line.call("GET", path, Vec::new(), Some(asking), &[])).err(), Some(LineDown.into()));
    line.platform.asked.borrow_mut().remove(0).headers
}

fn has(headers: &[(&str, String)], name: &str) -> bool {
    headers.iter().any(|(known, _)| *known == name)
}

#[test]
fn a_member_shows_the_grant_key_with_every_request_under_a_record() {
    let record = RecordTag([1; 16]);
    for path in [paths::record(record), paths::chain(record), paths::compare(record, ReaderId([3; 16]))] {
        let headers = headers(&path, Some(Digest([8; 32])));
        assert!(headers.contains(&(GRANT_HEADER, Digest([8; 32]).encode())), "{path}");
        assert!(has(&headers, READER_HEADER));
    }
}

#[test]
fn a_holder_shows_none_and_nobody_does_outside_a_record() {
    assert!(!has(&headers(&paths::record(RecordTag([1; 16])), None), GRANT_HEADER));
    for path in [paths::INBOX, paths::VAULT, paths::DIRECTORY_ENTRY] {
        let headers = headers(path, Some(Digest([8; 32])));
        assert!(!has(&headers, GRANT_HEADER) && !has(&headers, READER_HEADER), "{path}");
    }
}

#[test]
fn a_host_that_says_it_is_last_month_does_not_turn_back_what_has_ended() {
    let line = Line::new(Nowhere::default(), "https://api.test");
    let (own, month) = (line.now(), 30 * 86_400);
    line.set_clock(Time(own.0 - month));
    assert_eq!((line.now(), line.latest()), (Time(own.0 - month), own));
    line.set_clock(own.plus(month));
    assert_eq!(line.latest(), own.plus(month), "nor does a clock of one's own that is slow");
}
