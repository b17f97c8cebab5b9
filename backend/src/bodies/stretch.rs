//! A stretch of a file as a stream of chunks: the next one is read while the last one travels. A few
//! buffers go round, so that serving takes the same memory whatever is served.

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::task::JoinHandle;

/// What is still to be read, the chunk that is being read, and the chunks given out last.
pub struct Stretch {
    file: Arc<File>,
    at: u64,
    left: u64,
    reading: Option<JoinHandle<io::Result<Bytes>>>,
    given: Vec<Bytes>,
}

impl Stretch {
    /// `count` bytes from `at` on; reading begins at once.
    #[must_use]
    pub fn of(file: File, at: u64, count: u64) -> Self {
        let mut stretch = Self { file: Arc::new(file), at, left: count, reading: None, given: Vec::new() };
        stretch.read_on();
        stretch
    }

    fn read_on(&mut self) {
        let Some(length) = usize::try_from(self.left.min(CHUNK_BYTES)).ok().filter(|length| *length > 0) else {
            return;
        };
        let (file, at, mut buffer) = (self.file.clone(), self.at, self.free_buffer());
        self.reading = Some(tokio::task::spawn_blocking(move || {
            buffer.resize(length, 0);
            file.read_exact_at(&mut buffer, at)?;
            Ok(buffer.freeze())
        }));
        self.at += length as u64;
        self.left -= length as u64;
    }

    /// One that has gone out and that nobody holds any more, or a new one.
    fn free_buffer(&mut self) -> BytesMut {
        for index in 0..self.given.len() {
            match self.given.swap_remove(index).try_into_mut() {
                Ok(buffer) => return buffer,
                Err(held) => {
                    self.given.push(held);
                    let last = self.given.len() - 1;
                    self.given.swap(index, last);
                }
            }
        }
        BytesMut::new()
    }
}

impl Stream for Stretch {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reading) = self.reading.as_mut() else { return Poll::Ready(None) };
        let read = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        Poll::Ready(Some(match read.map_err(io::Error::other).flatten() {
            Ok(chunk) => {
                self.read_on();
                if self.left > 0 {
                    self.given.push(chunk.clone());
                }
                Ok(chunk)
            }
            Err(error) => {
                self.left = 0;
                Err(error)
            }
        }))
    }
}

const CHUNK_BYTES: u64 = 256 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    async fn next(stretch: &mut Stretch) -> Option<io::Result<Bytes>> {
        std::future::poll_fn(|context| Pin::new(&mut *stretch).poll_next(context)).await
    }

    fn file(content: &[u8]) -> File {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(content).expect("written");
        file
    }

    #[tokio::test]
    async fn a_stretch_gives_its_bytes_and_no_others_whether_or_not_chunks_are_still_held() {
        let content: Vec<u8> = (0..5 * CHUNK_BYTES).map(|n| u8::try_from(n % 251).expect("small")).collect();
        for (from, count) in [(0, 5 * CHUNK_BYTES), (7, 4 * CHUNK_BYTES + 1), (3, 1), (9, 0)] {
            let mut stretch = Stretch::of(file(&content), from, count);
            let (mut held, mut got) = (Vec::new(), Vec::new());
            while let Some(chunk) = next(&mut stretch).await {
                let chunk = chunk.expect("read");
                got.extend_from_slice(&chunk);
                held.push(chunk);
                held.truncate(2);
            }
            let (from, to) = (usize::try_from(from).expect("small"), usize::try_from(from + count).expect("small"));
            assert!(got == content[from..to], "{from} {count}");
            assert!(got.starts_with(&held.concat()), "a buffer that was still held was written over");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_shorter_than_it_was_ends_in_an_error() {
        let mut stretch = Stretch::of(file(b"short"), 0, 9);
        assert!(next(&mut stretch).await.is_some_and(|chunk| chunk.is_err()));
        assert!(next(&mut stretch).await.is_none());
    }
}
