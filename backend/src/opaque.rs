//! The client's OPAQUE messages (FORMATS §5), each of its one length: the library would pass
//! over bytes behind the message, and one act would have two spellings.

use opaque_ke::{CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload};
use scelle_protocol::Bytes;
use scelle_verify::opaque::Suite;

/// First message of a registration.
#[must_use]
pub fn registration_request(bytes: &Bytes) -> Option<RegistrationRequest<Suite>> {
    RegistrationRequest::deserialize(exactly(bytes, REGISTRATION_REQUEST_BYTES)?).ok()
}

/// Last message of a registration.
#[must_use]
pub fn registration_upload(bytes: &Bytes) -> Option<RegistrationUpload<Suite>> {
    RegistrationUpload::deserialize(exactly(bytes, REGISTRATION_UPLOAD_BYTES)?).ok()
}

/// First message of a log-in.
#[must_use]
pub fn ke1(bytes: &Bytes) -> Option<CredentialRequest<Suite>> {
    CredentialRequest::deserialize(exactly(bytes, KE1_BYTES)?).ok()
}

/// Last message of a log-in.
#[must_use]
pub fn ke3(bytes: &Bytes) -> Option<CredentialFinalization<Suite>> {
    CredentialFinalization::deserialize(exactly(bytes, KE3_BYTES)?).ok()
}

fn exactly(bytes: &Bytes, length: usize) -> Option<&[u8]> {
    Some(bytes.0.as_slice()).filter(|bytes| bytes.len() == length)
}

/// One group element.
const REGISTRATION_REQUEST_BYTES: usize = 32;
/// Public key, masking key, envelope.
const REGISTRATION_UPLOAD_BYTES: usize = 32 + 64 + 96;
/// Group element, nonce, key share.
const KE1_BYTES: usize = 32 + 32 + 32;
/// One authentication code.
const KE3_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use opaque_ke::{
        ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters, ServerLogin,
        ServerLoginParameters, ServerRegistration, ServerSetup,
    };
    use rand_08::rngs::OsRng;

    /// Every message that a client sends between its first registration and its first log-in.
    fn messages() -> [Bytes; 4] {
        let (setup, password, name) = (ServerSetup::<Suite>::new(&mut OsRng), b"password", b"name");
        let first = ClientRegistration::<Suite>::start(&mut OsRng, password).expect("begun");
        let answer = ServerRegistration::start(&setup, first.message.clone(), name).expect("answered");
        let last = ClientRegistrationFinishParameters::default();
        let last = first.state.finish(&mut OsRng, password, answer.message, last).expect("finished");
        let row = ServerRegistration::finish(last.message.clone());
        let ke1 = ClientLogin::<Suite>::start(&mut OsRng, password).expect("begun");
        let parameters = ServerLoginParameters::default();
        let ke2 = ServerLogin::start(&mut OsRng, &setup, Some(row), ke1.message.clone(), name, parameters);
        let ke2 = ke2.expect("answered").message;
        let ke3 = ke1.state.finish(&mut OsRng, password, ke2, ClientLoginFinishParameters::default());
        [
            Bytes(first.message.serialize().to_vec()),
            Bytes(last.message.serialize().to_vec()),
            Bytes(ke1.message.serialize().to_vec()),
            Bytes(ke3.expect("the password is right").message.serialize().to_vec()),
        ]
    }

    fn read(place: usize, bytes: &Bytes) -> bool {
        match place {
            0 => registration_request(bytes).is_some(),
            1 => registration_upload(bytes).is_some(),
            2 => ke1(bytes).is_some(),
            _ => ke3(bytes).is_some(),
        }
    }

    #[test]
    fn a_message_is_taken_at_its_one_length_and_refused_at_any_other() {
        for (place, message) in messages().iter().enumerate() {
            assert!(read(place, message), "message {place}");
            let longer = [message.0.as_slice(), &[0]].concat();
            let twice = [message.0.as_slice(), &message.0].concat();
            let shorter = message.0[..message.0.len() - 1].to_vec();
            for other in [longer, twice, shorter, Vec::new()] {
                assert!(!read(place, &Bytes(other)), "message {place}");
            }
        }
    }
}
