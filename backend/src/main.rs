//! `scelle-host`: reads its configuration and serves until it is told to stop.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use backend::{Clock as _, Config, Host, SystemClock, config};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => None,
        ["--config", path] => Some(PathBuf::from(path)),
        _ => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), config::HELP.as_bytes());
            return if arguments == ["--help"] { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
    };
    let loaded = Config::load(path.as_deref(), std::env::vars()).map_err(|error| format!("scelle-host: {error}"));
    match loaded.and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{message}\n").as_bytes());
            ExitCode::FAILURE
        }
    }
}

fn serve(config: Config) -> Result<(), String> {
    backend::server::start_log(config.log);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("scelle-host: {error}"))?;
    runtime.block_on(async {
        let clock = Arc::new(SystemClock);
        let host = Host::start(config, clock.clone()).await.map_err(|error| error.line(clock.now()))?;
        host.until_told_to_stop().await;
        Ok(())
    })
}
