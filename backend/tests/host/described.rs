//! What the host says of its interface is what it takes and answers.

use crate::support::{Answer, START, Somebody, World, send};
use scelle_protocol::statements::Action;
use scelle_protocol::{DocumentId, wire};
use serde_json::Value;

const ONE: DocumentId = DocumentId([1; 16]);

/// The part of JSON Schema that the description uses. Patterns are looked at for their length only.
fn fits(all: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let named = all.pointer(name.trim_start_matches('#')).ok_or_else(|| format!("{name} leads nowhere"))?;
        return fits(all, named, value).map_err(|why| format!("{name}: {why}"));
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let fitting = choices.iter().any(|one| fits(all, one, value).is_ok());
            return if fitting { Ok(()) } else { Err(format!("{value} is none of {choices:?}")) };
        }
    }
    if let Some(fixed) = schema.get("const") {
        return if fixed == value { Ok(()) } else { Err(format!("{value} is not {fixed}")) };
    }
    match (value, &schema["type"]) {
        (Value::Object(members), kind) if kind == "object" => object(all, schema, members),
        (Value::Array(items), kind) if kind == "array" => {
            items.iter().try_for_each(|item| fits(all, &schema["items"], item))
        }
        (Value::String(text), kind) if holds(kind, "string") => {
            let length =
                schema["pattern"].as_str().and_then(|p| p.split_once("]{")?.1.split_once("}$")?.0.parse().ok());
            if length.is_none_or(|length: usize| length == text.len()) { Ok(()) } else { Err(text.clone()) }
        }
        (Value::Number(number), kind) if holds(kind, "integer") && number.is_u64() => Ok(()),
        (Value::Bool(_), kind) if holds(kind, "boolean") => Ok(()),
        (Value::Null, kind) if holds(kind, "null") => Ok(()),
        _ => Err(format!("{value} is no {}", schema["type"])),
    }
}

fn holds(kind: &Value, name: &str) -> bool {
    kind == name || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == name))
}

