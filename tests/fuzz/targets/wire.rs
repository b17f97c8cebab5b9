//! The JSON bodies of the HTTP interface, as the host reads requests and a client answers. Their
//! seeds are made of the schemas by which the host describes them.

use scelle_protocol::{Problem, wire as w};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::change::Form;
use crate::run::Target;

macro_rules! bodies {
    ($($body:ident)*) => {
        vec![$(target::<w::$body>(stringify!($body))),*]
    };
}

pub fn targets() -> Vec<Target> {
    let mut all = bodies! {
        HostInfo Prepare Prepared NewAccount OpenerUpdate Openers ChangeOpeners NewCertificate VaultUpdate VaultEntry
        Vault Logged LoginStart LoginChallenge LoginFinish KitStart KitChallenge KitFinish Session CloseAccount
        ProofRequest Proofs ConsistencyProof ClientConfig NewGrant NewAcceptance CompareMessage CompareState Access
        ReaderDocuments NewWraps CardChallenge CardFinish CardSession NewProfessional NewBinding DirectorySearch
        DirectoryFound DirectoryRow DirectoryAsk DirectoryEntry Inbox InboxItem SealedTo Entry LoggedEntry NewRecord
        Record Chain SealedBatch Wrap NewVersion Deposit Placed TellOpeners OpenersTold TellRecovery ListRequest
        Listing ReadRequest Release NewUpload Upload JournalPage CardToken Opened
    };
    all.push(target::<Problem>("Problem"));
    all
}

fn target<T: Serialize + DeserializeOwned + JsonSchema>(name: &str) -> Target {
    let schema = schemars::schema_for!(T).to_value();
    let seeds = [0, 1, 2].map(|kind| sample(&schema, &schema, kind).to_string());
    Target::new(format!("wire/{name}"), Form::Json, seeds, |input| {
        let Ok(body) = serde_json::from_slice::<T>(input) else { return Ok(false) };
        let written = serde_json::to_vec(&body).expect("JSON");
        let again = serde_json::from_slice::<T>(&written).map(|body| serde_json::to_vec(&body).expect("JSON"));
        if again.is_ok_and(|again| again == written) {
            Ok(true)
        } else {
            Err("what was read is written as something else")
        }
    })
}

/// A value of this schema: short, long, or with what may be absent.
fn sample(schema: &Value, whole: &Value, kind: usize) -> Value {
    if let Some(place) = schema["$ref"].as_str() {
        return sample(whole.pointer(place.trim_start_matches('#')).expect("a definition"), whole, kind);
    }
    if let Some(ways) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        return sample(&ways[if kind == 2 { ways.len() - 1 } else { 0 }], whole, kind);
    }
    if let Some(one) = schema.get("const").or_else(|| schema["enum"].get(0)) {
        return one.clone();
    }
    let types = schema["type"].as_array();
    let word = types.map_or(&schema["type"], |types| &types[if kind == 2 { types.len() - 1 } else { 0 }]);
    match word.as_str().unwrap_or_default() {
        "object" => {
            let members = schema["properties"].as_object().cloned().unwrap_or_default();
            Value::Object(
                members.iter().map(|(name, schema)| (name.clone(), sample(schema, whole, kind))).collect::<Map<_, _>>(),
            )
        }
        "array" => Value::Array((0..kind).map(|_| sample(&schema["items"], whole, 1)).collect()),
        "integer" | "number" => json!([7, 0, 65_535][kind]),
        "boolean" => json!(true),
        "string" => json!(spelled(schema["pattern"].as_str(), kind)),
        "null" => Value::Null,
        other => panic!("no sample of {other}: {schema}"),
    }
}

/// A text of one of the few patterns that there are.
fn spelled(pattern: Option<&str>, kind: usize) -> String {
    let Some(pattern) = pattern else { return ["", "Médecin", "scelle/v1/event"][kind].to_owned() };
    let length =
        |before: &str| pattern.strip_prefix(before).and_then(|rest| rest.strip_suffix("}$")?.parse::<usize>().ok());
    if let Some(length) = length("^[0-9a-f]{") {
        return ["0", "7", "f"][kind].repeat(length);
    }
    match length("^[A-Za-z0-9_-]{") {
        Some(length) => "A".repeat(length),
        None if pattern.contains('T') => "2026-11-23T19:21:00Z".to_owned(),
        None => ["", "AQID", "AAAA"][kind].to_owned(),
    }
}
