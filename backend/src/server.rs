//! Starting and stopping: folders, secrets, store, two listeners.

use scelle_protocol::{Bytes, Time};
use scelle_verify::professional::Trust;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::{Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::attempts::Attempts;
use crate::blobs::{Blobs, Room, TheDisk};
use crate::challenges::Challenges;
use crate::clock::Clock;
use crate::comparisons::Comparisons;
use crate::config::{Config, LogLevel};
use crate::error::Error;
use crate::listen::{self, Limits};
use crate::log::Notary;
use crate::rates::Rates;
use crate::revocation::network::{Network, PlainHttp};
use crate::revocation::{Places, Revocation};
use crate::secrets::{Secrets, SecretsError};
use crate::sessions::Sessions;
use crate::state::{App, State};
use crate::store::{StoreError, sqlite::SqliteStore};
use crate::{client, routes, sweep};

/// A running host.
pub struct Host {
    /// Address of the interface.
    pub api: SocketAddr,
    /// Address of the page.
    pub client: SocketAddr,
    app: App,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
    hours: JoinHandle<()>,
}

/// What a host meets outside of itself.
pub struct Outside {
    /// How much room the disk has.
    pub room: Arc<dyn Room>,
    /// Who answers on revocation.
    pub network: Arc<dyn Network>,
    /// Who issues professionals' certificates.
    pub trust: Trust,
}

impl Default for Outside {
    fn default() -> Self {
        Self { room: Arc::new(TheDisk), network: Arc::new(PlainHttp::new()), trust: Trust::igc_sante() }
    }
}

/// Why a host did not start, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("the host cannot start: {fault}; {remedy}")]
pub struct StartError {
    fault: String,
    remedy: &'static str,
}

impl StartError {
    fn new(fault: impl std::fmt::Display, remedy: &'static str) -> Self {
        Self { fault: fault.to_string(), remedy }
    }

    /// The line for standard error, in the log's form. Written whatever the log's level: a program
    /// that ends without a word helps nobody.
    #[must_use]
    pub fn line(&self, now: Time) -> String {
        let fields = serde_json::json!({
            "message": "the host cannot start", "fault": self.fault, "remedy": self.remedy,
        });
        serde_json::json!({ "timestamp": now.to_string(), "level": "ERROR", "fields": fields }).to_string()
    }
}

impl From<Error> for StartError {
    fn from(error: Error) -> Self {
        match error {
            Error::Host(text) | Error::Disk(text) => Self::new(text, SEE_FOLDERS),
            Error::Caller(code) => Self::new(code.title(), SEE_FOLDERS),
            Error::Wait(_) => Self::new("the store is busy", SEE_FOLDERS),
        }
    }
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Key => Self::new(error, SEE_KEY),
            other => Error::from(other).into(),
        }
    }
}

impl From<SecretsError> for StartError {
    fn from(error: SecretsError) -> Self {
        let remedy = if matches!(error, SecretsError::Missing) { SEE_KEY } else { SEE_SECRETS };
        Self::new(error, remedy)
    }
}

const SEE_FOLDERS: &str = "see that the data directory can be written and its disk has room";
const SEE_KEY: &str = "put back the secrets folder that belongs to this data directory, or name the right one \
                       (`secrets`, SCELLE_SECRETS); nothing was changed";
const SEE_SECRETS: &str = "see what `secrets` (SCELLE_SECRETS) names and who may read it";
const SEE_AUTHORITY: &str = "see what `test_authority` (SCELLE_TEST_AUTHORITY) names, or take the key out";
const SEE_ADDRESS: &str = "see that `api_listen` and `client_listen` are free and belong to this machine";

