//! Configuration: one TOML file, then environment variables `SCELLE_*` of the same names in
//! capitals. Unknown keys are refused. `config/host.toml` shows every key with its default.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// What the host is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `name`, `SCELLE_NAME`: what people call this host. Default: `Scellé`.
    pub name: String,
    /// `data`, `SCELLE_DATA`: folder of database and bodies. Default: `data`.
    pub data: PathBuf,
    /// `secrets`, `SCELLE_SECRETS`: folder of keys, never inside `data` nor the reverse, and
    /// never in the same backup. Default: `secrets`.
    pub secrets: PathBuf,
    /// `api_listen`, `SCELLE_API_LISTEN`: address of the interface. Default: `127.0.0.1:8787`.
    pub api_listen: SocketAddr,
    /// `api_origin`, `SCELLE_API_ORIGIN`: origin of the interface as browsers see it; it stands
    /// in statements and must not change. Default: `http://` and the address listened on.
    pub api_origin: Option<String>,
    /// `client_listen`, `SCELLE_CLIENT_LISTEN`: address of the page. Default: `127.0.0.1:8788`.
    pub client_listen: SocketAddr,
    /// `client_origin`, `SCELLE_CLIENT_ORIGIN`: origin of the page as browsers see it.
    /// Default: `http://` and the address listened on.
    pub client_origin: Option<String>,
    /// `dist`, `SCELLE_DIST`: folder of the built page. Default: `dist`.
    pub dist: PathBuf,
    /// `behind_tls`, `SCELLE_BEHIND_TLS`: TLS ends before this program: HSTS is sent, and the
    /// client's address is the last of `X-Forwarded-For`. Default: `false`.
    pub behind_tls: bool,
    /// `log`, `SCELLE_LOG`: `off`, `error`, `warn`, `info`, `debug` or `trace`. Whatever the level,
    /// only this program's own lines are written: libraries would name paths. Default: `info`.
    pub log: LogLevel,
    /// `upload_days`, `SCELLE_UPLOAD_DAYS`: days after which an unfinished upload is dropped.
    /// Default: `7`.
    pub upload_days: u64,
    /// `prepares_per_hour`, `SCELLE_PREPARES_PER_HOUR`: certificates that one address may ask
    /// for. Default: `600`.
    pub prepares_per_hour: NonZeroU32,
    /// `cards_per_hour`, `SCELLE_CARDS_PER_HOUR`: log-ins with a card that may be begun from one
    /// address. Default: `1200`.
    pub cards_per_hour: NonZeroU32,
    /// `records_per_hour`, `SCELLE_RECORDS_PER_HOUR`: records that one address may open.
    /// Default: `600`.
    pub records_per_hour: NonZeroU32,
    /// `records_per_account`, `SCELLE_RECORDS_PER_ACCOUNT`: records that sessions of one account
    /// may open in an hour. Default: `20`.
    pub records_per_account: NonZeroU32,
    /// `grants_per_hour`, `SCELLE_GRANTS_PER_HOUR`: grants that one address may make. Default: `600`.
    pub grants_per_hour: NonZeroU32,
    /// `grants_per_account`, `SCELLE_GRANTS_PER_ACCOUNT`: grants that sessions of one account may make
    /// in an hour. Default: `30`.
    pub grants_per_account: NonZeroU32,
    /// `searches_per_hour`, `SCELLE_SEARCHES_PER_HOUR`: searches in the directory, and entries of it,
    /// that sessions of one account may ask for. Default: `600`.
    pub searches_per_hour: NonZeroU32,
    /// `ocsp_url`, `SCELLE_OCSP_URL`: the responder that is asked whether a professional's
    /// certificate was revoked, `http:` only. Default: the one that the certificate names.
    pub ocsp_url: Option<String>,
    /// `crl_url`, `SCELLE_CRL_URL`: the list that is read where the responder does not answer.
    /// Default: the one that the certificate names.
    pub crl_url: Option<String>,
    /// `test_authority`, `SCELLE_TEST_AUTHORITY`: certificate (DER) of an authority of test cards.
    /// Taken by a build with the feature `demo` alone. Default: none.
    pub test_authority: Option<PathBuf>,
    /// `connections`, `SCELLE_CONNECTIONS`: connections at once, on each of the two addresses;
    /// the others wait. Default: `1024`.
    pub connections: NonZeroU32,
    /// `header_seconds`, `SCELLE_HEADER_SECONDS`: time for the head of a request; a connection
    /// that asks nothing for so long is closed. Default: `75`.
    pub header_seconds: NonZeroU32,
    /// `body_idle_seconds`, `SCELLE_BODY_IDLE_SECONDS`: how long a body may pause. Default: `60`.
    pub body_idle_seconds: NonZeroU32,
    /// `json_seconds`, `SCELLE_JSON_SECONDS`: time for a whole body of JSON. A part of a document
    /// may take longer, as long as it does not pause. Default: `300`.
    pub json_seconds: NonZeroU32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: "Scellé".to_owned(),
            data: "data".into(),
            secrets: "secrets".into(),
            api_listen: SocketAddr::from(([127, 0, 0, 1], 8787)),
            api_origin: None,
            client_listen: SocketAddr::from(([127, 0, 0, 1], 8788)),
            client_origin: None,
            dist: "dist".into(),
            behind_tls: false,
            log: LogLevel::Info,
            upload_days: 7,
            prepares_per_hour: fixed(600),
            cards_per_hour: fixed(1200),
            records_per_hour: fixed(600),
            records_per_account: fixed(20),
            grants_per_hour: fixed(600),
            grants_per_account: fixed(30),
            searches_per_hour: fixed(600),
            ocsp_url: None,
            crl_url: None,
            test_authority: None,
            connections: fixed(1024),
            header_seconds: fixed(75),
            body_idle_seconds: fixed(60),
            json_seconds: fixed(300),
        }
    }
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Faults of the host.
    Error,
    /// And what is odd.
    Warn,
    /// And one line for each request.
    Info,
    /// And more.
    Debug,
    /// And everything.
    Trace,
}

