//! `GET openapi.json`: this interface, described from the table of routes and the types that
//! the bodies are read into.

use axum::extract::State;
use scelle_protocol::{Problem, paths};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::{Gate, routes};
use crate::gate::Json;
use crate::state::App;

/// What a request or an answer carries.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Nothing.
    Nothing,
    /// Bytes of a document, sealed.
    Bytes,
    /// A signed note.
    Text,
    /// This description.
    Description,
    /// JSON of one type.
    Json(fn(&mut SchemaGenerator) -> Schema),
}

/// JSON of this type.
pub fn json<T: JsonSchema>() -> Shape {
    Shape::Json(SchemaGenerator::subschema_for::<T>)
}

/// OpenAPI 3.1.
pub async fn describe(State(app): State<App>) -> Json<Value> {
    Json(description(&app.api_origin))
}

fn description(origin: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = SchemaGenerator::new(settings);
    let mut paths: Map<String, Value> = Map::new();
    for (method, path, gate, body, answer, _) in routes() {
        let operation = operation(&mut schemas, path, gate, (body, answer));
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[method.to_ascii_lowercase()] = operation;
    }
    let mut described = json!({
        "openapi": "3.1.0",
        "info": { "title": "Scellé", "version": env!("CARGO_PKG_VERSION"),
            "description": "Statements in the bodies are text in the one form that docs/FORMATS.md gives." },
        "servers": [{ "url": origin }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": { "type": "http", "scheme": "DPoP", "description": "RFC 9449, FORMATS §9" },
                "reader": { "type": "apiKey", "in": "header", "name": "Scelle-Reader", "description": "FORMATS §9" },
                "grant": { "type": "apiKey", "in": "header", "name": "Scelle-Grant", "description": "FORMATS §11" },
            },
            "schemas": schemas.take_definitions(true),
        },
    });
    plain(&mut described);
    described
}

fn operation(schemas: &mut SchemaGenerator, path: &str, gate: Gate, (body, answer): (Shape, Shape)) -> Value {
    let security = match gate {
        Gate::Open => json!([]),
        Gate::Session => json!([{ "session": [] }]),
        Gate::Reader | Gate::Stream => {
            json!([{ "session": [], "reader": [] }, { "session": [], "reader": [], "grant": [] }])
        }
    };
    let problem = schemas.subschema_for::<Problem>();
    let (success, said) = if matches!(answer, Shape::Nothing) { ("204", "done") } else { ("200", "the answer") };
    let mut operation = json!({
        "security": security,
        "parameters": parameters(path),
        "responses": {
            success: { "description": said },
            "default": { "description": "problem details (RFC 9457)",
                "content": { "application/problem+json": { "schema": problem } } },
        },
    });
    if let Some(media) = media(schemas, answer) {
        operation["responses"][success]["content"] = media;
    }
    if let Some(media) = media(schemas, body) {
        operation["requestBody"] = json!({ "required": true, "content": media });
    }
    operation
}

fn parameters(path: &str) -> Vec<Value> {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let named =
        named.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let number = json!({ "type": "integer", "minimum": 0 });
    let asked = match path {
        paths::CONSISTENCY => vec![("from", number.clone()), ("to", number)],
        paths::INBOX => vec![("after", json!({ "type": "string" }))],
        paths::JOURNAL => vec![("from", number)],
        _ => Vec::new(),
    };
    let asked = asked.into_iter().map(|(name, schema)| json!({ "name": name, "in": "query", "schema": schema }));
    named.chain(asked).collect()
}

fn media(schemas: &mut SchemaGenerator, shape: Shape) -> Option<Value> {
    match shape {
        Shape::Nothing => None,
        Shape::Bytes => Some(json!({ "application/octet-stream": {} })),
        Shape::Text => Some(json!({ "text/plain": {} })),
        Shape::Description => Some(json!({ "application/json": { "schema": { "type": "object" } } })),
        Shape::Json(schema) => Some(json!({ "application/json": { "schema": schema(schemas) } })),
    }
}

/// The types' own words link into the code; a reader of the description has only their names.
fn plain(value: &mut Value) {
    match value {
        Value::String(text) if text.contains("[`") => {
            *text = text.replace("[`crate::statements::", "statement `").replace("[`", "`").replace("`]", "`");
        }
        Value::Array(values) => values.iter_mut().for_each(plain),
        Value::Object(members) => members.values_mut().for_each(plain),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|value| references(value, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_route_is_described_with_its_gate() {
        let all = description("https://h");
        for (method, path, gate, ..) in routes() {
            let operation = &all["paths"][path][method.to_ascii_lowercase()];
            assert_eq!(operation["security"] == json!([]), gate == Gate::Open, "{path}");
        }
    }

    #[test]
    fn every_body_of_json_names_a_schema_with_fields_and_every_reference_leads_somewhere() {
        let all = description("https://h");
        for (method, path, _, body, answer, _) in routes() {
            let operation = &all["paths"][path][method.to_ascii_lowercase()];
            for (shape, content) in
                [(body, &operation["requestBody"]["content"]), (answer, &operation["responses"]["200"]["content"])]
            {
                if let Shape::Json(_) = shape {
                    let name = content["application/json"]["schema"]["$ref"].as_str().expect("a name");
                    let schema = all.pointer(name.trim_start_matches('#')).expect("its schema");
                    assert!(schema["properties"].as_object().is_some_and(|fields| !fields.is_empty()), "{name}");
                }
            }
        }
        let mut found = Vec::new();
        references(&all, &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for name in found {
            assert!(all.pointer(name.trim_start_matches('#')).is_some(), "{name}");
        }
        assert!(!all.to_string().contains("[`"), "a link into the code");
    }
}
