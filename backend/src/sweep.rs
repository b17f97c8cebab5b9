//! What time and crashes leave behind is collected: uploads older than the configured days,
//! files without rows. Rows without files do not happen: files are durable first.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::error::Result;
use crate::state::App;

/// One round.
///
/// # Errors
/// [`crate::error::Error::Host`].
pub async fn sweep(app: &App) -> Result<()> {
    let before = app.clock.now().0.saturating_sub(app.config.upload_days * DAY_SECONDS);
    for upload in app.store.uploads_before(before).await? {
        app.store.drop_upload(upload).await?;
        app.blobs.drop_upload(upload).await?;
    }
    let _still = app.blobs.sweep().await;
    for body in app.blobs.bodies().await? {
        // The upload that it came from, if it is still wanted, has the bytes under its own name.
        if !app.store.is_body(&body).await? {
            app.blobs.remove(&body).await?;
        }
    }
    Ok(())
}

/// At start, before anybody is served: also files of uploads that never had a row.
///
/// # Errors
/// [`crate::error::Error::Host`].
pub async fn sweep_at_start(app: &App) -> Result<()> {
    app.store.mend().await?;
    let mut strays: BTreeSet<_> = app.blobs.uploads().await?.into_iter().collect();
    for upload in strays.clone() {
        if app.store.upload(upload).await?.is_some() {
            strays.remove(&upload);
        }
    }
    for upload in strays {
        app.blobs.drop_upload(upload).await?;
    }
    sweep(app).await
}

/// Sweeps, and signs a checkpoint, every hour.
pub async fn every_hour(app: App) {
    let mut hours = tokio::time::interval(Duration::from_secs(3600));
    hours.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if let Err(error) = app.notary.checkpoint(&*app.store).await {
            tracing::error!(fault = ?error, "no checkpoint was signed");
        }
        if let Err(error) = sweep(&app).await {
            tracing::error!(fault = ?error, "the sweep failed");
        }
    }
}

const DAY_SECONDS: u64 = 86_400;
