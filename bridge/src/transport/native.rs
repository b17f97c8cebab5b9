//! Native messaging: the browser starts the program and speaks over its pipes, 4 bytes of length
//! (little-endian, the machine's order) and JSON. No port: no other user of the computer can knock.
//!
//! The origin comes from our own extension, which reads it from `sender.origin`; which extension
//! speaks is told by the browser in the first argument.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::{BODY, Transport};
use crate::bridge::{Bridge, Call};
use crate::trouble::Trouble;

/// The id of the extension in `bridge/extension`: the first 16 bytes of SHA-256 over its public
/// key, written in the letters a to p.
pub const EXTENSION: &str = "gmffepbacddbhlfdlhnjcojbniklhlep";

/// The native transport over two pipes.
pub struct Native<R, W> {
    /// What the browser says about who speaks: `chrome-extension://id/`.
    pub caller: String,
    /// From the browser.
    pub input: R,
    /// To the browser.
    pub output: W,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    /// The extension's own number for the answer.
    id: u64,
    origin: String,
    op: String,
    body: Box<RawValue>,
}

impl<R: Read, W: Write + Send + 'static> Transport for Native<R, W> {
    fn serve(self, bridge: Arc<Bridge>) -> Result<(), String> {
        if !is_ours(&self.caller, &bridge.config().extensions) {
            return Err("this browser extension is not listed in the bridge's configuration".to_owned());
        }
        let ended = self.speak(&bridge);
        // The browser has gone, or speaks something else: no window and no card stays open.
        bridge.close();
        ended
    }
}

impl<R: Read, W: Write + Send + 'static> Native<R, W> {
    fn speak(mut self, bridge: &Arc<Bridge>) -> Result<(), String> {
        let output = Arc::new(Mutex::new(self.output));
        let busy = Arc::new(AtomicUsize::new(0));
        while let Some(message) = next(&mut self.input)? {
            let message: Message = serde_json::from_slice(&message).map_err(|_| "a message was malformed")?;
            if busy.fetch_add(1, Ordering::SeqCst) >= AT_ONCE {
                busy.fetch_sub(1, Ordering::SeqCst);
                send(&output, message.id, Trouble::RateLimited.status(), &Trouble::RateLimited.body())?;
                continue;
            }
            let (bridge, output, busy) = (bridge.clone(), output.clone(), busy.clone());
            std::thread::spawn(move || {
                let (status, body) = answer(&bridge, &message);
                busy.fetch_sub(1, Ordering::SeqCst);
                // A browser that has gone reads nothing any more.
                let _ = send(&output, message.id, status, &body);
            });
        }
        Ok(())
    }
}

/// Whether the browser names a listed extension.
#[must_use]
pub fn is_ours(caller: &str, extensions: &[String]) -> bool {
    let id = caller.strip_prefix("chrome-extension://").and_then(|rest| rest.strip_suffix('/'));
    // Firefox names the extension by its own id in the second argument.
    extensions.iter().any(|listed| Some(listed.as_str()) == id || (listed.contains('@') && listed == caller))
}

fn answer(bridge: &Bridge, message: &Message) -> (u16, Value) {
    match bridge.config().listed(&message.origin) {
        Some(origin) => bridge.answer(&Call { origin, operation: &message.op, body: message.body.get().as_bytes() }),
        None => (403, json!({"ok": false, "error": "ORIGIN_REFUSED"})),
    }
}

/// The next message; none when the browser has closed the pipe between two.
fn next(input: &mut impl Read) -> Result<Option<Vec<u8>>, String> {
    let mut length = [0; 4];
    let mut have = 0;
    while have < length.len() {
        match input.read(&mut length[have..]) {
            Ok(0) if have == 0 => return Ok(None),
            Ok(0) | Err(_) => return Err("the length of a message was cut short".to_owned()),
            Ok(read) => have += read,
        }
    }
    let length = u32::from_ne_bytes(length) as usize;
    // Refused before a byte of it is stored: the length is the sender's word.
    if length == 0 || length > BODY + ENVELOPE {
        return Err("a message was too long".to_owned());
    }
    let mut message = vec![0; length];
    input.read_exact(&mut message).map_err(|_| "a message was cut short")?;
    Ok(Some(message))
}

fn send<W: Write>(output: &Mutex<W>, id: u64, status: u16, body: &Value) -> Result<(), String> {
    let message = json!({"id": id, "status": status, "answer": body}).to_string();
    let length = u32::try_from(message.len()).map_err(|_| "an answer was too long")?;
    let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
    let written = output.write_all(&length.to_ne_bytes()).and_then(|()| output.write_all(message.as_bytes()));
    written.and_then(|()| output.flush()).map_err(|error| error.to_string())
}

/// Calls at a time.
const AT_ONCE: usize = 8;
/// Number, origin and operation around a body.
const ENVELOPE: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(length: u32, message: &[u8]) -> Vec<u8> {
        [&length.to_ne_bytes()[..], message].concat()
    }

    #[test]
    fn a_message_is_read_whole() {
        let mut input = &framed(2, b"{}")[..];
        assert_eq!(next(&mut input), Ok(Some(b"{}".to_vec())));
        assert_eq!(next(&mut input), Ok(None));
    }

    #[test]
    fn a_truncated_length_is_refused() {
        assert!(next(&mut &[2, 0, 0][..]).is_err());
    }

    #[test]
    fn a_truncated_message_is_refused() {
        assert!(next(&mut &framed(3, b"{}")[..]).is_err());
    }

    #[test]
    fn a_length_of_two_gibibytes_is_refused_before_anything_is_stored() {
        assert!(next(&mut &framed(1 << 31, b"{}")[..]).is_err());
        assert!(next(&mut &framed(u32::MAX, b"{}")[..]).is_err());
    }

    #[test]
    fn another_extension_is_refused() {
        let ours = vec!["abcdefghijklmnopabcdefghijklmnop".to_owned()];
        assert!(is_ours("chrome-extension://abcdefghijklmnopabcdefghijklmnop/", &ours));
        for caller in [
            "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            "abcdefghijklmnopabcdefghijklmnop",
            "https://app.test/",
            "",
        ] {
            assert!(!is_ours(caller, &ours), "{caller}");
        }
    }
}
