//! Loopback HTTP by hand, so that a test can send what no browser would.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use super::Wire;

/// A page's calls to a port, a connection each.
#[derive(Debug, Clone, Copy)]
pub struct Http {
    /// The port.
    pub port: u16,
}

impl Wire for Http {
    fn call(&mut self, origin: &str, operation: &str, body: &Value) -> (u16, Value) {
        let request = post(self.port, origin, operation, body.to_string().as_bytes());
        let heard = send(self.port, &request).expect("an answer");
        let body = serde_json::from_slice(&heard.body).unwrap_or_else(|_| panic!("no JSON: {heard:?}"));
        (heard.status, body)
    }
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Heard {
    /// The status.
    pub status: u16,
    /// Names in lower case, in order of arrival; without `date`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Heard {
    /// The values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether nothing tells a page anything: no body, no CORS.
    pub fn is_bare(&self) -> bool {
        self.body.is_empty() && !self.headers.iter().any(|(name, _)| name.starts_with("access-control-"))
    }
}

/// A request as a listed page's browser sends it.
pub fn post(port: u16, origin: &str, operation: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /v1/{operation} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\n\
         X-Bridge: 1\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Sends bytes and reads the answer.
pub fn send(port: u16, request: &[u8]) -> io::Result<Heard> {
    let mut stream = connect(port)?;
    // A bridge that has refused the head does not read the rest.
    let _ = stream.write_all(request);
    hear(&mut stream)
}

/// A connection on which nothing waits for ever.
pub fn connect(port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Reads one answer.
pub fn hear(stream: &mut TcpStream) -> io::Result<Heard> {
    let mut read = Vec::new();
    let head = loop {
        if let Some(at) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        more(stream, &mut read)?;
    };
    let text = String::from_utf8_lossy(&read[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|word| word.parse().ok());
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: Vec<_> = lines.filter_map(header).filter(|(name, _)| name != "date").collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = read.split_off(head + 4);
    while body.len() < length.unwrap_or(0) {
        more(stream, &mut body)?;
    }
    Ok(Heard { status: status.ok_or(io::ErrorKind::InvalidData)?, headers, body })
}

fn more(stream: &mut TcpStream, to: &mut Vec<u8>) -> io::Result<()> {
    let mut piece = [0; 4096];
    match stream.read(&mut piece)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => {
            to.extend_from_slice(&piece[..count]);
            Ok(())
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(90);
