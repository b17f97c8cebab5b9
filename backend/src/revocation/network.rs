//! Asking a responder, over plain HTTP as RFC 6960 and RFC 5280 have it: what comes back is signed,
//! and judged elsewhere. No redirect is followed, no proxy taken, nothing else is ever asked.

use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::time::Duration;

/// Brings answers on revocation. None is what any failure is: whoever asks fails closed.
#[async_trait]
pub trait Network: Send + Sync {
    /// Sends a question to an OCSP responder (RFC 6960 appendix A).
    async fn ask(&self, url: &str, question: Vec<u8>) -> Option<Vec<u8>>;
    /// Fetches a revocation list.
    async fn list(&self, url: &str) -> Option<Vec<u8>>;
}

/// The network itself.
pub struct PlainHttp {
    client: Client<HttpConnector, Full<Bytes>>,
}

impl PlainHttp {
    /// Keeps no connection open.
    #[must_use]
    pub fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(ANSWER));
        Self { client: Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector) }
    }

    async fn fetch(&self, request: Request<Full<Bytes>>, most: usize) -> Option<Vec<u8>> {
        let response = self.client.request(request).await.ok()?;
        if response.status() != StatusCode::OK {
            return None;
        }
        let body = Limited::new(response.into_body(), most).collect().await.ok()?;
        Some(body.to_bytes().to_vec())
    }
}

impl Default for PlainHttp {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Network for PlainHttp {
    async fn ask(&self, url: &str, question: Vec<u8>) -> Option<Vec<u8>> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(header::CONTENT_TYPE, "application/ocsp-request")
            .header(header::ACCEPT, "application/ocsp-response")
            .body(Full::from(question))
            .ok()?;
        tokio::time::timeout(ANSWER, self.fetch(request, ANSWER_BYTES)).await.ok()?
    }

    async fn list(&self, url: &str) -> Option<Vec<u8>> {
        let request = Request::builder().uri(url).body(Full::default()).ok()?;
        tokio::time::timeout(LIST, self.fetch(request, LIST_BYTES)).await.ok()?
    }
}

const ANSWER: Duration = Duration::from_secs(5);
const ANSWER_BYTES: usize = 64 << 10;
/// A list has some megabytes: it is fetched once an hour at most, and only where nobody answers.
const LIST: Duration = Duration::from_secs(15);
const LIST_BYTES: usize = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    /// Answers one request with these bytes; its address, and what was asked.
    fn once(answer: Vec<u8>) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/ocsp", listener.local_addr().expect("an address"));
        let served = std::thread::spawn(move || {
            let (mut line, _) = listener.accept().expect("a caller");
            let mut asked = vec![0; 4096];
            let length = line.read(&mut asked).expect("a request");
            line.write_all(&answer).expect("answered");
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        (url, served)
    }

    fn answer(status: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
    }

    #[tokio::test]
    async fn a_question_is_posted_as_the_standard_has_it() {
        let (url, served) = once(answer("200 OK", b"signed"));
        assert_eq!(PlainHttp::new().ask(&url, b"question".to_vec()).await.as_deref(), Some(&b"signed"[..]));
        let asked = served.join().expect("asked");
        assert!(asked.starts_with("POST /ocsp HTTP/1.1\r\n") && asked.contains("application/ocsp-request"), "{asked}");
    }

    #[tokio::test]
    async fn an_error_a_redirect_an_answer_without_end_and_another_scheme_are_no_answer() {
        for wrong in [answer("500 Oh", b"x"), answer("302 Found\r\nlocation: http://127.0.0.1:1/", b"x")] {
            let (url, served) = once(wrong);
            assert_eq!(PlainHttp::new().ask(&url, Vec::new()).await, None);
            served.join().expect("asked");
        }
        let (url, served) = once(answer("200 OK", &vec![0; ANSWER_BYTES + 1]));
        assert_eq!(PlainHttp::new().ask(&url, Vec::new()).await, None);
        drop(served);
        assert_eq!(PlainHttp::new().ask("https://127.0.0.1:1/", Vec::new()).await, None);
        assert_eq!(PlainHttp::new().list("file:///etc/hostname").await, None);
    }
}
