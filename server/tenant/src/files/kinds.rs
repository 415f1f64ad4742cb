//! What a file is, by its bytes.

use domain::files::Kind;

/// Where a packed file names what is in it: at its end.
const DIRECTORY: usize = 256 * 1024;

/// The kind of a file, if it is one that is taken. The name decides only what no bytes can: whether a text is a table.
pub(super) fn kind_of(bytes: &[u8], name: &str) -> Option<Kind> {
    if bytes.starts_with(b"PK\x03\x04") {
        return packed(bytes);
    }
    match infer::get(bytes) {
        Some(found) => Kind::from_media_type(found.mime_type()).filter(|kind| !matches!(kind, Kind::Csv | Kind::Txt)),
        None if is_text(bytes) => Some(if name.trim().to_lowercase().ends_with(".csv") {
            Kind::Csv
        } else {
            Kind::Txt
        }),
        None => None,
    }
}

/// An office document without macros, told by what is packed in it: programs put the parts in orders of their own.
fn packed(bytes: &[u8]) -> Option<Kind> {
    let end = bytes.get(bytes.len().saturating_sub(DIRECTORY)..)?;
    let has = |part: &str| end.windows(part.len()).any(|window| window == part.as_bytes());
    if !has("[Content_Types].xml") || has("vbaProject.bin") {
        return None;
    }
    match (has("xl/workbook.xml"), has("word/document.xml")) {
        (true, false) => Some(Kind::Xlsx),
        (false, true) => Some(Kind::Docx),
        _ => None,
    }
}

/// Nothing but text: UTF-8 or a one-byte alphabet, and none of the signs that no text has.
fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let markup = bytes.trim_ascii_start().starts_with(b"<");
    let sign = |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || *byte == 0x7f;
    !markup && !bytes.starts_with(b"#!") && !bytes.iter().any(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(parts: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        for part in parts {
            bytes.extend_from_slice(part.as_bytes());
            bytes.push(0);
        }
        bytes
    }

    #[test]
    fn the_bytes_decide() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ";
        let office = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
        let table: [(&[u8], &str, Option<Kind>); 18] = [
            (b"%PDF-1.7\n", "a.exe", Some(Kind::Pdf)),
            (png, "a.pdf", Some(Kind::Png)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "a", Some(Kind::Jpeg)),
            (webp, "a", Some(Kind::Webp)),
            (&office, "a.zip", Some(Kind::Xlsx)),
            (
                &zip(&["word/document.xml", "[Content_Types].xml"]),
                "a",
                Some(Kind::Docx),
            ),
            (
                &zip(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]),
                "a.xlsx",
                None,
            ),
            (&zip(&["evil.exe"]), "a.xlsx", None),
            (b"MZ\x90\0\x03", "a.pdf", None),
            (b"\x7fELF\x02\x01", "a.txt", None),
            (b"<html><script>", "a.txt", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", "a.png", None),
            (b"\xef\xbb\xbf <?xml version='1.0'?>", "a.csv", None),
            (b"#!/bin/sh\n", "a.txt", None),
            ("Счёт;Сумма\n1;2\n".as_bytes(), "a.CSV", Some(Kind::Csv)),
            (b"\xd1\xf7\xb8\xf2;1\r\n", "a.csv", Some(Kind::Csv)),
            ("Просто текст".as_bytes(), "a.pdf", Some(Kind::Txt)),
            (b"text\0more", "a.txt", None),
        ];
        for (bytes, name, want) in table {
            assert_eq!(
                kind_of(bytes, name),
                want,
                "{name} {:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}
