//! Professionals: an account with its first binding, and the bindings of further cards.

pub mod binding;
pub mod open;

use scelle_protocol::limits::CLOCK_SECONDS;
use scelle_protocol::{ProblemCode, wire};
use scelle_verify::log;
use scelle_verify::professional::binding::{self as bindings, Bound};

use crate::directory::fold;
use crate::error::Result;
use crate::sessions::Session;
use crate::state::App;
use crate::store::BindingRow;
use crate::store::rows::Leaf;

/// Checks a binding by itself and against the session: made now, by the card that opened it.
///
/// # Errors
/// The problem that the caller is told; `forbidden` in a session that no card opened.
fn check(app: &App, session: &Session, new: &wire::NewBinding) -> Result<Bound> {
    let person = session.person.as_ref().ok_or(ProblemCode::Forbidden)?;
    let bound = bindings::check(&app.trust, &new.statement, &new.certificate.0, &new.ocsp.0, &app.client_origin)?;
    let own = bound.professional.id_nat == person.id_nat
        && Some(bound.professional.certificate.hash()) == session.certificate;
    if !own || bound.binding.practice.chars().count() > PRACTICE_CHARACTERS {
        return Err(ProblemCode::Invalid.into());
    }
    if bound.binding.time.distance(app.clock.now()) > CLOCK_SECONDS {
        return Err(ProblemCode::Clock.into());
    }
    Ok(bound)
}

fn row(bound: Bound, new: wire::NewBinding) -> BindingRow {
    let Bound { professional, binding, hash, .. } = bound;
    let place = log::place_of_binding(&bindings::list_key(&professional.id_nat), binding.number);
    let name = professional.name();
    let searched = fold::fold(&format!("{name} {} {}", binding.practice, professional.rpps()));
    BindingRow {
        name,
        profession: professional.profession,
        searched,
        practice: binding.practice,
        number: binding.number,
        hash,
        leaf: Leaf { place, entry: hash },
        id_nat: professional.id_nat,
        binding: new,
    }
}

/// As the bridge has it.
const PRACTICE_CHARACTERS: usize = 300;
