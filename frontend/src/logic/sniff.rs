//! What a file is, by its first bytes: never by its name or its declared type.

/// How many first bytes [`media`] wants to see.
pub const HEAD: usize = 4096;

/// The largest file that can be deposited.
pub const LARGEST: u64 = 1 << 30;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Heic,
    Program,
    TooLarge,
    Unreadable,
}

/// Media type of a file that begins with `head`.
pub fn media(head: &[u8]) -> &'static str {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if find(head, b"%PDF-", 1024) {
        "application/pdf"
    } else if starts(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        "image/gif"
    } else if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        "image/webp"
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        "image/tiff"
    } else if head.get(128..132) == Some(b"DICM") {
        "application/dicom"
    } else if head.get(4..8) == Some(b"ftyp") {
        brand(head)
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        "application/zip"
    } else {
        worded(head)
    }
}

/// Whether a file may be deposited, from its size and first bytes.
pub fn judge(size: u64, head: &[u8]) -> Result<&'static str, Refusal> {
    if size > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let program: [&[u8]; 4] = [b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"];
    if program.iter().any(|magic| head.starts_with(magic)) {
        return Err(Refusal::Program);
    }
    match media(head) {
        "image/heic" => Err(Refusal::Heic),
        media => Ok(media),
    }
}

fn brand(head: &[u8]) -> &'static str {
    match head.get(8..12) {
        Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"heim" | b"heis" | b"msf1") => "image/heic",
        Some(b"avif") => "image/avif",
        _ => "video/mp4",
    }
}

/// Text, XML, or unknown bytes.
fn worded(head: &[u8]) -> &'static str {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(head.len());
    let body = &head[first..];
    if body.starts_with(b"<") {
        return if find(body, b"ClinicalDocument", HEAD) {
            "application/cda+xml"
        } else if body.starts_with(b"<?xml") && !find(body, b"<svg", HEAD) {
            "application/xml"
        } else if find(body, b"<svg", HEAD) {
            "image/svg+xml"
        } else {
            "text/html"
        };
    }
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => head.len() - error.valid_up_to() < 4,
    };
    let plain = head.iter().all(|b| *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c));
    if utf8 && plain { "text/plain" } else { "application/octet-stream" }
}

fn find(head: &[u8], needle: &[u8], within: usize) -> bool {
    head[..head.len().min(within)].windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_type() {
        let mut dicom = vec![0; 128];
        dicom.extend(b"DICM");
        let cases: [(&[u8], &str); 12] = [
            (b"%PDF-1.7", "application/pdf"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (&dicom, "application/dicom"),
            (b"<?xml version=\"1.0\"?><ClinicalDocument>", "application/cda+xml"),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?><a/>", "application/xml"),
            (b"<!doctype html>", "text/html"),
            (b"<?xml version=\"1.0\"?><svg>", "image/svg+xml"),
            ("Résultat : 7,2 %".as_bytes(), "text/plain"),
            (b"", "text/plain"),
            (b"\0\x01\x02\x03", "application/octet-stream"),
            (b"PK\x03\x04", "application/zip"),
        ];
        for (head, media_type) in cases {
            assert_eq!(media(head), media_type);
        }
    }

    #[test]
    fn a_letter_cut_at_the_end_of_the_head_is_still_text() {
        let cut = &"aé".as_bytes()[..2];
        assert_eq!(media(cut), "text/plain");
    }

    #[test]
    fn each_refusal_has_its_reason() {
        assert_eq!(judge(LARGEST + 1, b"%PDF-"), Err(Refusal::TooLarge));
        assert_eq!(judge(LARGEST, b"%PDF-"), Ok("application/pdf"));
        assert_eq!(judge(10, b"MZ\x90"), Err(Refusal::Program));
        assert_eq!(judge(10, b"\0\0\0\x18ftypheic"), Err(Refusal::Heic));
        assert_eq!(judge(0, b""), Ok("text/plain"));
    }
}
