//! Messages of HTTP/1.1 on a socket: read whole, written whole. Who talks to whom lies in `door`.

use std::io::{BufRead, Error, ErrorKind, Read as _, Result, Write};

use super::told::{Asked, Told};

type Headers = Vec<(String, String)>;

/// The next question; none when the caller has gone.
pub fn question(from: &mut impl BufRead) -> Result<Option<Asked>> {
    let Some(first) = line(from)? else { return Ok(None) };
    let mut words = first.split(' ').map(str::to_owned);
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Err(bad()) };
    let headers = headers(from)?;
    let body = body(from, &headers, Some(0))?;
    Ok(Some(Asked { method, path, headers: kept(headers), body }))
}

/// The host's answer to a question of this method.
pub fn answer(from: &mut impl BufRead, method: &str) -> Result<Told> {
    let first = line(from)?.ok_or_else(bad)?;
    let status: u16 = first.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(bad)?;
    let headers = headers(from)?;
    let bodyless = method == "HEAD" || status == 204 || status == 304;
    let body = if bodyless { Vec::new() } else { body(from, &headers, None)? };
    Ok(Told::new(status, kept(headers), body))
}

/// Passes a question on; one question a connection.
pub fn ask(to: &mut impl Write, asked: &Asked) -> Result<()> {
    let mut head = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", asked.method, asked.path);
    if !asked.body.is_empty() || !["GET", "HEAD", "OPTIONS"].contains(&asked.method.as_str()) {
        head.push_str(&format!("content-length: {}\r\n", asked.body.len()));
    }
    to.write_all(&whole(head, &asked.headers, &asked.body))?;
    to.flush()
}

/// Tells an answer; false when the line must go dead now.
pub fn tell(to: &mut impl Write, told: &Told) -> Result<bool> {
    if told.dropped() {
        return Ok(false);
    }
    let mut head = format!("HTTP/1.1 {} -\r\n", told.status);
    if told.status != 204 && told.status != 304 {
        head.push_str(&format!("content-length: {}\r\n", told.body.len()));
    }
    let length = told.cut().unwrap_or(told.body.len()).min(told.body.len());
    to.write_all(&whole(head, &told.headers, &told.body[..length]))?;
    to.flush()?;
    Ok(told.cut().is_none())
}

fn whole(mut head: String, headers: &Headers, body: &[u8]) -> Vec<u8> {
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

fn headers(from: &mut impl BufRead) -> Result<Headers> {
    let mut headers = Headers::new();
    loop {
        let line = line(from)?.ok_or_else(bad)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or_else(bad)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// By its chunks, by its length, or, where neither is said, this long; `None` is to the end.
fn body(from: &mut impl BufRead, headers: &Headers, unsaid: Option<u64>) -> Result<Vec<u8>> {
    let find = |name: &str| headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    if find("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        return chunks(from);
    }
    let said = find("content-length").map(|text| text.parse().map_err(|_| bad())).transpose()?;
    let mut body = Vec::new();
    match said.or(unsaid) {
        Some(length) => {
            from.take(length).read_to_end(&mut body)?;
            if body.len() as u64 != length {
                return Err(bad());
            }
        }
        None => drop(from.read_to_end(&mut body)?),
    }
    Ok(body)
}

fn chunks(from: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(from)?.ok_or_else(bad)?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(|_| bad())?;
        from.take(size).read_to_end(&mut body)?;
        // What ends a chunk; after the last one, what ends the body.
        if !line(from)?.ok_or_else(bad)?.is_empty() {
            return Err(bad());
        }
        if size == 0 {
            return Ok(body);
        }
    }
}

fn line(from: &mut impl BufRead) -> Result<Option<String>> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.trim_end().to_owned()))
}

/// All but what is said anew on each connection.
fn kept(headers: Headers) -> Headers {
    headers.into_iter().filter(|(name, _)| !ABOUT_THE_LINE.contains(&name.as_str())).collect()
}

fn bad() -> Error {
    Error::from(ErrorKind::InvalidData)
}

const ABOUT_THE_LINE: &[&str] = &["connection", "keep-alive", "transfer-encoding", "content-length"];
