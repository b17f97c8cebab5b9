//! The kinds of statement that a card signs here: what a page gives for each, and how the text is
//! made of it. A further kind is one arm of [`statement`], one struct of fields and one function.

use scelle_protocol::{Digest, PublicKey, SealKey, Signed, Statement, statements, text};
use serde::Deserialize;

use super::{CardText, Own, readable};
use crate::trouble::Trouble;

/// Builds the statement of a kind from its fields, as JSON.
///
/// # Errors
/// [`Trouble::StatementKind`] for a kind that a card does not sign here, `login` and `opener-key`
/// among them; [`Trouble::BadRequest`] for fields that are missing, unknown, twice or not in their
/// form.
pub fn statement(kind: &str, fields: &str, own: Own<'_>) -> Result<CardText, Trouble> {
    match kind {
        "binding" => built(fields, own, binding),
        _ => Err(Trouble::StatementKind),
    }
}

fn built<'f, F: Deserialize<'f>, S: Statement + PartialEq>(
    fields: &'f str,
    own: Own<'_>,
    make: fn(F, Own<'_>) -> Result<S, Trouble>,
) -> Result<CardText, Trouble> {
    let fields = serde_json::from_str(fields).map_err(|_| Trouble::BadRequest)?;
    readable(&Signed::new(make(fields, own)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Binding {
    number: u64,
    previous: Digest,
    identity_sign: PublicKey,
    identity_seal: SealKey,
    practice: String,
    ocsp: Digest,
}

fn binding(fields: Binding, own: Own<'_>) -> Result<statements::Binding, Trouble> {
    Ok(statements::Binding {
        origin: own.origin.as_str().to_owned(),
        number: fields.number,
        previous: fields.previous,
        id_nat: own.id_nat.to_owned(),
        certificate: own.certificate,
        identity_sign: fields.identity_sign,
        identity_seal: fields.identity_seal,
        practice: words(fields.practice, PRACTICE)?,
        ocsp: fields.ocsp,
        time: own.now,
    })
}

/// What would have to be cleaned is refused: the page shows what will be signed, and so do we.
fn words(text: String, most: usize) -> Result<String, Trouble> {
    let clean = text::clean(&text) == text && text.chars().count() <= most;
    clean.then_some(text).ok_or(Trouble::BadRequest)
}

/// Characters of an address.
const PRACTICE: usize = 300;
