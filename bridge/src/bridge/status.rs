//! What a paired page may know of reader and card without asking the person: no name, no number.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::Bridge;
use crate::card::Tries;
use crate::card::desk::{Desk, View};
use crate::card::profile::Profile;
use crate::trouble::Trouble;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    after: u64,
}

impl Bridge {
    pub(super) fn status(&self) -> Result<Value, Trouble> {
        self.desk.run(|desk| {
            let view = desk.look()?;
            let (card, tries) = card_and_tries(desk, &view)?;
            Ok(json!({
                "reader": !view.readers.is_empty(),
                "card": card,
                "pin": tries.word(),
                "cardEpoch": view.epoch,
            }))
        })
    }

    /// Answers when the epoch is no longer the one that the page knows, or when it has waited long
    /// enough.
    pub(super) fn events(&self, after: &After) -> Result<Value, Trouble> {
        let _one = self.poll.try_lock().map_err(|_| Trouble::Busy)?;
        let (known, end) = (after.after, Instant::now() + self.patience.poll);
        loop {
            let (epoch, card) = self.desk.run(|desk| {
                let view = desk.look()?;
                Ok((view.epoch, card_and_tries(desk, &view)?.0))
            })?;
            if epoch != known || Instant::now() >= end {
                return Ok(json!({"cardEpoch": epoch, "card": card}));
            }
            std::thread::sleep(BREATH);
        }
    }
}

/// The best that is in a reader: a professional's card before any other.
fn card_and_tries(desk: &mut Desk, view: &View) -> Result<(&'static str, Tries), Trouble> {
    let mut best = ("absent", Tries::All);
    for (slot, token) in view.readers.iter().filter_map(|reader| Some((reader.slot, reader.token.as_ref()?))) {
        best.0 = "unrecognized";
        match desk.found(slot) {
            Ok(found) if Profile::choose(&found).is_ok() => return Ok(("present", token.tries)),
            Ok(_) | Err(Trouble::CardRemoved | Trouble::CardUnrecognized) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(best)
}

/// Between two looks of a long poll.
const BREATH: Duration = Duration::from_millis(400);
