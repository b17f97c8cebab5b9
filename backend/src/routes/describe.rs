//! `GET openapi.json`: this interface, described from the table of routes.

use axum::extract::State;
use scelle_protocol::ProblemCode;
use serde_json::{Map, Value, json};

use super::{Gate, routes};
use crate::gate::Json;
use crate::state::App;

/// OpenAPI 3.1.
pub async fn describe(State(app): State<App>) -> Json<Value> {
    Json(description(&app.api_origin))
}

fn description(origin: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for (method, path, gate, body, answer, _) in routes() {
        let operation = operation(path, gate, body, answer);
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[method.to_ascii_lowercase()] = operation;
    }
    let codes: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.code()).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Scellé", "version": env!("CARGO_PKG_VERSION"),
            "description": "Bodies are named as in scelle_protocol::wire; statements in them are in docs/FORMATS.md." },
        "servers": [{ "url": origin }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": { "type": "http", "scheme": "DPoP", "description": "RFC 9449, FORMATS §9" },
                "reader": { "type": "apiKey", "in": "header", "name": "Scelle-Reader", "description": "FORMATS §9" },
            },
            "schemas": { "Problem": {
                "type": "object",
                "required": ["type", "title", "status", "code"],
                "properties": {
                    "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
                    "code": { "enum": codes }, "retry_after": { "type": "integer" },
                },
            } },
        },
    })
}

fn operation(path: &str, gate: Gate, body: &str, answer: &str) -> Value {
    let parameters: Vec<Value> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let security = match gate {
        Gate::Open => json!([]),
        Gate::Session => json!([{ "session": [] }]),
        Gate::Reader | Gate::Stream => json!([{ "session": [], "reader": [] }]),
    };
    let success = if answer.is_empty() { "204" } else { "200" };
    let mut operation = json!({
        "security": security,
        "parameters": parameters,
        "responses": {
            success: { "description": if answer.is_empty() { "done" } else { answer } },
            "default": { "description": "problem details (RFC 9457)", "content": { "application/problem+json":
                { "schema": { "$ref": "#/components/schemas/Problem" } } } },
        },
    });
    if let Some(media) = media(answer) {
        operation["responses"][success]["content"] = media;
    }
    if let Some(media) = media(body) {
        operation["requestBody"] = json!({ "required": true, "content": media });
    }
    operation
}

fn media(name: &str) -> Option<Value> {
    match name {
        "" => None,
        "bytes" => Some(json!({ "application/octet-stream": {} })),
        "text" => Some(json!({ "text/plain": {} })),
        name => Some(json!({ "application/json": { "schema": { "type": "object", "title": name } } })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_with_its_gate() {
        let all = description("https://h");
        for (method, path, gate, ..) in routes() {
            let operation = &all["paths"][path][method.to_ascii_lowercase()];
            assert_eq!(operation["security"] == json!([]), gate == Gate::Open, "{path}");
        }
    }
}
