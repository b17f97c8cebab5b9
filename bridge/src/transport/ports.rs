//! Taking one of the three ports, and seeing that no other user of this computer sits on one.

use std::net::{Ipv4Addr, TcpListener};

/// Binds the first port that is free, on 127.0.0.1 and nowhere else.
///
/// # Errors
/// One sentence: another user holds one of them (a page would knock there first), or all are taken.
pub(super) fn bind(ports: [u16; 3]) -> Result<TcpListener, String> {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let own = rustix::process::getuid().as_raw();
    if let Some(port) = ports.iter().find(|port| owners(&table, **port).any(|owner| owner != own)) {
        return Err(format!(
            "another user of this computer holds port {port}: use the browser extension here (native messaging), or \
             ask whoever runs this computer"
        ));
    }
    let free = ports.iter().find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).ok());
    free.ok_or_else(|| "all three ports are taken: is the bridge running already?".to_owned())
}

/// Who listens on a port: lines of /proc/net/tcp are `sl local rem st … uid …`, `0A` is LISTEN.
fn owners(table: &str, port: u16) -> impl Iterator<Item = u32> + '_ {
    table.lines().skip(1).filter_map(move |line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (_, local) = words.get(1)?.split_once(':')?;
        let listens = words.get(3) == Some(&"0A") && u16::from_str_radix(local, 16) == Ok(port);
        words.get(7).filter(|_| listens)?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
           0: 0100007F:9163 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 1 1\n\
           1: 0100007F:A6AF 0100007F:9163 01 00000000:00000000 00:00000000 00000000  1002        0 1 1\n";

    #[test]
    fn who_listens_is_read_from_the_systems_table() {
        assert_eq!(owners(TABLE, 0x9163).collect::<Vec<_>>(), [1001]);
        assert_eq!(owners(TABLE, 0xA6AF).count(), 0, "a connection is no listener");
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = taken.local_addr().expect("its address").port();
        assert!(bind([port, port, port]).is_err());
    }
}
