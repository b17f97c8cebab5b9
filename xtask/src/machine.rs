//! What machine this is: whether tools are there, and whether they can be installed.

use std::fs;

use crate::paths;
use crate::run::{command, version};
use crate::tools::{Check, PYTHON_PACKAGES};

/// Whether a tool is there.
pub fn has(check: &Check) -> bool {
    match check {
        Check::Starts(programs, arguments) => programs.iter().any(|program| version(program, arguments).is_some()),
        Check::Says(program, line) => version(program, &["--version"]).is_some_and(|said| said.starts_with(line)),
        Check::Target(target) => has_target(target),
        Check::Python => fs::read_to_string(python_stamp()).is_ok_and(|stamp| stamp == python_wanted()),
    }
}

/// Which program listens at this address of the machine, if it can be seen: only root sees those of
/// other users.
pub fn holder(address: &str) -> Option<String> {
    let port: u16 = address.rsplit(':').next()?.parse().ok()?;
    let sockets: Vec<String> =
        ["/proc/net/tcp", "/proc/net/tcp6"].iter().flat_map(|table| listening(table, port)).collect();
    let numbered =
        |path: &std::path::PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().parse::<u32>().is_ok());
    let processes = fs::read_dir("/proc").ok()?.flatten().map(|entry| entry.path()).filter(numbered);
    let mut holding = processes.filter(|process| {
        let files = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        let links = files.filter_map(|file| fs::read_link(file.path()).ok());
        links.into_iter().any(|link| sockets.iter().any(|socket| link.to_string_lossy() == socket.as_str()))
    });
    let process = holding.next()?;
    let name = fs::read_to_string(process.join("comm")).ok()?;
    Some(format!("{} (process {})", name.trim(), process.file_name()?.to_string_lossy()))
}

/// Sockets that listen on a port, as `/proc/*/fd` names them: a line of the table is
/// `sl local rem st … inode`, `0A` is LISTEN.
fn listening(table: &str, port: u16) -> Vec<String> {
    let text = fs::read_to_string(table).unwrap_or_default();
    let socket = |line: &str| {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let (_, local) = words.get(1)?.rsplit_once(':')?;
        let here = words.get(3) == Some(&"0A") && u16::from_str_radix(local, 16) == Ok(port);
        words.get(9).filter(|_| here).map(|inode| format!("socket:[{inode}]"))
    };
    text.lines().skip(1).filter_map(socket).collect()
}

/// Debian's package manager is here.
pub fn is_debian() -> bool {
    version("apt-get", &["--version"]).is_some() && fs::metadata("/etc/debian_version").is_ok()
}

/// What stands before `apt-get`: nothing for root, `sudo` where it asks for nothing.
pub fn as_root() -> Option<&'static [&'static str]> {
    if version("id", &["-u"]).as_deref() == Some("0") {
        return Some(&[]);
    }
    let quiet = command("sudo", &["-n", "true"]).output().is_ok_and(|output| output.status.success());
    quiet.then_some(&["sudo", "-n"])
}

/// `rustup` manages the toolchain.
pub fn has_rustup() -> bool {
    version("rustup", &["--version"]).is_some()
}

/// Says from what the Python environment was made.
pub fn python_stamp() -> std::path::PathBuf {
    paths::tools().join("python/made-from")
}

/// What it should be made from.
pub fn python_wanted() -> String {
    PYTHON_PACKAGES.join("\n")
}

fn has_target(target: &str) -> bool {
    let folder = version("rustc", &["--print", "target-libdir", "--target", target]);
    folder.is_some_and(|folder| fs::metadata(folder).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_a_port_is_named() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound socket").to_string();
        let own = format!("(process {})", std::process::id());
        assert!(holder(&address).is_some_and(|holder| holder.ends_with(&own)));
        drop(listener);
        assert_eq!(holder(&address), None);
    }
}
