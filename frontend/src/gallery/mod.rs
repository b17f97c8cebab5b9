//! Every state of every page, with invented people: one table drives pictures and audits.
//! Exists only with the feature `gallery`; `/?etat=<name>` shows a state.

#[cfg(target_arch = "wasm32")]
mod circle_people;
#[cfg(target_arch = "wasm32")]
mod circle_scenes;
#[cfg(target_arch = "wasm32")]
mod people;
#[cfg(target_arch = "wasm32")]
mod room_scenes;
#[cfg(target_arch = "wasm32")]
mod scenes;

#[cfg(target_arch = "wasm32")]
pub use scenes::{answer, kit, leaving, log_in, on, removing, set};
use serde::Deserialize;

/// One state and the route on which it shows.
#[derive(Debug, Clone, Deserialize)]
pub struct State {
    pub name: String,
    pub route: String,
}

/// The table, as JSON: `[{"name": …, "route": …}, …]`.
pub fn states_json() -> &'static str {
    include_str!("../../gallery/states.json")
}

fn states() -> Vec<State> {
    serde_json::from_str(states_json()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::page::Page;

    #[test]
    fn every_state_has_its_own_name_and_a_real_route() {
        let states = states();
        assert!(states.len() > 60);
        for (n, state) in states.iter().enumerate() {
            assert!(states[n + 1..].iter().all(|other| other.name != state.name), "{}", state.name);
            let unknown = Page::of(&state.route) == Page::NotFound;
            assert_eq!(unknown, state.name == "page-inconnue", "{}", state.name);
        }
    }
}
