//! One connection to a browser's developer protocol: calls, answers and events as they come. It reaches workers too, which WebDriver does not.

use serde_json::{Value, json};
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::Duration;
use tungstenite::{Message, WebSocket};

/// Something that the browser tells unasked.
#[derive(Debug, Clone)]
pub struct Event {
    /// The target that it comes from; empty for the browser itself.
    pub session: String,
    /// Its name.
    pub method: String,
    /// What it says.
    pub params: Value,
}

/// A message of the browser.
pub enum Heard {
    /// The answer to the call of this number.
    Answer(u64, Result<Value, CdpError>),
    /// Something unasked.
    Event(Event),
}

/// Why a call has no result.
#[derive(Debug, Clone)]
pub enum CdpError {
    /// The browser refuses, with its words.
    Refused(String),
    /// The connection or the target is gone, or it does not answer in time.
    Gone(String),
}

impl CdpError {
    /// Names the method that it is about.
    #[must_use]
    pub fn of(self, method: &str) -> Self {
        match self {
            Self::Refused(words) => Self::Refused(format!("{method}: {words}")),
            Self::Gone(words) => Self::Gone(format!("{method}: {words}")),
        }
    }
}

impl std::fmt::Display for CdpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(words) => write!(f, "the browser refuses: {words}"),
            Self::Gone(words) => write!(f, "the browser is gone: {words}"),
        }
    }
}

/// The connection.
pub struct Connection {
    socket: WebSocket<TcpStream>,
    last: u64,
}

impl Connection {
    /// Connects to `ws://127.0.0.1:<port><path>`.
    ///
    /// # Panics
    /// When nobody answers there.
    #[must_use]
    pub fn open(port: u16, path: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the browser listens on its port");
        stream.set_nodelay(true).expect("a connected socket");
        let config = tungstenite::protocol::WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client::client_with_config(address, stream, Some(config))
            .expect("the browser speaks WebSocket on its port");
        socket.get_ref().set_read_timeout(Some(TICK)).expect("a connected socket");
        Self { socket, last: 0 }
    }

    /// Calls without waiting: for targets that cannot answer yet, or will not any more.
    ///
    /// # Errors
    /// [`CdpError::Gone`].
    pub fn send(&mut self, session: &str, method: &str, params: Value) -> Result<u64, CdpError> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(message.to_string())).map_err(|e| CdpError::Gone(e.to_string()))?;
        Ok(self.last)
    }

    /// The next message, or nothing when none has come.
    ///
    /// # Errors
    /// [`CdpError::Gone`].
    pub fn read(&mut self) -> Result<Option<Heard>, CdpError> {
        let text = match self.socket.read() {
            Ok(Message::Text(text)) => text,
            Ok(_) => return Ok(None),
            Err(tungstenite::Error::Io(e)) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(None);
            }
            Err(e) => return Err(CdpError::Gone(e.to_string())),
        };
        let message: Value = serde_json::from_str(&text).map_err(|e| CdpError::Gone(e.to_string()))?;
        Ok(Some(match message["method"].as_str() {
            Some(method) => Heard::Event(Event {
                session: message["sessionId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_owned(),
                params: message["params"].clone(),
            }),
            None => {
                let id = message["id"].as_u64().unwrap_or_default();
                Heard::Answer(id, message.get("error").map_or(Ok(message["result"].clone()), |e| Err(refusal(e))))
            }
        }))
    }
}

fn refusal(error: &Value) -> CdpError {
    let words = error["message"].as_str().unwrap_or_default().to_owned();
    // What a closed or crashed target answers.
    let gone = ["Session with given id not found", "Target closed", "crashed"].iter().any(|gone| words.contains(gone));
    if gone { CdpError::Gone(words) } else { CdpError::Refused(words) }
}

const TICK: Duration = Duration::from_millis(10);
