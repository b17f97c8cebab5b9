//! The configuration file, and where it is looked for.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::origin::Origin;

/// What the file says. An unknown key is refused.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Origins of the pages that may speak to the bridge; required.
    origins: Vec<String>,
    /// Three high ports on 127.0.0.1. Default: 37219, 42671, 51873.
    #[serde(default = "default_ports")]
    ports: [u16; 3],
    /// The PKCS#11 module. Default: the first of the usual places.
    module: Option<PathBuf>,
    /// The pinentry program. Default: `pinentry`.
    #[serde(default = "default_pinentry")]
    pinentry: PathBuf,
    /// Seconds that a window stays open. Default: 60.
    #[serde(default = "default_patience")]
    window_seconds: u64,
    /// Where pairings and the bridge's key are kept. Default: the user's state folder.
    state: Option<PathBuf>,
    /// Ids of the browser extensions that may speak to the bridge. Default: ours.
    #[serde(default = "default_extensions")]
    extensions: Vec<String>,
}

/// The configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Pages that may speak to the bridge.
    pub origins: Vec<Origin>,
    /// Ports, tried in this order.
    pub ports: [u16; 3],
    /// The PKCS#11 module, where it is configured.
    pub module: Option<PathBuf>,
    /// The pinentry program.
    pub pinentry: PathBuf,
    /// Seconds that a window stays open.
    pub window_seconds: u64,
    /// Where pairings and the bridge's key are kept.
    pub state: PathBuf,
    /// Browser extensions that may speak to the bridge.
    pub extensions: Vec<String>,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// One sentence on what is wrong, without the values of other keys.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("the configuration is malformed: {error}"))?;
        let origins = file.origins.iter().map(|text| {
            Origin::read(text).ok_or_else(|| format!("`{text}` is no origin that may be listed (https://name only)"))
        });
        let origins = origins.collect::<Result<Vec<_>, _>>()?;
        if origins.is_empty() {
            return Err("the list of origins is empty".to_owned());
        }
        if file.ports.iter().any(|port| *port < 1024) {
            return Err("ports are above 1023".to_owned());
        }
        if !(5..=300).contains(&file.window_seconds) {
            return Err("window_seconds is between 5 and 300".to_owned());
        }
        Ok(Self {
            origins,
            ports: file.ports,
            module: file.module,
            pinentry: file.pinentry,
            window_seconds: file.window_seconds,
            state: file.state.or_else(default_state).ok_or("no folder to keep pairings in: set `state`")?,
            extensions: file.extensions,
        })
    }

    /// Reads the file at this path, or the first that is there of the usual ones.
    ///
    /// # Errors
    /// One sentence.
    pub fn load(path: Option<&Path>) -> Result<Self, String> {
        let path = path.map(Path::to_owned).or_else(|| usual_files().into_iter().find(|path| path.is_file()));
        let path = path.ok_or("no configuration: write config.toml, `scelle-bridge doctor` says where")?;
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text)
    }

    /// The page that may speak to the bridge under this name.
    #[must_use]
    pub fn listed(&self, origin: &str) -> Option<Origin> {
        self.origins.iter().find(|listed| listed.as_str() == origin).cloned()
    }
}

/// Where the configuration is looked for.
#[must_use]
pub fn usual_files() -> Vec<PathBuf> {
    let own = folder("XDG_CONFIG_HOME", ".config").map(|folder| folder.join("scelle-bridge/config.toml"));
    own.into_iter().chain([PathBuf::from("/etc/scelle-bridge/config.toml")]).collect()
}

fn default_state() -> Option<PathBuf> {
    folder("XDG_STATE_HOME", ".local/state").map(|folder| folder.join("scelle-bridge"))
}

fn folder(variable: &str, under_home: &str) -> Option<PathBuf> {
    let set = std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    set.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(under_home)))
}

const fn default_ports() -> [u16; 3] {
    [37219, 42671, 51873]
}

fn default_pinentry() -> PathBuf {
    "pinentry".into()
}

const fn default_patience() -> u64 {
    60
}

fn default_extensions() -> Vec<String> {
    vec![crate::transport::native::EXTENSION.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_a_configuration() {
        let sample = include_str!("../config.sample.toml");
        let config = Config::parse(sample).expect("the sample");
        assert_eq!(config.ports, default_ports());
        assert!(config.listed("https://dossier.example").is_some());
        assert!(config.listed("https://dossier.example.evil.test").is_none());
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for text in [
            "",
            "origins = []",
            "origins = ['*']",
            "origins = ['https://a.test']\nport = 1",
            "origins = ['https://a.test']\nports = [80, 8080, 8081]",
            "origins = ['https://a.test']\nwindow_seconds = 0",
        ] {
            assert!(Config::parse(text).is_err(), "{text}");
        }
    }
}
