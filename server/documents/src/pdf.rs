//! PDF: typeset from templates of ours. What a document says comes in as values and is never read as markup, so no name
//! can change more of a document than its own line.

use std::fmt;
use std::sync::LazyLock;

use domain::Language;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Array, Bytes, Datetime, Dict, Duration, IntoValue, Str};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::{FontStore, embedded};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// What was computed for one document is kept for the next few and no longer, so that memory stays as it is.
const KEPT: usize = 4;
/// A word longer than this has no room in its line: it may be broken after so many characters.
const LONGEST_WORD: usize = 24;

/// Why there is no document. The cause is ours, never the reader's: it goes to the log.
#[derive(Debug)]
pub struct CantTypeset(String);

impl fmt::Display for CantTypeset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CantTypeset {}

/// The slip of a payment, in the words in which it is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptPaper {
    /// The language of the words.
    pub language: Language,
    /// Who took the money.
    pub place: String,
    /// What stands below it: INN, address.
    pub issuer: Vec<String>,
    /// The heading with the number.
    pub title: String,
    /// What stands above the sum.
    pub accepted: String,
    /// The sum with its currency.
    pub amount: String,
    /// Pairs of label and value: account, payer, method, day.
    pub facts: Vec<(String, String)>,
    /// What stands above the parts.
    pub parts_title: String,
    /// What was paid: pairs of label and sum.
    pub parts: Vec<(String, String)>,
    /// Pairs of label and value: what is left, who took it, when.
    pub balance: Vec<(String, String)>,
}

/// The slip as a PDF. It takes the processor for a while: call it on a thread that may be held up.
///
/// # Errors
/// When the template does not compile, which is a defect of ours.
pub fn receipt(paper: &ReceiptPaper) -> Result<Vec<u8>, CantTypeset> {
    let done = lay_out(paper)
        .and_then(|document| typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|errors| refused(&errors)));
    typst::comemo::evict(KEPT);
    done
}

fn lay_out(paper: &ReceiptPaper) -> Result<PagedDocument, CantTypeset> {
    let text = |text: &str| Str::from(breakable(text)).into_value();
    let pairs = |pairs: &[(String, String)]| {
        pairs
            .iter()
            .map(|(label, value)| Array::from_iter([text(label), text(value)]).into_value())
            .collect::<Array>()
            .into_value()
    };
    let mut inputs = Dict::new();
    for (name, value) in [
        ("lang", Str::from(paper.language.tag()).into_value()),
        ("place", text(&paper.place)),
        (
            "issuer",
            paper
                .issuer
                .iter()
                .map(|line| text(line))
                .collect::<Array>()
                .into_value(),
        ),
        ("title", text(&paper.title)),
        ("accepted", text(&paper.accepted)),
        ("amount", text(&paper.amount)),
        ("facts", pairs(&paper.facts)),
        ("parts_title", text(&paper.parts_title)),
        ("parts", pairs(&paper.parts)),
        ("balance", pairs(&paper.balance)),
    ] {
        inputs.insert(Str::from(name), value);
    }
    let desk = Desk::new(include_str!("../templates/receipt.typ"), inputs)?;
    typst::compile::<PagedDocument>(&desk)
        .output
        .map_err(|errors| refused(&errors))
}

fn refused(errors: &[SourceDiagnostic]) -> CantTypeset {
    let told: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    CantTypeset(told.join("; "))
}

/// Control characters have no shape; a word without end gets places where a line may end.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        let c = if c.is_control() { ' ' } else { c };
        run = if c.is_whitespace() { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(c);
    }
    out
}

/// The fonts that come with the typesetter: Cyrillic is among their letters. Nothing is looked for on the machine.
static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(embedded());
    fonts
});

/// All that a template can reach: itself, the library, the fonts, what it is given. No files, no network, no clock.
struct Desk {
    library: LazyHash<Library>,
    source: Source,
}

