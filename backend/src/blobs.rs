//! Bodies and uploads as files. A part is written at its place into the upload's file, synced,
//! and only then has a row; a body is a second name (a hard link) of the finished upload, made
//! durable before its rows. A crash leaves files without rows, never rows without files.

mod part;

use axum::body::Body;
use bytes::Bytes;
use scelle_protocol::{Digest, ProblemCode, UploadId};
use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::fs::{self, File, OpenOptions};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::error::{Error, Result};
use crate::gate::pace;
use part::Desk;

/// Says how much may still be written. The disk itself is asked by writing; tests say no.
pub trait Room: Send + Sync {
    /// Asks for `bytes` more.
    ///
    /// # Errors
    /// [`ErrorKind::StorageFull`] when there is no room.
    fn take(&self, bytes: u64) -> std::io::Result<()>;

    /// Pages that a file of the database may have; none where the disk alone says.
    fn pages(&self) -> Option<u32> {
        None
    }
}

/// As much as the disk has.
#[derive(Debug, Clone, Copy)]
pub struct TheDisk;

impl Room for TheDisk {
    fn take(&self, _bytes: u64) -> std::io::Result<()> {
        Ok(())
    }
}

/// The two folders.
pub struct Blobs {
    uploads: PathBuf,
    bodies: PathBuf,
    room: Arc<dyn Room>,
    writing: Writing,
    sweeping: RwLock<()>,
}

/// A part that is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// SHA-256 of the whole part.
    pub digest: Digest,
    /// SHA-256 of each of its segments.
    pub segments: Vec<Digest>,
}

impl Blobs {
    /// Opens the folders in the data directory, or makes them.
    ///
    /// # Errors
    /// [`Error`] when they cannot be made.
    pub async fn open(data: &Path, room: Arc<dyn Room>) -> Result<Self> {
        let (uploads, bodies) = (data.join("uploads"), data.join("blobs"));
        fs::create_dir_all(&uploads).await?;
        fs::create_dir_all(&bodies).await?;
        sync_folder(data).await?;
        Ok(Self { uploads, bodies, room, writing: Writing::default(), sweeping: RwLock::default() })
    }

    /// Makes the file of an upload: it has its length from the first moment, and no bytes.
    ///
    /// # Errors
    /// [`Error`]: `storage_full` among them.
    pub async fn begin(&self, upload: UploadId, size: u64) -> Result<()> {
        let made = self.make_file(upload, size).await;
        if made.is_err() {
            self.drop_upload(upload).await?;
        }
        Ok(made?)
    }

    async fn make_file(&self, upload: UploadId, size: u64) -> std::io::Result<()> {
        let file = OpenOptions::new().write(true).create_new(true).open(self.upload_path(upload)).await?;
        file.set_len(size).await?;
        file.sync_all().await?;
        sync_folder(&self.uploads).await
    }

