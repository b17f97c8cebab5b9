//! Files for deposits that the world of the demo does not have: DICOM, a phone's photo, noise of any
//! length.

use data_encoding::BASE64;
use std::path::{Path, PathBuf};

use crate::dice::Dice;
use crate::tab::Tab;

/// Writes bytes under a name in a folder.
///
/// # Panics
/// When it cannot be written.
#[must_use]
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a folder of ours");
    path
}

/// Bytes that look like nothing and never come twice: the same for the same seed.
#[must_use]
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        bytes.extend_from_slice(&dice.throw().to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// A DICOM file (Part 10) of one small grey image.
#[must_use]
pub fn dicom(patient: &str, side: u16) -> Vec<u8> {
    let mut meta = Vec::new();
    element(&mut meta, (2, 0x10), *b"UI", b"1.2.840.10008.1.2.1\0");
    let mut file = vec![0; 128];
    file.extend_from_slice(b"DICM");
    let length = u32::try_from(meta.len()).unwrap_or_default();
    element(&mut file, (2, 0), *b"UL", &length.to_le_bytes());
    file.extend_from_slice(&meta);
    let mut name = latin1(patient);
    name.resize(name.len().next_multiple_of(2), b' ');
    element(&mut file, (8, 0x60), *b"CS", b"CR");
    element(&mut file, (0x10, 0x10), *b"PN", &name);
    for (tag, value) in [(0x10, side), (0x11, side), (0x100, 8), (0x101, 8), (0x102, 7), (0x103, 0)] {
        element(&mut file, (0x28, tag), *b"US", &value.to_le_bytes());
    }
    let pixels = noise(u64::from(side), usize::from(side) * usize::from(side));
    file.extend_from_slice(&[0xe0, 0x7f, 0x10, 0, b'O', b'B', 0, 0]);
    file.extend_from_slice(&u32::try_from(pixels.len()).unwrap_or_default().to_le_bytes());
    file.extend_from_slice(&pixels);
    file
}

/// A photo as a phone takes it: a JPEG of 12 megapixels, some 4 MB, made by the browser itself.
///
/// # Panics
/// When the browser makes none.
#[must_use]
pub fn photo(tab: &Tab) -> Vec<u8> {
    let made = tab.evaluate(PHOTO);
    let jpeg = made.as_str().and_then(|text| text.split_once(',')).map(|(_, text)| BASE64.decode(text.as_bytes()));
    jpeg.expect("a data address").expect("base64")
}

fn element(file: &mut Vec<u8>, tag: (u16, u16), kind: [u8; 2], value: &[u8]) {
    file.extend_from_slice(&tag.0.to_le_bytes());
    file.extend_from_slice(&tag.1.to_le_bytes());
    file.extend_from_slice(&kind);
    file.extend_from_slice(&u16::try_from(value.len()).unwrap_or_default().to_le_bytes());
    file.extend_from_slice(value);
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap_or(b'?')).collect()
}

const PHOTO: &str = "(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 4032, height: 3024 });
    const pen = canvas.getContext('2d');
    for (let y = 0; y < 3024; y += 16) for (let x = 0; x < 4032; x += 16) {
        pen.fillStyle = `hsl(${(x * y / 997) % 360} 40% ${40 + (x * 7 + y * 13) % 50}%)`;
        pen.fillRect(x, y, 16, 16);
    }
    return canvas.toDataURL('image/jpeg', 0.92);
})()";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_the_same_for_the_same_seed_only() {
        assert_eq!(noise(1, 100), noise(1, 100));
        assert_ne!(noise(1, 100), noise(2, 100));
        assert_eq!(noise(3, 13).len(), 13);
    }
}
