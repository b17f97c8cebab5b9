//! Documents made here: a letter as PDF, a structured report as CDA, a picture as PNG.

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str};

/// A one-page letter: who wrote it, what it is, and its lines.
#[must_use]
pub fn letter(from: &str, heading: &str, lines: &[String]) -> Vec<u8> {
    let (catalog, pages, page, font, content) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(pages).contents(content);
    sheet.resources().fonts().pair(Name(b"F"), font);
    sheet.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    let mut text = Content::new();
    text.begin_text();
    for (size, x, y, line) in layout(from, heading, lines) {
        text.set_font(Name(b"F"), size).set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]).show(Str(&win_ansi(&line)));
    }
    text.end_text();
    pdf.stream(content, &text.finish());
    pdf.finish()
}

fn layout(from: &str, heading: &str, lines: &[String]) -> Vec<(f32, f32, f32, String)> {
    let mut all = vec![(11.0, 60.0, 780.0, from.to_owned()), (18.0, 60.0, 730.0, heading.to_owned())];
    let mut y = 690.0;
    for line in lines {
        for piece in wrapped(line, 88) {
            all.push((10.5, 60.0, y, piece));
            y -= 17.0;
        }
        y -= 6.0;
    }
    all
}

fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in line.split(' ') {
        let last = pieces.last().map_or(0, |piece: &String| piece.chars().count());
        if last > 0 && last + 1 + word.chars().count() > width {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            if !piece.is_empty() {
                piece.push(' ');
            }
            piece.push_str(word);
        }
    }
    pieces
}

/// The letters of French in PDF's WinAnsiEncoding (ISO 32000-1 Annex D); anything else is `?`.
fn win_ansi(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '’' => 0x92,
            'œ' => 0x9c,
            '–' => 0x96,
            '€' => 0x80,
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect()
}

/// A small CDA R2 document with one section.
#[must_use]
pub fn structured(heading: &str, text: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\">\n  \
         <title>{heading}</title>\n  <component><structuredBody><component><section>\n    \
         <title>{heading}</title>\n    <text><paragraph>{text}</paragraph></text>\n  \
         </section></component></structuredBody></component>\n</ClinicalDocument>\n"
    )
    .into_bytes()
}

/// A grey picture with a bright shape, as a radiograph has.
///
/// # Panics
/// Never: the sizes go together.
#[must_use]
pub fn image(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x.abs_diff(width / 2), y.abs_diff(height / 2));
            let bone = dx < width / 9 + dy / 12 && dy > height / 40;
            let flesh = dx < width / 3;
            let shade = 20 + (x * 7 + y * 13) % 9 + dy * 30 / height;
            let bright = if bone {
                165
            } else if flesh {
                55
            } else {
                0
            };
            pixels.push(u8::try_from(shade + bright).unwrap_or(u8::MAX));
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a width and a height");
    writer.write_image_data(&pixels).expect("one byte for each pixel");
    writer.finish().expect("a whole picture");
    bytes
}
