//! A person who has a keyboard and nothing else.

use std::time::Duration;

use crate::tab::{Tab, plain};

/// The hands on the keyboard of a tab.
pub struct Keyboard<'a> {
    tab: &'a Tab,
}

impl<'a> Keyboard<'a> {
    /// Puts the mouse away.
    #[must_use]
    pub const fn of(tab: &'a Tab) -> Self {
        Self { tab }
    }

    /// Goes on with Tab until what has the focus is called so (`…` at the end: begins so); each
    /// stop on the way shows that it has the focus.
    ///
    /// # Panics
    /// When that never comes, or a stop cannot be seen.
    pub fn reaches(&self, name: &str) {
        let wanted = plain(name);
        let mut met = Vec::new();
        for _ in 0..LONGEST_WAY {
            self.tab.presses("Tab");
            let here = self.focused();
            let fits = wanted.strip_suffix('…').map_or(here == wanted, |beginning| here.starts_with(beginning));
            if fits {
                return;
            }
            met.push(here);
        }
        panic!("Tab never reaches “{name}” at {}: {met:?}", self.tab.path());
    }

    /// Goes to what is called so, and presses Enter.
    pub fn enters(&self, name: &str) {
        self.reaches(name);
        self.tab.presses("Enter");
    }

    /// Goes to the field called so, and types.
    pub fn types(&self, name: &str, text: &str) {
        self.reaches(name);
        self.tab.call("Input.insertText", serde_json::json!({ "text": text }));
    }

    /// Name of what has the focus.
    fn focused(&self) -> String {
        // The focus of a new page comes with its next frame.
        std::thread::sleep(Duration::from_millis(10));
        let said = self.tab.evaluate(FOCUSED);
        assert!(said["shown"] == true, "the focus cannot be seen on {}", said["name"]);
        plain(said["name"].as_str().unwrap_or_default())
    }
}

const LONGEST_WAY: usize = 60;
const FOCUSED: &str = "(() => {
    const here = document.activeElement;
    if (!here || here === document.body) return { name: '', shown: true };
    const style = getComputedStyle(here), name = here.getAttribute('aria-label') ?? here.labels?.[0]?.innerText ?? here.innerText ?? '';
    const near = here.closest('label, .field, .choice, .drop') ?? here;
    const shown = [style, getComputedStyle(near)].some(one => one.outlineStyle !== 'none' || one.boxShadow !== 'none');
    return { name: name.split('\\n')[0], shown };
})()";
