//! One connection to a browser's developer protocol: calls with their answers, events as they
//! come. It reaches workers too, which WebDriver does not.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};
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

/// Why a call has no result.
#[derive(Debug, Clone)]
pub enum CdpError {
    /// The browser refuses, with its words.
    Refused(String),
    /// The connection or the target is gone, or it does not answer in time.
    Gone(String),
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
    events: VecDeque<Event>,
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
        Self { socket, last: 0, events: VecDeque::new() }
    }

    /// Calls a method of a target (or of the browser, with an empty session) and waits.
    ///
    /// # Errors
    /// [`CdpError`].
    pub fn call(&mut self, session: &str, method: &str, params: Value) -> Result<Value, CdpError> {
        let id = self.send(session, method, params)?;
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let Some(message) = self.read()? else { continue };
            if message["id"].as_u64() == Some(id) {
                return match message.get("error") {
                    Some(error) => Err(refusal(method, error)),
                    None => Ok(message["result"].clone()),
                };
            }
        }
        Err(CdpError::Gone(format!("no answer to {method}")))
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

    /// Takes what came unasked.
    pub fn events(&mut self) -> Vec<Event> {
        while let Ok(Some(_)) = self.read() {}
        self.events.drain(..).collect()
    }

    fn read(&mut self) -> Result<Option<Value>, CdpError> {
        let text = match self.socket.read() {
            Ok(Message::Text(text)) => text,
            Ok(_) => return Ok(None),
            Err(tungstenite::Error::Io(e)) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(None);
            }
            Err(e) => return Err(CdpError::Gone(e.to_string())),
        };
        let message: Value = serde_json::from_str(&text).map_err(|e| CdpError::Gone(e.to_string()))?;
        if let Some(method) = message["method"].as_str() {
            self.events.push_back(Event {
                session: message["sessionId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_owned(),
                params: message["params"].clone(),
            });
        }
        Ok(Some(message))
    }
}

fn refusal(method: &str, error: &Value) -> CdpError {
    let words = format!("{method}: {}", error["message"].as_str().unwrap_or_default());
    // What a closed or crashed target answers.
    let gone = ["Session with given id not found", "Target closed", "crashed"].iter().any(|gone| words.contains(gone));
    if gone { CdpError::Gone(words) } else { CdpError::Refused(words) }
}

const TICK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(60);
