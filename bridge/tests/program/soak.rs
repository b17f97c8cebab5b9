//! Log-ins without end (32): nothing stays open. A hundred by default; `SCELLE_SOAK=1000` for more.

use serde_json::json;

use crate::bench::{Bench, Wish};
use crate::page::random;

/// 32: files, threads, memory, and the module's sessions and log-ins after many log-ins.
#[test]
fn log_ins_by_the_hundred_leave_nothing_open() {
    let cycles: usize = std::env::var("SCELLE_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(100);
    // Four pages take turns, as each may ask five times a second.
    let origins: Vec<_> = (0..4).map(|number| format!("https://app{number}.test")).collect();
    let bench = Bench::new(&Wish { cards: &["alice"], spy: true, origins: origins.clone(), ..Wish::default() });
    let mut pages: Vec<_> = origins.iter().map(|origin| bench.page(origin)).collect();
    let account = "01010101010101010101010101010101";
    let (mut first, mut warm) = (None, (0, 0));
    for number in 0..cycles {
        bench.person(&["pin 1234"]);
        let count = pages.len();
        let page = &mut pages[number % count];
        let key = page.log_in(&random(), account, &[4; 32]).expect("a log-in").key;
        if number % count == 0 {
            assert_eq!(first.get_or_insert_with(|| key.clone()), &key, "the same key each time");
        }
        if number == cycles / 10 {
            warm = (bench.files_at_rest(), bench.status("VmRSS:"));
        }
    }
    let (files, memory) = (bench.files_at_rest(), bench.status("VmRSS:"));
    assert!(files <= warm.0, "{} open files, then {files}", warm.0);
    assert!(memory < warm.1 + 8 * 1024, "{} KiB, then {memory}", warm.1);
    assert!(bench.status("Threads:") <= 2 + 32, "one for the card, one that listens, and those that answer");
    let calls = bench.desk.calls();
    let count = |wanted: &str| calls.iter().filter(|name| *name == wanted).count();
    assert_eq!((count("Login"), count("Logout"), count("SignInit")), (cycles, cycles, 2 * cycles));
    let sessions = count("OpenSession") - count("CloseSession");
    assert_eq!(sessions, 1, "the one that watches whether the card is still in");
    assert_eq!(count("FindObjectsInit"), count("FindObjectsFinal"));
    let mut page = pages.remove(0);
    assert_eq!(page.ask("status", &json!({})).expect("a status")["card"], "present");
}
