//! `scelle-host`: reads its configuration and serves until it is told to stop.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use backend::{Config, Host, SystemClock, config};

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
    let outcome = Config::load(path.as_deref(), std::env::vars()).map_err(|e| e.to_string()).and_then(serve);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("scelle-host: {message}\n").as_bytes());
            ExitCode::FAILURE
        }
    }
}

fn serve(config: Config) -> Result<(), String> {
    backend::server::start_log(config.log);
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let host = Host::start(config, Arc::new(SystemClock)).await.map_err(|e| e.to_string())?;
        host.until_told_to_stop().await;
        Ok(())
    })
}