fn object(all: &Value, schema: &Value, members: &serde_json::Map<String, Value>) -> Result<(), String> {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        members.get(name).ok_or_else(|| format!("{name} is missing"))?;
    }
    for (name, value) in members {
        let schema = schema["properties"].get(name).ok_or_else(|| format!("{name} is not described"))?;
        fits(all, schema, value).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

fn check(all: &Value, operation: &Value, value: &Value) {
    let schema = &operation["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "not described");
    if let Err(why) = fits(all, schema, value) {
        panic!("{why}");
    }
}

/// Sends a body as it is described, and compares the answer with its description too.
fn sends<B: serde::Serialize>(all: &Value, ada: &Somebody, path: &str, body: &B) -> Answer {
    let operation = &all["paths"][path]["post"];
    check(all, &operation["requestBody"], &serde_json::to_value(body).expect("JSON"));
    let answer = ada.post(&path.replace("{record}", &ada.record.to_string()), body);
    check(all, &operation["responses"]["200"], &answer.json());
    answer
}

fn gets(all: &Value, ada: &Somebody, path: &str) {
    let filled = path.replace("{record}", &ada.record.to_string()).replace("{reader}", &ada.reader.to_string());
    check(all, &all["paths"][path]["get"]["responses"]["200"], &ada.call("GET", &filled, &[]).json());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_and_answers_are_as_the_host_describes_them() {
    let world = World::new().await;
    let all: Value = send(world.host.api, "GET", "/openapi.json", &[], &[]).json();
    let mut ada = Somebody::new(&world, 1);
    let genesis = serde_json::to_value(ada.genesis(START)).expect("JSON");
    check(&all, &all["paths"]["/v1/records"]["post"]["requestBody"], &genesis);
    ada.opens(START);

    let upload = ada.uploads(b"body");
    sends(&all, &ada, "/v1/records/{record}/uploads", &wire::NewUpload { size: 4 });
    sends(&all, &ada, "/v1/records/{record}/deposits", &ada.deposit(ONE, upload, b"body", START));
    ada.counter += 1;
    let list = wire::ListRequest { event: ada.event(Action::List, vec![], START) };
    sends(&all, &ada, "/v1/records/{record}/list", &list);
    ada.counter += 1;
    let read = wire::ReadRequest { event: ada.event(Action::Read, vec![ONE], START) };
    sends(&all, &ada, "/v1/records/{record}/reads", &read);
    let proofs = wire::ProofRequest { size: 2, leaves: vec![0, 1] };
    sends(&all, &ada, "/v1/log/proofs", &proofs);
    for path in ["/v1/host", "/v1/records/{record}", "/v1/records/{record}/chain"] {
        gets(&all, &ada, path);
    }
    gets(&all, &ada, "/v1/records/{record}/journal/{reader}");

    let problem = ada.call("GET", "/v1/account/vault", &[]);
    let described = &all["paths"]["/v1/account/vault"]["get"]["responses"]["default"]["content"];
    let schema = &described["application/problem+json"]["schema"];
    fits(&all, schema, &serde_json::from_slice(&problem.body).expect("JSON")).expect("as described");

    // The control: what is not as described is seen.
    let mut wrong = genesis.clone();
    wrong["list_key"] = "00".into();
    let schema = &all["paths"]["/v1/records"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    assert!(fits(&all, schema, &wrong).is_err());
    wrong = genesis;
    wrong["colour"] = "blue".into();
    assert!(fits(&all, schema, &wrong).is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_of_cards_and_circle_are_as_the_host_describes_them() {
    use crate::cards::{self, ALICE, alice};
    use crate::{circle, professionals};
    let (world, _) = cards::world().await;
    let all: Value = send(world.host.api, "GET", "/openapi.json", &[], &[]).json();
    let body = |path: &str, value: &Value| check(&all, &all["paths"][path]["post"]["requestBody"], value);
    let card = alice().card();
    let finish = cards::asks(&world, &card, cards::session_key(9));
    body("/v1/card/finish", &serde_json::to_value(&finish).expect("JSON"));
    let answer = cards::finish(&world, &finish).json();
    check(&all, &all["paths"]["/v1/card/finish"]["post"]["responses"]["200"], &answer);
    let answer = send(world.host.api, "POST", "/v1/card/start", &[], &[]).json();
    check(&all, &all["paths"]["/v1/card/start"]["post"]["responses"]["200"], &answer);

    let mut ada = Somebody::new(&world, 1);
    ada.opens(START);
    let doctor = professionals::enrolled(&world, alice(), 5);
    sends(&all, &ada, "/v1/directory/search", &wire::DirectorySearch { text: "leveque".into() });
    sends(&all, &ada, "/v1/directory/entry", &wire::DirectoryAsk { id_nat: Some(ALICE.into()), identity: None });
    let grant = circle::grant(&ada, &doctor, |_| {});
    sends(&all, &ada, "/v1/records/{record}/grants", &grant);
    circle::moves(&mut ada, &grant.entry.open);
    gets(&all, &doctor, "/v1/inbox");
    gets(&all, &ada, "/v1/records/{record}/access");
    let compare = "/v1/records/{record}/compare/{reader}";
    let message = wire::CompareMessage { commit: None, nonce: None, reveal: None };
    body(compare, &serde_json::to_value(&message).expect("JSON"));
    let of = ada.path(&format!("/compare/{}", doctor.reader));
    check(&all, &all["paths"][compare]["get"]["responses"]["200"], &ada.call("GET", &of, &[]).json());
    let wraps = ada.wraps_for(&[doctor.reader], ONE);
    body("/v1/records/{record}/wraps", &serde_json::to_value(&wraps).expect("JSON"));
    let acceptance = circle::accepts(&doctor);
    body("/v1/records/{record}/acceptances", &serde_json::to_value(&acceptance).expect("JSON"));
}
