//! Native messaging by hand: what the browser does with the program's two pipes.

use std::io::{Read, Write};

use serde_json::{Value, json};

use super::Wire;

/// A browser's two pipes.
pub struct Pipes<W, R> {
    /// To the program.
    pub input: W,
    /// From the program.
    pub output: R,
    next: u64,
}

impl<W: Write, R: Read> Pipes<W, R> {
    /// Around these.
    pub const fn new(input: W, output: R) -> Self {
        Self { input, output, next: 1 }
    }
}

impl<W: Write, R: Read> Wire for Pipes<W, R> {
    fn call(&mut self, origin: &str, operation: &str, body: &Value) -> (u16, Value) {
        let id = self.next;
        self.next += 1;
        let message = json!({"id": id, "origin": origin, "op": operation, "body": body}).to_string();
        self.input.write_all(&framed(message.as_bytes())).expect("the program listens");
        let mut length = [0; 4];
        self.output.read_exact(&mut length).expect("an answer");
        let mut answer = vec![0; u32::from_ne_bytes(length) as usize];
        self.output.read_exact(&mut answer).expect("a whole answer");
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        assert_eq!(answer["id"], id, "the answer to this call");
        let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        (status.expect("a status"), answer["answer"].clone())
    }
}

/// Length and message.
pub fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("a short message");
    [&length.to_ne_bytes()[..], message].concat()
}
