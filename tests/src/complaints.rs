//! What a browser complains about: errors in the console, exceptions that nobody caught, a
//! policy that was broken, a request to a third origin. A journey ends well only without any.

use serde_json::Value;

use crate::cdp::Event;

/// What this event complains about, if it does.
#[must_use]
pub fn heard(event: &Event, origins: &[String]) -> Option<String> {
    let params = &event.params;
    match event.method.as_str() {
        "Runtime.exceptionThrown" => Some(format!("exception: {}", exception(&params["exceptionDetails"]))),
        "Runtime.consoleAPICalled" if matches!(text(&params["type"]), "error" | "assert") => {
            Some(format!("console: {}", words(&params["args"])))
        }
        "Log.entryAdded" if text(&params["entry"]["level"]) == "error" => {
            let entry = &params["entry"];
            Some(format!("{}: {} {}", text(&entry["source"]), text(&entry["text"]), text(&entry["url"])))
        }
        "Audits.issueAdded" => issue(&params["issue"]),
        "Network.requestWillBeSent" => foreign(text(&params["request"]["url"]), origins),
        "Inspector.targetCrashed" => Some("crash: the page".to_owned()),
        _ => None,
    }
}

/// Policies that were broken; other issues are advice.
fn issue(issue: &Value) -> Option<String> {
    let code = text(&issue["code"]);
    let broken = ["ContentSecurityPolicyIssue", "BlockedByResponseIssue", "MixedContentIssue", "CorsIssue"];
    broken.contains(&code).then(|| format!("policy: {code} {}", issue["details"]))
}

fn foreign(url: &str, origins: &[String]) -> Option<String> {
    let own = url.is_empty()
        || ["blob:", "data:", "about:", "devtools:", "chrome:"].iter().any(|scheme| url.starts_with(scheme))
        || origins.iter().any(|origin| url == origin || url.starts_with(&format!("{origin}/")));
    (!own).then(|| format!("third origin: {url}"))
}

fn exception(details: &Value) -> String {
    let thrown = text(&details["exception"]["description"]);
    format!("{} {thrown}", text(&details["text"]))
}

fn words(arguments: &Value) -> String {
    let each = arguments.as_array().into_iter().flatten();
    let words: Vec<String> = each
        .map(|argument| match argument["value"].as_str() {
            Some(word) => word.to_owned(),
            None => argument.get("description").unwrap_or(&argument["value"]).to_string(),
        })
        .collect();
    words.join(" ")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(url: &str) -> Option<String> {
        let params = json!({ "request": { "url": url } });
        let event = Event { session: String::new(), method: "Network.requestWillBeSent".into(), params };
        heard(&event, &["http://127.0.0.1:1".into()])
    }

    #[test]
    fn a_request_to_a_third_origin_is_heard() {
        assert!(request("http://127.0.0.1:1/app.js").is_none());
        assert!(request("blob:http://127.0.0.1:1/x").is_none());
        assert!(request("http://127.0.0.1:12/x").is_some());
        assert!(request("https://example.org/").is_some());
    }
}