impl Host {
    /// Opens everything and serves. Port 0 takes a free port; the addresses say which.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(config: Config, clock: Arc<dyn Clock>) -> std::result::Result<Self, StartError> {
        Self::start_with(config, clock, Outside::default()).await
    }

    /// The same where a test says how much room the disk has.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start_with_room(
        config: Config,
        clock: Arc<dyn Clock>,
        room: Arc<dyn Room>,
    ) -> std::result::Result<Self, StartError> {
        Self::start_with(config, clock, Outside { room, ..Outside::default() }).await
    }

    /// The same where a test brings what lies outside.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start_with(
        config: Config,
        clock: Arc<dyn Clock>,
        outside: Outside,
    ) -> std::result::Result<Self, StartError> {
        let deaf = |error| StartError::new(error, SEE_ADDRESS);
        let listen = |address| async move { TcpListener::bind(address).await.map_err(deaf) };
        let (api_listener, client_listener) = (listen(config.api_listen).await?, listen(config.client_listen).await?);
        let address = |listener: &TcpListener| listener.local_addr().map_err(deaf);
        let (api, client) = (address(&api_listener)?, address(&client_listener)?);
        let app = open(config, clock, outside, (api, client)).await?;
        sweep::sweep_at_start(&app).await?;
        let (stop, stopped) = watch::channel(false);
        let limits = limits(&app.config);
        tracing::info!(interface = %app.api_origin, page = %app.client_origin, "serving");
        let servers = vec![
            tokio::spawn(listen::serve(api_listener, routes::router(&app), limits, stopped.clone())),
            tokio::spawn(listen::serve(client_listener, client::router(&app), limits, stopped)),
        ];
        let hours = tokio::spawn(sweep::every_hour(app.clone()));
        Ok(Self { api, client, app, stop, servers, hours })
    }

    /// What the handlers share, for tests.
    #[must_use]
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// Answers what is under way, then closes the store.
    pub async fn stop(self) {
        self.hours.abort();
        let _ = self.stop.send(true);
        for server in self.servers {
            let _ = tokio::time::timeout(std::time::Duration::from_secs(10), server).await;
        }
        self.app.store.close().await;
        tracing::info!("stopped");
    }

    /// Serves until SIGINT or SIGTERM, then stops.
    pub async fn until_told_to_stop(self) {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = tokio::signal::ctrl_c() => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => {
                let _ = tokio::signal::ctrl_c().await;
            }
        }
        self.stop().await;
    }
}

async fn open(
    config: Config,
    clock: Arc<dyn Clock>,
    outside: Outside,
    (api, client): (SocketAddr, SocketAddr),
) -> std::result::Result<App, StartError> {
    let Outside { room, network, trust } = outside;
    let (trust, test_authority) = authorities(&config, trust)?;
    let places = Places { ocsp: config.ocsp_url.clone(), crl: config.crl_url.clone() };
    let (folder, data) = (config.secrets.clone(), config.data.clone());
    let secrets = tokio::task::spawn_blocking(move || Secrets::open(&folder, &data));
    let secrets = secrets.await.map_err(Error::host)??;
    tokio::fs::create_dir_all(&config.data).await.map_err(Error::from)?;
    let store = SqliteStore::open(&config.data, &secrets.store_key, room.pages()).await?;
    let blobs = Blobs::open(&config.data, room).await?;
    let api_origin = config.api_origin.clone().unwrap_or_else(|| format!("http://{api}"));
    let client_origin = config.client_origin.clone().unwrap_or_else(|| format!("http://{client}"));
    let notary = Notary::new(&secrets.log_seed, &api_origin)?;
    Ok(App::new(State {
        config,
        api_origin,
        client_origin,
        secrets,
        store: Arc::new(store),
        blobs,
        notary,
        sessions: Sessions::new(clock.clone()),
        attempts: Attempts::new(clock.clone()),
        rates: Rates::new(clock.clone()),
        logins: Challenges::new(clock.clone()),
        kits: Challenges::new(clock.clone()),
        cards: Challenges::new(clock.clone()),
        trust,
        test_authority,
        revocation: Revocation::new(network, clock.clone(), places),
        comparisons: Comparisons::new(clock.clone()),
        seen: crate::gate::replay::Seen::default(),
        clock,
    }))
}

/// The pinned authorities, and the one that a demonstration adds.
fn authorities(config: &Config, trust: Trust) -> std::result::Result<(Trust, Option<Bytes>), StartError> {
    config.check_authority().map_err(|error| StartError::new(error, SEE_AUTHORITY))?;
    match &config.test_authority {
        #[cfg(feature = "demo")]
        Some(path) => {
            let der = std::fs::read(path).map_err(|error| StartError::new(error, SEE_AUTHORITY))?;
            let trust = trust.with_test_authority(&der).map_err(|error| StartError::new(error, SEE_AUTHORITY))?;
            tracing::warn!("test cards are let in: this is a demonstration");
            Ok((trust, Some(Bytes(der))))
        }
        _ => Ok((trust, None)),
    }
}

fn limits(config: &Config) -> Limits {
    Limits {
        connections: config.connections.get(),
        head: std::time::Duration::from_secs(config.header_seconds.get().into()),
    }
}

/// Structured log on standard error: one JSON object a line, this program's own lines alone.
pub fn start_log(level: LogLevel) {
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let own = Targets::new().with_target("backend", level);
    let lines = tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr).with_target(false);
    let lines = lines.with_current_span(true).with_span_list(false);
    let _ = tracing_subscriber::registry().with(lines.with_filter(own)).try_init();
}