/// Why a configuration was refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file cannot be read: {0}")]
    File(std::io::Error),
    /// A key or a value is not in the form.
    #[error("the configuration is not in the form: {0}")]
    Form(String),
    /// An origin is not `http(s)://host[:port]`.
    #[error("an origin is written http(s)://host[:port], without path")]
    Origin,
    /// An address on revocation is not `http://…`.
    #[error("ocsp_url and crl_url are written http://host[:port]/path: revocation is asked over plain HTTP")]
    Revocation,
    /// A test authority, in a build that takes none.
    #[error("test_authority is for demonstrations: this build trusts the IGC-Santé alone; take the key out")]
    TestAuthority,
}

impl Config {
    /// Reads the file, if one is named, then what the environment says.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(
        path: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let text =
            path.map_or_else(|| Ok(String::new()), |path| std::fs::read_to_string(path).map_err(ConfigError::File))?;
        Self::parse(&text, environment)
    }

    /// The same from the file's text.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn parse(text: &str, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut table: toml::Table = text.parse().map_err(|e: toml::de::Error| ConfigError::Form(e.to_string()))?;
        let variables: BTreeMap<String, String> = environment.into_iter().collect();
        for (name, value) in variables {
            if let Some(key) = name.strip_prefix("SCELLE_") {
                table.insert(key.to_ascii_lowercase(), typed(key, value));
            }
        }
        let config: Self = table.try_into().map_err(|e: toml::de::Error| ConfigError::Form(e.to_string()))?;
        for origin in [&config.api_origin, &config.client_origin].into_iter().flatten() {
            check_origin(origin)?;
        }
        for url in [&config.ocsp_url, &config.crl_url].into_iter().flatten() {
            check_plain(url)?;
        }
        config.check_authority()?;
        Ok(config)
    }
}

impl Config {
    /// A release trusts no authority that a file names.
    ///
    /// # Errors
    /// [`ConfigError::TestAuthority`].
    pub const fn check_authority(&self) -> Result<(), ConfigError> {
        if self.test_authority.is_some() && !cfg!(feature = "demo") { Err(ConfigError::TestAuthority) } else { Ok(()) }
    }
}

/// An environment variable is text; numbers and yes-no keys are read as TOML would.
fn typed(key: &str, value: String) -> toml::Value {
    match key {
        "BEHIND_TLS" => value.parse().map_or(toml::Value::String(value), toml::Value::Boolean),
        key if NUMBERS.contains(&key) => value.parse().map_or(toml::Value::String(value), toml::Value::Integer),
        _ => toml::Value::String(value),
    }
}

/// A default that is not zero.
fn fixed(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

fn check_origin(origin: &str) -> Result<(), ConfigError> {
    let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:[]".contains(c);
    if rest.is_empty() || !rest.chars().all(plain) { Err(ConfigError::Origin) } else { Ok(()) }
}

fn check_plain(url: &str) -> Result<(), ConfigError> {
    let rest = url.strip_prefix("http://").unwrap_or_default();
    let plain = !rest.is_empty() && url.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(()) } else { Err(ConfigError::Revocation) }
}

