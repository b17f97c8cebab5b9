//! Draws every page and state: three widths, light and dark.

use data_encoding::BASE64;
use scelle_tests::{browser::Browser, gallery, host::Host};
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, wanted) = match arguments.split_first() {
        Some((flag, [folder, wanted @ ..])) if flag == "--out" => (PathBuf::from(folder), wanted),
        _ => (PathBuf::from("target/screenshots"), arguments.as_slice()),
    };
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    let host = Host::with_gallery();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let tab = browser.tab(&page);
    for state in gallery::states().iter().filter(|state| wanted.is_empty() || wanted.contains(&state.name)) {
        for width in WIDTHS {
            tab.has_size(*width, 900);
            for scheme in ["light", "dark"] {
                tab.prefers(scheme);
                gallery::show(&tab, &page, state, "fr");
                let picture = BASE64.decode(tab.picture().as_bytes()).expect("the browser writes base64");
                let name = format!("{}-{width}-{scheme}.png", state.name);
                std::fs::write(folder.join(name), picture).expect("a folder of ours");
            }
        }
    }
}

const WIDTHS: &[u32] = &[390, 834, 1440];