impl Desk {
    fn new(template: &str, inputs: Dict) -> Result<Self, CantTypeset> {
        let path = VirtualPath::new("main.typ").map_err(|error| CantTypeset(format!("{error:?}")))?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            source: Source::new(id, template.to_owned()),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() {
            Ok(self.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::*;

    fn pair(label: &str, value: &str) -> (String, String) {
        (label.to_owned(), value.to_owned())
    }

    fn paper(name: &str, note: &str) -> ReceiptPaper {
        ReceiptPaper {
            language: Language::Ru,
            place: "ТСН «Берёзовая роща»".into(),
            issuer: vec!["ИНН 7707083893".into(), "Калуга, ул. Садовая, 1".into()],
            title: "Квитанция № 17".into(),
            accepted: "Принято".into(),
            amount: "1\u{a0}250,40\u{a0}₽".into(),
            facts: vec![
                pair("Лицевой счёт", "000101"),
                pair("Абонент", name),
                pair("Примечание", note),
            ],
            parts_title: "Что оплачено".into(),
            parts: vec![
                pair("Счёт № 12 за ноябрь 2026", "1\u{a0}000,00\u{a0}₽"),
                pair("Аванс", "250,40\u{a0}₽"),
            ],
            balance: vec![pair("Состояние счёта", "Задолженности нет"), pair("Принял", "Анна")],
        }
    }

    /// The texts of a page in the order in which they stand, and the shapes between them.
    fn read(frame: &Frame, texts: &mut String, shapes: &mut usize) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => read(&group.frame, texts, shapes),
                FrameItem::Text(text) => texts.push_str(&text.text),
                FrameItem::Shape(..) | FrameItem::Image(..) => *shapes += 1,
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn looked_at(paper: &ReceiptPaper) -> (usize, String, usize) {
        let document = lay_out(paper).unwrap();
        let (mut texts, mut shapes) = (String::new(), 0);
        for page in document.pages() {
            read(&page.frame, &mut texts, &mut shapes);
        }
        (document.pages().len(), texts, shapes)
    }

    fn count(bytes: &[u8], what: &str) -> usize {
        bytes
            .windows(what.len())
            .filter(|window| *window == what.as_bytes())
            .count()
    }

    #[test]
    fn a_slip_is_one_page_that_says_everything_in_cyrillic() {
        let paper = paper("Иванова Мария Петровна", "по квитанции");
        let bytes = receipt(&paper).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let (pages, texts, _) = looked_at(&paper);
        assert_eq!(pages, 1);
        for part in [
            "Берёзовая",
            "7707083893",
            "Садовая,",
            "Квитанция",
            "Иванова",
            "1\u{a0}250,40\u{a0}₽",
            "Задолженности",
            "Аванс",
        ] {
            assert!(texts.contains(part), "{part}: {texts}");
        }
        // Every letter has a shape in a font that lies in the file.
        assert!(
            count(&bytes, "/FontFile3") + count(&bytes, "/FontFile2") > 0,
            "no font is embedded"
        );
        assert_eq!(count(&bytes, "/Type/Page/") + count(&bytes, "/Type /Page\n"), 1);
        let document = lay_out(&paper).unwrap();
        for page in document.pages() {
            every_letter_has_a_shape(&page.frame);
        }
    }

    fn every_letter_has_a_shape(frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => every_letter_has_a_shape(&group.frame),
                FrameItem::Text(text) => {
                    assert!(
                        text.glyphs.iter().all(|glyph| glyph.id != 0),
                        "{} has no shape",
                        text.text
                    );
                }
                _ => {}
            }
        }
    }

    #[test]
    fn no_name_changes_the_document() {
        let plain = looked_at(&paper("Иванова", "нет"));
        for hostile in [
            "#eval(\"1\")",
            "#set page(width: 1mm)",
            "$x^2$",
            "\\ #pagebreak()",
            "*bold* _it_ `raw` = Heading",
            "\"quotes\" 'and' <label> @ref",
            "// comment */ /*",
            "#image(\"/etc/passwd\")",
            "]#[",
        ] {
            let (pages, texts, shapes) = looked_at(&paper(hostile, hostile));
            assert_eq!((pages, shapes), (plain.0, plain.2), "{hostile}");
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(bare(&texts).matches(&bare(hostile)).count(), 2, "{hostile}: {texts}");
        }
        let (pages, _, _) = looked_at(&paper(&"я".repeat(120), "a\0b\r\nc"));
        assert_eq!(pages, 1);
    }

    #[test]
    fn a_long_slip_goes_on_on_the_next_page() {
        let mut long = paper("Иванова", "нет");
        long.parts = (0..60).map(|n| pair(&format!("Счёт № {n}"), "10,00\u{a0}₽")).collect();
        assert!(looked_at(&long).0 > 1);
    }

    /// What the system says this process holds, kibibytes; nothing where it does not say.
    fn held() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    #[test]
    fn a_hundred_slips_keep_memory_as_it_is() {
        let slip = |n: usize| receipt(&paper(&format!("Плательщик {n}"), &format!("{n}"))).unwrap();
        for n in 0..10 {
            slip(n);
        }
        let before = held();
        let started = std::time::Instant::now();
        for n in 10..110 {
            slip(n);
        }
        let ms = started.elapsed().as_millis() / 100;
        let after = held();
        println!("{ms} ms a slip; {before:?} -> {after:?} KiB");
        if let (Some(before), Some(after)) = (before, after) {
            assert!(after < before + 60 * 1024, "{before} -> {after} KiB");
        }
    }
}
