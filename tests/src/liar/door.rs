//! One door: takes callers, passes their questions on, tells what the script makes of the answers.

use std::io::{BufReader, Result};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::told::{Asked, Told};
use super::{Door, Exchange, Shared, held, wire};

/// Until the liar ends.
pub fn opens(listener: &TcpListener, door: Door, shared: &Arc<Shared>) {
    for stream in listener.incoming().flatten() {
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            // Whoever breaks off is no matter of the liar's.
            let _ = talks(&stream, door, &shared);
            let _ = stream.shutdown(Shutdown::Both);
        });
    }
}

/// One caller, to the end of the connection.
fn talks(stream: &TcpStream, door: Door, shared: &Shared) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream.try_clone()?;
    while let Some(asked) = wire::question(&mut reader)? {
        let told = answers(asked, door, shared)?;
        std::thread::sleep(told.late());
        if shared.ended.load(Ordering::SeqCst) || !wire::tell(&mut writer, &told)? {
            break;
        }
    }
    Ok(())
}

fn answers(mut asked: Asked, door: Door, shared: &Shared) -> Result<Told> {
    if asked.method == "OPTIONS" {
        return passes_on(asked, door, shared).map(|(_, told)| told);
    }
    let whisper = held(&shared.whisper).clone();
    if let Some(invented) = whisper.and_then(|whisper| whisper(&mut asked)) {
        shared.lied.fetch_add(1, Ordering::SeqCst);
        return Ok(invented);
    }
    let (asked, mut told) = passes_on(asked, door, shared)?;
    let lie = held(&shared.lie).clone();
    if let Some(lie) = lie {
        let honest = told.clone();
        lie(&asked, &mut told);
        shared.lied.fetch_add(usize::from(told != honest), Ordering::SeqCst);
    }
    Ok(told)
}

fn passes_on(asked: Asked, door: Door, shared: &Shared) -> Result<(Asked, Told)> {
    let behind = *held(&shared.behind);
    let address = behind.ok_or(std::io::ErrorKind::NotConnected)?[door as usize];
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    wire::ask(&mut stream, &asked)?;
    let told = wire::answer(&mut BufReader::new(stream), &asked.method)?;
    held(&shared.heard).push(Exchange { door, asked: asked.clone(), told: told.clone() });
    Ok((asked, told))
}
