//! The table of states: every page in every state, as the page's own gallery build shows them.

use serde::Deserialize;

use crate::paths;
use crate::tab::Tab;
use crate::wait::{self, SHORT};

/// One state and the route on which it shows.
#[derive(Debug, Clone, Deserialize)]
pub struct State {
    /// Its name.
    pub name: String,
    /// The route.
    pub route: String,
}

/// All of them.
///
/// # Panics
/// When the table cannot be read.
#[must_use]
pub fn states() -> Vec<State> {
    let path = paths::root().join("frontend/gallery/states.json");
    let table = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&table).expect("a table of names and routes")
}

/// Goes to a state and waits until it stands still.
pub fn show(tab: &Tab, page: &str, state: &State, lang: &str) {
    tab.goes_to(&format!("{page}/?etat={}&langue={lang}", state.name));
    wait::until(&state.name, SHORT, || (tab.evaluate(STANDS) == true && tab.path() == state.route).then_some(()));
    tab.evaluate(STILL);
}

const STANDS: &str = "!!document.querySelector('main h1')";
const STILL: &str = "document.fonts.ready.then(() => new Promise(still => requestAnimationFrame(() => \
                     requestAnimationFrame(() => setTimeout(() => still(true), 60)))))";
