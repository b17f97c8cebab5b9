//! Files that the browser saves, by what it tells of them: a look at the folder alone meets the
//! empty file that Chromium makes under the final name before it renames the written one over it.

use std::collections::BTreeMap;

use crate::cdp::Event;

/// Files begun and finished.
#[derive(Default)]
pub struct Downloads {
    begun: BTreeMap<String, String>,
    whole: Vec<String>,
    lost: Vec<String>,
}

impl Downloads {
    /// Hears what the browser tells; anything but downloads is no matter.
    pub fn hear(&mut self, event: &Event) {
        let text = |name: &str| event.params[name].as_str().unwrap_or_default().to_owned();
        match (event.method.as_str(), text("state").as_str()) {
            ("Browser.downloadWillBegin", _) => {
                self.begun.insert(text("guid"), text("suggestedFilename"));
            }
            ("Browser.downloadProgress", "completed") => self.whole.extend(self.begun.remove(&text("guid"))),
            ("Browser.downloadProgress", "canceled") => self.lost.extend(self.begun.remove(&text("guid"))),
            _ => {}
        }
    }

    /// Takes the name of a whole file from the list, the first that fits.
    pub fn take(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        let place = self.whole.iter().position(|name| fits(name))?;
        Some(self.whole.remove(place))
    }
}

impl std::fmt::Display for Downloads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let begun: Vec<&String> = self.begun.values().collect();
        write!(f, "under way {begun:?}, whole {:?}, given up {:?}", self.whole, self.lost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn told(downloads: &mut Downloads, method: &str, params: Value) {
        downloads.hear(&Event { session: String::new(), method: method.to_owned(), params });
    }

    #[test]
    fn a_file_is_whole_only_once_the_browser_says_so() {
        let mut downloads = Downloads::default();
        told(&mut downloads, "Browser.downloadWillBegin", json!({ "guid": "1", "suggestedFilename": "a.pdf" }));
        told(&mut downloads, "Browser.downloadProgress", json!({ "guid": "1", "state": "inProgress" }));
        assert_eq!(downloads.take(|_| true), None);
        told(&mut downloads, "Browser.downloadProgress", json!({ "guid": "1", "state": "completed" }));
        assert_eq!(downloads.take(|name| name.ends_with(".zip")), None);
        assert_eq!(downloads.take(|name| name == "a.pdf").as_deref(), Some("a.pdf"));
        assert_eq!(downloads.take(|_| true), None);
    }
}
