//! A real pinentry, that of the terminal: what the script accepts, GnuPG's program must accept too.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::bench::{APP, Desk, Wish, script};
use crate::card::{binding_holds, log_in_holds};

const PINENTRY: &str = "/usr/bin/pinentry-curses";

/// A terminal, and a person before it.
struct Terminal {
    keys: File,
    screen: Arc<Mutex<String>>,
    name: String,
}

impl Terminal {
    fn new() -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&keys).and_then(|()| unlockpt(&keys)).expect("for ourselves");
        let size = Winsize { ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&keys, size).expect("a size");
        let name = ptsname(&keys, Vec::new()).expect("a name").into_string().expect("a path");
        let (keys, screen) = (File::from(keys), Arc::<Mutex<String>>::default());
        let (mut from, into) = (keys.try_clone().expect("twice"), screen.clone());
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            loop {
                match from.read(&mut piece) {
                    Ok(count) => into.lock().expect("no panic").push_str(&String::from_utf8_lossy(&piece[..count])),
                    // Nobody has opened the other side now; the next window will.
                    Err(_) => std::thread::sleep(Duration::from_millis(20)),
                }
            }
        });
        Self { keys, screen, name }
    }

    /// Waits until all these words are on the screen, then types.
    fn answer(&mut self, words: &[&str], keys: &str) {
        let until = Instant::now() + Duration::from_secs(10);
        let shown = loop {
            let screen = self.screen.lock().expect("no panic").clone();
            if words.iter().all(|word| screen.contains(word)) {
                break screen;
            }
            assert!(Instant::now() < until, "{words:?} in {screen:?}");
            std::thread::sleep(Duration::from_millis(50));
        };
        assert!(!shown.contains("1234"));
        std::thread::sleep(Duration::from_millis(200));
        self.screen.lock().expect("no panic").clear();
        self.keys.write_all(keys.as_bytes()).expect("typed");
    }
}

/// Pairing, log-in and binding with GnuPG's own program: it takes every line of ours, shows origin,
/// holder and tries, and gives the PIN. (Skipped where it is not installed.)
#[test]
fn the_pinentry_of_the_terminal_understands_us() {
    if !Path::new(PINENTRY).exists() {
        return;
    }
    let mut terminal = Terminal::new();
    let mut desk = Desk::new(&Wish { cards: &["alice"], ..Wish::default() });
    let scripted = script("pinentry.sh");
    desk.configure(|text| text.replace(scripted.to_str().expect("a path"), PINENTRY));
    desk.more = vec![("GPG_TTY", terminal.name.clone()), ("TERM", "xterm".to_owned()), ("LANG", "C.UTF-8".to_owned())];
    let bench = desk.start();
    let mut page = bench.stranger(APP);
    let person = std::thread::spawn(move || {
        terminal.answer(&["https://app.test", "annulez"], "\r");
        terminal.answer(&["Site : https://app.test", "ALICE ESSAI", "Essais restants : 3"], "1234\r");
        terminal.answer(&["scelle/v1/binding", "1 rue de la Paix"], "1234\r");
    });
    page.pair().expect("paired");
    page.open_session().expect("a session");
    log_in_holds(&mut page);
    binding_holds(&mut page);
    person.join().expect("no panic");
}
