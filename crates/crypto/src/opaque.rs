//! The client's side of OPAQUE (RFC 9807, FORMATS §5), the log-in identifier, and the host's
//! proof that it has the same session key. A password is that of one computer's certificate.

use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse,
};
use scelle_protocol::{
    Bytes, Digest, contexts,
    normal::{nfc, nfkc},
};
use scelle_verify::{
    hash,
    opaque::{CONTEXT, Suite},
};
use zeroize::Zeroizing;

use crate::{
    Refused,
    hazmat::{context::context, rng::Source},
};

secrets! {
    /// What OPAQUE gives the client alone: part of an opener, never sent.
    ExportKey, 64;
    /// What client and host share after a log-in.
    SessionKey, 64;
}

/// A password, in NFC; wiped on drop.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes what was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(Zeroizing::new(nfc(typed).into_owned()))
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A registration between its two messages.
pub struct Registration {
    password: Password,
    state: ClientRegistration<Suite>,
}

/// A finished registration.
#[derive(Debug)]
pub struct Registered {
    /// RegistrationUpload, for the host.
    pub upload: Bytes,
    /// For the opener.
    pub export_key: ExportKey,
    /// The host's OPAQUE public key, 32 bytes: must equal the one that the host publishes.
    pub server_key: Bytes,
}

impl Registration {
    /// Gives the RegistrationRequest for the host.
    ///
    /// # Errors
    /// [`Refused`] for a password that OPAQUE cannot take (over 65,535 bytes).
    pub fn start(password: Password) -> Result<(Self, Bytes), Refused> {
        let started = ClientRegistration::<Suite>::start(&mut Source, password.0.as_bytes()).map_err(|_| Refused)?;
        let message = Bytes(started.message.serialize().to_vec());
        Ok((Self { password, state: started.state }, message))
    }
    /// Takes the RegistrationResponse. Works for some tens of milliseconds (Argon2id).
    ///
    /// # Errors
    /// [`Refused`] for a malformed answer.
    pub fn finish(self, response: &[u8]) -> Result<Registered, Refused> {
        // The library would pass over bytes after the message.
        let response = Some(response).filter(|r| r.len() == REGISTRATION_RESPONSE_BYTES).ok_or(Refused)?;
        let response = RegistrationResponse::deserialize(response).map_err(|_| Refused)?;
        let parameters = ClientRegistrationFinishParameters::new(Identifiers::default(), None);
        let done =
            self.state.finish(&mut Source, self.password.0.as_bytes(), response, parameters).map_err(|_| Refused)?;
        Ok(Registered {
            upload: Bytes(done.message.serialize().to_vec()),
            export_key: ExportKey::from_slice(&done.export_key)?,
            server_key: Bytes(done.server_s_pk.serialize().to_vec()),
        })
    }
}

/// A log-in between its messages.
pub struct Login {
    password: Password,
    ke1: Bytes,
    state: ClientLogin<Suite>,
}

/// The client's side of a log-in that succeeded.
#[derive(Debug)]
pub struct LoggedIn {
    /// KE3, for the host.
    pub ke3: Bytes,
    /// For the opener.
    pub export_key: ExportKey,
    /// Shared with the host.
    pub session_key: SessionKey,
    /// The host's OPAQUE public key, 32 bytes.
    pub server_key: Bytes,
    /// SHA-256(KE1 ‖ KE2 ‖ KE3).
    pub transcript: Digest,
}

impl Login {
    /// Gives KE1 for the host.
    ///
    /// # Errors
    /// [`Refused`] for a password that OPAQUE cannot take (over 65,535 bytes).
    pub fn start(password: Password) -> Result<(Self, Bytes), Refused> {
        let started = ClientLogin::<Suite>::start(&mut Source, password.0.as_bytes()).map_err(|_| Refused)?;
        let ke1 = Bytes(started.message.serialize().to_vec());
        Ok((Self { password, ke1: ke1.clone(), state: started.state }, ke1))
    }
    /// Takes KE2. Works for some tens of milliseconds (Argon2id).
    ///
    /// # Errors
    /// [`Refused`] for a wrong password, an unknown account and a malformed answer alike.
    pub fn finish(self, ke2: &[u8]) -> Result<LoggedIn, Refused> {
        let response = Some(ke2).filter(|ke2| ke2.len() == KE2_BYTES).ok_or(Refused)?;
        let response = CredentialResponse::deserialize(response).map_err(|_| Refused)?;
        let parameters = ClientLoginFinishParameters::new(Some(CONTEXT), Identifiers::default(), None);
        let done =
            self.state.finish(&mut Source, self.password.0.as_bytes(), response, parameters).map_err(|_| Refused)?;
        let ke3 = Bytes(done.message.serialize().to_vec());
        Ok(LoggedIn {
            transcript: hash::sha256_of(&[&self.ke1.0, ke2, &ke3.0]),
            ke3,
            export_key: ExportKey::from_slice(&done.export_key)?,
            session_key: SessionKey::from_slice(&done.session_key)?,
            server_key: Bytes(done.server_s_pk.serialize().to_vec()),
        })
    }
}

impl LoggedIn {
    /// Checks the host's proof over the session token.
    ///
    /// # Errors
    /// [`Refused`] for any other proof.
    pub fn check_host(&self, token: &Bytes, proof: &[u8]) -> Result<(), Refused> {
        let text = host_proof_text(&self.transcript, token);
        let expected = hash::hmac_sha256(self.session_key.expose(), text.as_bytes());
        let proof = Digest::from_slice(proof).map_err(|_| Refused)?;
        if hash::same(&expected, &proof) { Ok(()) } else { Err(Refused) }
    }
}

/// What the host's proof is an HMAC-SHA-256 of, under the session key.
#[must_use]
pub fn host_proof_text(transcript: &Digest, token: &Bytes) -> String {
    context(contexts::LOGIN_PROOF, &[("transcript", transcript), ("token", &token.encode())])
}

/// The hash of a log-in identifier (FORMATS §4): NFKC, lower case, white space folded.
#[must_use]
pub fn login_id(origin: &str, identifier: &str) -> Digest {
    let lower = Zeroizing::new(nfkc(identifier).to_lowercase());
    let folded = Zeroizing::new(lower.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = Zeroizing::new(context(contexts::LOGIN_ID, &[("origin", &origin), ("identifier", &*folded)]));
    hash::sha256(text.as_bytes())
}

/// Evaluated element ‖ the host's public key.
const REGISTRATION_RESPONSE_BYTES: usize = 64;
/// Evaluated element ‖ masking nonce ‖ masked response ‖ nonce ‖ key share ‖ MAC (RFC 9807 §6.1).
const KE2_BYTES: usize = 320;

#[cfg(test)]
mod tests;
