//! The doors: connections are taken up to a number, each by HTTP/1.1 (what ends TLS before us
//! speaks HTTP/2 to browsers), and closed when a request's head does not come in time. Bodies
//! have their own patience (`gate::pace`).

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt as _;

/// What a door bears.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; the others wait in the system's queue.
    pub connections: u32,
    /// For the head of a request, from the moment it may begin: an idle connection ends too.
    pub head: Duration,
}

/// Takes connections until it is told to stop, then lets those being answered end.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stopped: watch::Receiver<bool>) {
    let free = Arc::new(Semaphore::new(limits.connections as usize));
    while let Some(guest) = next(&listener, &free, &mut stopped).await {
        tokio::spawn(answer(guest, router.clone(), limits.head, stopped.clone()));
    }
    drop(listener);
    // Each connection holds a permit until its end.
    let _ = free.acquire_many(limits.connections).await;
}

/// One connection, and its permit.
struct Guest {
    stream: TcpStream,
    address: SocketAddr,
    _permit: OwnedSemaphorePermit,
}

async fn next(listener: &TcpListener, free: &Arc<Semaphore>, stopped: &mut watch::Receiver<bool>) -> Option<Guest> {
    loop {
        let taken = tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return None,
            taken = take(listener, free) => taken,
        };
        match taken {
            Ok(guest) => return Some(guest),
            Err(error) if is_the_callers(error.kind()) => {}
            // No file handles left, most likely: some come back as connections end.
            Err(error) => {
                tracing::error!(fault = %error.kind(), "no connection can be taken");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn take(listener: &TcpListener, free: &Arc<Semaphore>) -> std::io::Result<Guest> {
    let permit = free.clone().acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    // The end of an answer does not wait for the caller to confirm its beginning.
    let _ = stream.set_nodelay(true);
    Ok(Guest { stream, address, _permit: permit })
}

const fn is_the_callers(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

async fn answer(guest: Guest, router: Router, head: Duration, mut stopped: watch::Receiver<bool>) {
    let Guest { stream, address, _permit } = guest;
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().oneshot(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head);
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // A caller who breaks off is no fault of ours, and nothing of it may be logged.
        _ = connection.as_mut() => return,
        _ = stopped.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
