//! Files that a tenant keeps: which kinds are taken, what they are called, how they are listed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kinds of files that are taken. What a file is, its bytes say, not its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// PDF.
    Pdf,
    /// A picture with few colours.
    Png,
    /// A photograph.
    Jpeg,
    /// A picture of the web.
    Webp,
    /// A spreadsheet.
    Xlsx,
    /// A text document.
    Docx,
    /// A table as text.
    Csv,
    /// Plain text.
    Txt,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Xlsx,
        Self::Docx,
        Self::Csv,
        Self::Txt,
    ];

    /// The media type under which it is kept and handed out.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv",
            Self::Txt => "text/plain",
        }
    }

    /// The kind of a media type.
    #[must_use]
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// The endings that a name of this kind may have; the first is put where there is another.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Xlsx => &["xlsx"],
            Self::Docx => &["docx"],
            Self::Csv => &["csv"],
            Self::Txt => &["txt"],
        }
    }
}

/// The longest name, characters.
const LONGEST_NAME: usize = 120;

/// A name that is safe to show and to save under: no folders, no marks that nobody sees, and an ending that tells what
/// the file is.
#[must_use]
pub fn name(given: &str, kind: Kind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let clean: String = last
        .chars()
        .map(|c| if "\"<>:|?*;%".contains(c) { '_' } else { c })
        .filter(|c| !unseen(*c))
        .collect();
    let clean = clean.trim().trim_start_matches('.').trim_end_matches('.');
    let ending = clean.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let fits = ending.is_some_and(|ending| kind.endings().contains(&ending.as_str()));
    let own = kind.endings().first().copied().unwrap_or_default();
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if fits => (stem, ending),
        _ => (clean, own),
    };
    let stem: String = stem.chars().take(LONGEST_NAME - 6).collect();
    let stem = if stem.trim().is_empty() { "file" } else { stem.trim() };
    format!("{stem}.{ending}")
}

/// Which files a list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileQuery {
    /// The position of the page.
    pub after: String,
}

/// A file in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// The id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes.
    pub size: u64,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// Who uploaded it.
    pub created_by: String,
}

/// A page of files, and how large a file may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePage {
    /// The files.
    pub page: crate::Page<FileLine>,
    /// The largest file that is taken, mebibytes.
    pub max_mb: u32,
}

/// Names one file: to delete it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileRefForm {
    /// The file.
    pub id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_tell_the_truth() {
        let table = [
            ("Устав.pdf", Kind::Pdf, "Устав.pdf"),
            ("C:\\docs\\Смета.XLSX", Kind::Xlsx, "Смета.XLSX"),
            ("../../etc/passwd", Kind::Txt, "passwd.txt"),
            ("invoice.pdf.exe", Kind::Pdf, "invoice.pdf.exe.pdf"),
            ("photo\u{202e}gpj.exe", Kind::Jpeg, "photogpj.exe.jpg"),
            ("a\"b\r\nc.png", Kind::Png, "a_bc.png"),
            ("", Kind::Csv, "file.csv"),
            (".csv", Kind::Csv, "csv.csv"),
            ("..", Kind::Pdf, "file.pdf"),
        ];
        for (given, kind, want) in table {
            assert_eq!(name(given, kind), want, "{given:?}");
        }
        assert!(name(&"я".repeat(500), Kind::Pdf).chars().count() <= LONGEST_NAME);
    }

    #[test]
    fn kinds_are_known_by_their_media_types() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_media_type(kind.media_type()), Some(kind));
            assert!(!kind.endings().is_empty());
        }
        assert_eq!(Kind::from_media_type("text/html"), None);
    }
}
