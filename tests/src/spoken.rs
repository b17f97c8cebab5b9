//! What a screen reader finds: the browser's accessibility tree, as lines that can be read, and the
//! things in it that have no name.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::tab::{Tab, plain};

/// Landmarks, headings, what can be used and what is announced, in the order of the page; a heading
/// with its level, a field with what is said of it.
#[must_use]
pub fn outline(tab: &Tab) -> String {
    let heard = |node: &Node| HEARD.contains(&node.role.as_str()) && !node.name.starts_with("Show date picker");
    let lines = nodes(tab).into_iter().filter(heard);
    lines.map(|node| format!("{}{}\n", "  ".repeat(node.depth), node.line())).collect()
}

/// One line for each thing that can be used or is a place, and is called nothing.
#[must_use]
pub fn nameless(tab: &Tab) -> Vec<String> {
    let nodes = nodes(tab);
    let without =
        nodes.iter().filter(|node| node.name.is_empty() && (node.focusable || NAMED.contains(&node.role.as_str())));
    without.map(|node| format!("{} without a name", node.role)).collect()
}

struct Node {
    role: String,
    name: String,
    description: String,
    level: Option<u64>,
    focusable: bool,
    states: Vec<&'static str>,
    depth: usize,
}

impl Node {
    fn of(node: &Value, depth: usize) -> Self {
        let text = |field: &str| plain(node[field]["value"].as_str().unwrap_or_default());
        let properties: BTreeMap<&str, &Value> = node["properties"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|property| Some((property["name"].as_str()?, &property["value"]["value"])))
            .collect();
        let is =
            |name: &str| properties.get(name).is_some_and(|value| **value == json!(true) || **value == json!("true"));
        Self {
            role: text("role"),
            name: text("name"),
            description: text("description"),
            level: properties.get("level").and_then(|level| level.as_u64()),
            focusable: is("focusable") && !PLACED.contains(&text("role").as_str()),
            states: STATES.iter().copied().filter(|state| is(state)).collect(),
            depth,
        }
    }

    fn line(&self) -> String {
        let level = self.level.map(|level| format!(" {level}")).unwrap_or_default();
        let mut line = format!("{}{level}", self.role);
        if !self.name.is_empty() {
            line += &format!(" “{}”", self.name);
        }
        if !self.description.is_empty() && self.description != self.name {
            line += &format!(" ({})", self.description);
        }
        self.states.iter().for_each(|state| line += &format!(", {state}"));
        line
    }
}

/// All that is not ignored, depth counted in what is heard.
fn nodes(tab: &Tab) -> Vec<Node> {
    let tree = tab.call("Accessibility.getFullAXTree", json!({}));
    let all = tree["nodes"].as_array().cloned().unwrap_or_default();
    let by_id: BTreeMap<&str, &Value> = all.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut heard = Vec::new();
    if let Some(root) = all.first() {
        walk(root, 0, &by_id, &mut heard);
    }
    heard
}

fn walk(node: &Value, depth: usize, by_id: &BTreeMap<&str, &Value>, heard: &mut Vec<Node>) {
    let mut below = depth;
    if node["ignored"] != true {
        let one = Node::of(node, depth);
        below += usize::from(PLACES.contains(&one.role.as_str()));
        heard.push(one);
    }
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| by_id.get(id)) {
            walk(child, below, by_id, heard);
        }
    }
}

/// What moves the lines below it to the right.
const PLACES: &[&str] = &[
    "banner", "navigation", "main", "contentinfo", "complementary", "region", "form", "dialog", "alertdialog", "list",
    "group", "radiogroup", "search",
];
/// What the page itself puts the focus on: it is read whole, not called.
const PLACED: &[&str] = &["RootWebArea", "main", "alert"];
/// Without the inner parts of a field for a date, which each browser has in its own language.
const HEARD: &[&str] = &[
    "RootWebArea", "banner", "navigation", "main", "contentinfo", "complementary", "region", "form", "dialog",
    "search", "heading", "link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "radiogroup",
    "group", "Date", "spinbutton", "switch", "image", "status", "alert", "progressbar", "list", "table",
    "DisclosureTriangle", "summary",
];
/// What must be called something though the focus never stands on it.
const NAMED: &[&str] = &["heading", "image", "dialog", "alertdialog", "region", "progressbar", "radiogroup", "table"];
const STATES: &[&str] = &["disabled", "required", "invalid", "checked", "expanded", "pressed", "modal"];
