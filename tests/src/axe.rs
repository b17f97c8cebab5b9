//! The accessibility audit: axe-core in a world of its own, beside the page's scripts and out of
//! reach of its policy.

use serde_json::{Value, json};

use crate::paths;
use crate::tab::Tab;

/// Audits the page as it stands; one line for each thing that breaks a rule.
///
/// # Panics
/// When the audit itself fails.
#[must_use]
pub fn audit(tab: &Tab) -> Vec<String> {
    let source = std::fs::read_to_string(paths::tool("axe.min.js")).expect("a file that is there");
    let tree = tab.call("Page.getFrameTree", json!({}));
    let frame = &tree["frameTree"]["frame"]["id"];
    let world = tab.call("Page.createIsolatedWorld", json!({ "frameId": frame, "worldName": "audit" }));
    let run = |expression: &str| {
        let ask = json!({
            "expression": expression, "contextId": world["executionContextId"], "returnByValue": true,
            "awaitPromise": true,
        });
        let answer = tab.call("Runtime.evaluate", ask);
        assert!(answer["exceptionDetails"].is_null(), "the audit failed: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    };
    run(&format!("{source}\n;undefined"));
    let found = run(RUN);
    found.as_array().into_iter().flatten().map(line).collect()
}

fn line(violation: &Value) -> String {
    let text = |name: &str| violation[name].as_str().unwrap_or_default();
    format!("{} ({}): {} at {}", text("id"), text("impact"), text("help"), violation["targets"])
}

/// Every rule of WCAG 2.2 A and AA, and the best practices.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', \
                   'wcag21aa', 'wcag22aa', 'best-practice'] }).then(result => result.violations.map(one => ({ \
                   id: one.id, impact: one.impact, help: one.help, targets: one.nodes.map(node => \
                   node.target.join(' ')).slice(0, 4) })))";