/// Keys that are numbers.
const NUMBERS: [&str; 12] = [
    "UPLOAD_DAYS",
    "PREPARES_PER_HOUR",
    "CARDS_PER_HOUR",
    "RECORDS_PER_HOUR",
    "RECORDS_PER_ACCOUNT",
    "GRANTS_PER_HOUR",
    "GRANTS_PER_ACCOUNT",
    "SEARCHES_PER_HOUR",
    "CONNECTIONS",
    "HEADER_SECONDS",
    "BODY_IDLE_SECONDS",
    "JSON_SECONDS",
];

/// What `--help` says.
pub const HELP: &str = "\
scelle-host [--config FILE]

Serves the interface and the page of one host. Keys of FILE (TOML), and with SCELLE_ in
front and in capitals of the environment: name, data, secrets, api_listen, api_origin,
client_listen, client_origin, dist, behind_tls, log, upload_days, prepares_per_hour, cards_per_hour,
records_per_hour, records_per_account, grants_per_hour, grants_per_account, searches_per_hour,
ocsp_url, crl_url, test_authority, connections, header_seconds, body_idle_seconds, json_seconds.
The sample file backend/config/host.toml says what each is. Ends on SIGINT and SIGTERM.
";

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../config/host.toml");

    #[test]
    fn the_sample_is_read_and_shows_the_defaults() {
        let sample = Config::parse(SAMPLE, []).expect("the sample is in the form");
        assert_eq!(format!("{sample:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn the_sample_names_every_key() {
        for key in [
            "name",
            "data",
            "secrets",
            "api_listen",
            "api_origin",
            "client_listen",
            "client_origin",
            "dist",
            "behind_tls",
            "log",
            "upload_days",
            "prepares_per_hour",
            "cards_per_hour",
            "records_per_hour",
            "records_per_account",
            "grants_per_hour",
            "grants_per_account",
            "searches_per_hour",
            "ocsp_url",
            "crl_url",
            "test_authority",
            "connections",
            "header_seconds",
            "body_idle_seconds",
            "json_seconds",
        ] {
            assert!(SAMPLE.lines().any(|l| l.trim_start_matches("# ").starts_with(&format!("{key} ="))), "{key}");
            assert!(HELP.contains(key), "{key}");
        }
    }

    #[test]
    fn an_unknown_key_is_refused_in_file_and_environment() {
        assert!(Config::parse("colour = \"red\"", []).is_err());
        assert!(Config::parse("", [("SCELLE_COLOUR".to_owned(), "red".to_owned())]).is_err());
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = Config::parse(
            "name = \"a\"",
            [("SCELLE_NAME".to_owned(), "b".to_owned()), ("SCELLE_BEHIND_TLS".to_owned(), "true".to_owned())],
        )
        .expect("in the form");
        assert_eq!((config.name.as_str(), config.behind_tls), ("b", true));
    }

    #[test]
    fn every_number_may_come_from_the_environment_and_none_is_zero() {
        for key in NUMBERS {
            let variable = |value: &str| [(format!("SCELLE_{key}"), value.to_owned())];
            assert!(Config::parse("", variable("5")).is_ok(), "{key}");
            assert!(Config::parse("", variable("many")).is_err(), "{key}");
            assert!(key == "UPLOAD_DAYS" || Config::parse("", variable("0")).is_err(), "{key}");
        }
    }

    #[test]
    fn revocation_is_asked_over_plain_http_alone() {
        for key in ["ocsp_url", "crl_url"] {
            assert!(Config::parse(&format!("{key} = \"http://127.0.0.1:8789/ocsp\""), []).is_ok(), "{key}");
            for url in ["https://a.fr/", "http://", "ldap://a.fr", "http://a.fr/a b", ""] {
                assert!(Config::parse(&format!("{key} = \"{url}\""), []).is_err(), "{key} {url}");
            }
        }
    }

    #[test]
    fn a_test_authority_is_taken_by_a_build_for_demonstrations_alone() {
        let parsed = Config::parse("test_authority = \"authority.der\"", []);
        let from_environment = Config::parse("", [("SCELLE_TEST_AUTHORITY".to_owned(), "authority.der".to_owned())]);
        for parsed in [parsed, from_environment] {
            #[cfg(feature = "demo")]
            assert!(parsed.expect("taken").test_authority.is_some());
            #[cfg(not(feature = "demo"))]
            assert!(parsed.expect_err("refused").to_string().contains("this build trusts the IGC-Santé alone"));
        }
    }

    #[test]
    fn an_origin_with_a_path_or_capitals_is_refused() {
        for origin in ["https://a.fr/", "ftp://a.fr", "https://A.fr", "https://", "a.fr"] {
            assert!(Config::parse(&format!("api_origin = \"{origin}\""), []).is_err(), "{origin}");
        }
    }
}