    /// Writes part `part` of `length` bytes at `offset`, durably, hashing meanwhile. The file's
    /// other parts are not touched, whatever happens.
    ///
    /// # Errors
    /// `body_mismatch` for another length, `too_slow`, `storage_full`, or [`Error::Wait`] while the same
    /// part is being written by another request.
    pub async fn write_part(&self, upload: UploadId, part: u64, offset: u64, length: u64, body: Body) -> Result<Part> {
        let turn = self.turn(upload, part).ok_or(Error::Wait(1))?;
        self.room.take(length)?;
        let file = OpenOptions::new().write(true).open(self.upload_path(upload)).await?;
        let mut desk = Desk::new(file.into_std().await, turn, offset, length);
        let mut stream = body.into_data_stream();
        while let Some(chunk) = next(&mut stream).await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            if chunk.len() as u64 > desk.left() {
                return Err(ProblemCode::BodyMismatch.into());
            }
            if !chunk.is_empty() {
                desk.take(chunk).await?;
            }
        }
        if desk.left() > 0 {
            return Err(ProblemCode::BodyMismatch.into());
        }
        desk.finish().await
    }

    /// Holds the sweep off while bodies get their rows.
    pub async fn hold(&self) -> RwLockReadGuard<'_, ()> {
        self.sweeping.read().await
    }

    /// Waits until no body is about to get its row.
    pub async fn sweep(&self) -> RwLockWriteGuard<'_, ()> {
        self.sweeping.write().await
    }

    /// Gives a finished upload its name as a body, durably. Done before, it is done.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn keep(&self, upload: UploadId, address: &Digest) -> Result<()> {
        let path = self.body_path(address);
        let folder = path.parent().unwrap_or(&self.bodies).to_owned();
        fs::create_dir_all(&folder).await?;
        sync_folder(&self.bodies).await?;
        match fs::hard_link(self.upload_path(upload), &path).await {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        Ok(sync_folder(&folder).await?)
    }

    /// Removes the file of an upload.
    ///
    /// # Errors
    /// [`Error`], but not when it is gone already.
    pub async fn drop_upload(&self, upload: UploadId) -> Result<()> {
        gone(fs::remove_file(self.upload_path(upload)).await)
    }

    /// Removes a body.
    ///
    /// # Errors
    /// [`Error`], but not when it is gone already.
    pub async fn remove(&self, address: &Digest) -> Result<()> {
        gone(fs::remove_file(self.body_path(address)).await)
    }

    /// A body and its length.
    ///
    /// # Errors
    /// [`Error::Host`] when a body that has a row has no file, or none that can be read.
    pub async fn read(&self, address: &Digest) -> Result<(std::fs::File, u64)> {
        let path = self.body_path(address);
        let opened = tokio::task::spawn_blocking(move || {
            let file = std::fs::File::open(path)?;
            let length = file.metadata()?.len();
            Ok::<_, std::io::Error>((file, length))
        });
        // Never a fault of writing: what was kept is damaged, and later does not help.
        opened.await.map_err(Error::host)?.map_err(|error| Error::host(format_args!("file: {}", error.kind())))
    }

    /// Every upload that has a file.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn uploads(&self) -> Result<Vec<UploadId>> {
        let mut found = Vec::new();
        let mut folder = fs::read_dir(&self.uploads).await?;
        while let Some(file) = folder.next_entry().await? {
            found.extend(file.file_name().to_str().and_then(|name| name.parse::<UploadId>().ok()));
        }
        Ok(found)
    }

    /// Every body that has a file.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn bodies(&self) -> Result<Vec<Digest>> {
        let mut found = Vec::new();
        let mut folders = fs::read_dir(&self.bodies).await?;
        while let Some(folder) = folders.next_entry().await? {
            let mut files = fs::read_dir(folder.path()).await?;
            while let Some(file) = files.next_entry().await? {
                found.extend(file.file_name().to_str().and_then(|name| name.parse::<Digest>().ok()));
            }
        }
        Ok(found)
    }

    fn upload_path(&self, upload: UploadId) -> PathBuf {
        self.uploads.join(upload.to_string())
    }

    fn body_path(&self, address: &Digest) -> PathBuf {
        let name = address.to_string();
        self.bodies.join(name.get(..2).unwrap_or_default()).join(name)
    }

    /// One request at a time writes a part.
    fn turn(&self, upload: UploadId, part: u64) -> Option<Turn> {
        let name = (upload, part);
        let mine = self.writing.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        // Made only when it is ours: dropping one gives the turn back.
        mine.then(|| Turn { writing: self.writing.clone(), name })
    }
}

struct Turn {
    writing: Writing,
    name: (UploadId, u64),
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

/// The parts that are being written.
type Writing = Arc<Mutex<HashSet<(UploadId, u64)>>>;

async fn next(stream: &mut axum::body::BodyDataStream) -> Option<std::result::Result<Bytes, axum::Error>> {
    std::future::poll_fn(|context| {
        let stream = std::pin::Pin::new(&mut *stream);
        futures_core::Stream::poll_next(stream, context)
    })
    .await
}

fn broken(error: &axum::Error) -> ProblemCode {
    if pace::too_slow(error) { ProblemCode::TooSlow } else { ProblemCode::BodyMismatch }
}

async fn sync_folder(path: &Path) -> std::io::Result<()> {
    File::open(path).await?.sync_all().await
}

fn gone(removed: std::io::Result<()>) -> Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
