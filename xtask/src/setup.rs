//! Installs what is missing, says what it does, and names what cannot be had.

use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::machine;
use crate::paths;
use crate::run::{Outcome, cargo, command, logged};
use crate::tools::{AXE_FILE, AXE_PACKAGE, PYTHON_PACKAGES, Source, Tool};

/// Brings every tool of these groups. Quick when nothing is missing.
///
/// # Errors
/// One paragraph that names what cannot be had and what to do.
pub fn run(groups: &[&[Tool]]) -> Outcome {
    let missing: Vec<&Tool> = groups.iter().copied().flatten().filter(|tool| !machine::has(&tool.check)).collect();
    for tool in &missing {
        println!("missing: {} (installing takes {})", tool.name, tool.time);
    }
    install_packages(&missing)?;
    for tool in missing {
        let begun = Instant::now();
        install(tool)?;
        if !machine::has(&tool.check) {
            return Err(format!("{} was installed, but does not answer. {}", tool.name, hint(tool)));
        }
        println!("here: {} ({} s)", tool.name, begun.elapsed().as_secs());
    }
    Ok(())
}

/// All of Debian's packages in one go: the package manager reads its lists once.
fn install_packages(missing: &[&Tool]) -> Outcome {
    let names: Vec<&str> = missing
        .iter()
        .filter_map(|tool| if let Source::Debian(names) = tool.source { Some(names) } else { None })
        .flatten()
        .copied()
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    let list = names.join(" ");
    if !machine::is_debian() {
        return Err(format!(
            "These come from Debian's package manager, which is not on this machine: {list}. Install what carries \
             the same programs here, so that they can be started by name, and run the command again."
        ));
    }
    let Some(prefix) = machine::as_root() else {
        return Err(format!(
            "These packages are missing, and only root may install them: {list}. Run `sudo apt-get update && sudo \
             apt-get install {list}`, then the same command again."
        ));
    };
    logged("apt-update", apt(prefix, &["update"]))
        .and_then(|_| {
            logged("apt-install", apt(prefix, &[&["install", "-y", "--no-install-recommends"], &names[..]].concat()))
        })
        .map(drop)
        .map_err(|end| format!("{end}\n\nDebian's package manager could not install: {list}."))
}

/// RUNLEVEL=1 keeps a package from starting a service by itself: nginx is only compared with.
fn apt(prefix: &[&str], arguments: &[&str]) -> Command {
    let line = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"], arguments].concat();
    command(line[0], &line[1..])
}

fn install(tool: &Tool) -> Outcome {
    let done = match tool.source {
        Source::Debian(_) => return Ok(()),
        Source::Cargo(arguments) => cargo_install(arguments),
        Source::Component(name) => rustup(&["component", "add", name]),
        Source::Target(name) => rustup(&["target", "add", name]),
        Source::Python => python(),
    };
    done.map(drop).map_err(|end| format!("{end}\n\n{} could not be installed. {}", tool.name, hint(tool)))
}

/// With the versions that its authors locked; where the registry does not carry one of them, with
/// the nearest that it does.
fn cargo_install(arguments: &[&str]) -> Result<String, String> {
    let name = format!("install-{}", arguments[0]);
    let install = |locked: &[&str]| logged(&name, cargo(&[&["install", "--debug"], locked, arguments].concat()));
    match install(&["--locked"]) {
        Err(end) if end.contains("failed to select a version") => {
            println!("{}: a locked dependency is not in the registry; taking the nearest", arguments[0]);
            install(&[])
        }
        outcome => outcome,
    }
}

fn rustup(arguments: &[&str]) -> Result<String, String> {
    if !machine::has_rustup() {
        return Err("rustup is not on this machine".to_owned());
    }
    logged("rustup", command("rustup", arguments))
}

/// An environment below `target/`: nothing of the machine's Python changes.
fn python() -> Result<String, String> {
    let folder = paths::tools().join("python");
    let path = folder.to_string_lossy().into_owned();
    let pip = paths::python().to_string_lossy().into_owned();
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    let readers: Vec<&str> = PYTHON_PACKAGES.iter().copied().filter(|name| *name != AXE_PACKAGE).collect();
    logged("python-venv", command("python3", &["-m", "venv", "--clear", &path]))?;
    logged("python-packages", command(&pip, &[&quiet, &readers[..]].concat()))?;
    logged("python-axe", command(&pip, &[&quiet, &["--no-deps", AXE_PACKAGE][..]].concat()))?;
    let site = logged("python-site", command(&pip, &["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))?;
    fs::copy(std::path::Path::new(site.trim()).join(AXE_FILE), paths::axe()).map_err(|e| format!("{AXE_FILE}: {e}"))?;
    fs::write(machine::python_stamp(), machine::python_wanted()).map_err(|e| e.to_string())?;
    Ok(site)
}

fn hint(tool: &Tool) -> String {
    match tool.source {
        Source::Debian(names) => format!("Debian calls it: {}.", names.join(" ")),
        Source::Cargo(arguments) => {
            format!("Try `cargo install --locked {}`, and see that cargo's bin folder is in PATH.", arguments.join(" "))
        }
        Source::Component(name) => format!("Try `rustup component add {name}`, or the package that carries it."),
        Source::Target(name) => format!("Try `rustup target add {name}`, or the package that carries it."),
        Source::Python => "The package index for Python must be reachable through pip.".to_owned(),
    }
}
