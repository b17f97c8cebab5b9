//! Draws every page and state: three widths, light and dark, French and English.
//!
//! Words after the folder narrow it: names of states, widths, `light`, `dark`, `fr`, `en`.

use data_encoding::BASE64;
use scelle_tests::{browser::Browser, gallery, host::Host};
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, words) = match arguments.split_first() {
        Some((flag, [folder, words @ ..])) if flag == "--out" => (PathBuf::from(folder), words),
        _ => (PathBuf::from("target/screenshots"), arguments.as_slice()),
    };
    let narrows = |all: &[&'static str]| {
        let said: Vec<&'static str> = all.iter().copied().filter(|one| words.iter().any(|word| word == one)).collect();
        if said.is_empty() { all.to_vec() } else { said }
    };
    let (langs, widths, schemes) =
        (narrows(&["fr", "en"]), narrows(&["390", "834", "1440"]), narrows(&["light", "dark"]));
    let mut states = gallery::states();
    if states.iter().any(|state| words.contains(&state.name)) {
        states.retain(|state| words.contains(&state.name));
    }
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    let host = Host::with_gallery();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let tab = browser.tab(&page);
    for lang in langs {
        for width in &widths {
            tab.has_size(width.parse().expect("one of ours"), 900);
            for scheme in &schemes {
                tab.prefers(scheme);
                for state in &states {
                    gallery::show(&tab, &page, state, lang);
                    let picture = BASE64.decode(tab.picture().as_bytes()).expect("the browser writes base64");
                    let name = format!("{}-{width}-{scheme}-{lang}.png", state.name);
                    std::fs::write(folder.join(name), picture).expect("a folder of ours");
                }
            }
        }
    }
}
