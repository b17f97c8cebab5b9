//! A deliberately leaky host, for the control of the leak scan: it puts what it is told into its
//! memory, a file and what it says, and waits.
//!
//! Each line of standard input is `<where> <hexadecimal, every byte turned over>`: turned over,
//! so that the line itself is no leak.

use std::io::{BufRead as _, Write as _};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let mut file = std::fs::File::create(&arguments[1]).expect("a file to leak into");
    let mut log = std::io::stdout();
    let mut held: Vec<Vec<u8>> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("lines of text");
        let Some((place, hex)) = line.split_once(' ') else { break };
        let turned = data_encoding::HEXLOWER.decode(hex.as_bytes()).expect("hexadecimal");
        let bytes = turned.into_iter().map(|byte| !byte);
        match place {
            "memory" => held.push(bytes.collect()),
            "file" => bytes.for_each(|byte| file.write_all(&[byte]).expect("a file of ours")),
            _ => bytes.for_each(|byte| log.write_all(&[byte]).expect("an open output")),
        }
    }
    file.sync_all().expect("a file of ours");
    log.write_all(b"\nleaked\n").and_then(|()| log.flush()).expect("an open output");
    loop {
        std::thread::park();
        std::hint::black_box(&held);
    }
}
