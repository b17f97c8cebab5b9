//! What a paired page may know of reader and card without asking the person: no name, no number.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::Bridge;
use crate::card::Reader;
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
            let card = card_word(desk, &view)?;
            let tries = tokens(&view).next().and_then(|reader| reader.token.as_ref()).map(|token| token.tries.word());
            Ok(json!({
                "reader": !view.readers.is_empty(),
                "card": card,
                "pin": tries.unwrap_or("ok"),
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
                Ok((view.epoch, card_word(desk, &view)?))
            })?;
            if epoch != known || Instant::now() >= end {
                return Ok(json!({"cardEpoch": epoch, "card": card}));
            }
            std::thread::sleep(BREATH);
        }
    }
}

fn card_word(desk: &mut Desk, view: &View) -> Result<&'static str, Trouble> {
    let mut word = "absent";
    for reader in tokens(view) {
        word = "unrecognized";
        match desk.found(reader.slot) {
            Ok(found) if Profile::choose(&found).is_ok() => return Ok("present"),
            Ok(_) | Err(Trouble::CardRemoved | Trouble::CardUnrecognized) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(word)
}

fn tokens(view: &View) -> impl Iterator<Item = &Reader> {
    view.readers.iter().filter(|reader| reader.token.is_some())
}

/// Between two looks of a long poll.
const BREATH: Duration = Duration::from_millis(400);
