//! Tables of text out of files that people bring (CSV in whatever dialect their program writes) and into files that
//! open in a spreadsheet. What a column means is for `domain::imports`.

use domain::Reason;
use domain::imports::Table;
use encoding_rs::WINDOWS_1251;

/// What a spreadsheet of this country reads without asking, and what it writes.
const DELIMITER: char = ';';
/// The delimiters that are recognised, the likeliest first.
const DELIMITERS: [char; 3] = [DELIMITER, ',', '\t'];
/// So many lines are looked at to find the delimiter.
const LOOKED_AT: usize = 10;
/// The mark by which a spreadsheet recognises UTF-8.
const BOM: &str = "\u{feff}";
/// What a spreadsheet would take for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Reads a file: UTF-8 with or without its mark, or windows-1251; `;`, `,` or TAB between cells; cells in double quotes
/// may hold any of these and line breaks. Blank lines are skipped, rows may be shorter or longer than the headings,
/// cells are trimmed. The apostrophe that [`write`] puts in front of a would-be formula is taken off again.
///
/// # Errors
/// `FileEmpty`; `FileUnreadable` for anything but text (a spreadsheet's own format, UTF-16, ...).
pub fn read(bytes: &[u8]) -> Result<Table, Reason> {
    let text = decode(bytes)?;
    let text = text.strip_prefix(BOM).unwrap_or(&text);
    if text.trim().is_empty() {
        return Err(Reason::FileEmpty);
    }
    let (delimiter, text) = declared(text).unwrap_or_else(|| (guess(text), text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).map_err(|_| Reason::FileUnreadable)?)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Reason::FileUnreadable)?;
        let blank = record.len() == 1 && record.get(0).is_none_or(|cell| cell.trim().is_empty());
        if !blank {
            rows.push(record.iter().map(unguarded).collect::<Vec<String>>());
        }
    }
    if rows.is_empty() {
        return Err(Reason::FileEmpty);
    }
    let headings = rows.remove(0);
    Ok(Table { headings, rows })
}

/// Text out of bytes. What can't be UTF-8 is taken for windows-1251, in which Russian spreadsheets write CSV.
fn decode(bytes: &[u8]) -> Result<String, Reason> {
    // Text has no control characters but white space; binary formats have, and so has UTF-16 in its ASCII half.
    let control = |byte: &u8| byte.is_ascii_control() && !b"\t\n\r\x0c\x1a".contains(byte);
    if bytes.iter().any(control) {
        return Err(Reason::FileUnreadable);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // The marks of UTF-16 would be two harmless letters of windows-1251.
        Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
            return Err(Reason::FileUnreadable);
        }
        Err(_) => WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned(),
    };
    // 0x1a ends files of very old programs.
    Ok(text.trim_end_matches('\u{1a}').to_owned())
}

/// The delimiter that the first line names (`sep=;`), as some spreadsheets write it, and the text after that line.
fn declared(text: &str) -> Option<(char, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let mut named = first.trim_end_matches('\r').strip_prefix("sep=")?.chars();
    let delimiter = named.next().filter(|named| DELIMITERS.contains(named))?;
    named.next().is_none().then_some((delimiter, rest))
}

/// The delimiter that stands most often in the headings, and where that is undecided in the first lines, outside
/// quotes. With none at all the table has one column.
fn guess(text: &str) -> char {
    let mut best = (DELIMITER, (0, 0));
    for delimiter in DELIMITERS {
        let score = score(text, delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// How often a delimiter separates cells in the first line that is not blank, and in the first lines together.
fn score(text: &str, delimiter: char) -> (usize, usize) {
    let (mut first, mut all, mut lines) = (0, 0, 0);
    let (mut quoted, mut cell_begins, mut blank) = (false, true, true);
    for c in text.chars() {
        match c {
            // A quote opens a cell only where the cell begins; a doubled one closes and opens again.
            '"' if quoted || cell_begins => {
                quoted = !quoted;
                cell_begins = false;
                blank = false;
            }
            '\n' if !quoted => {
                lines += usize::from(!blank);
                if lines == LOOKED_AT {
                    break;
                }
                (cell_begins, blank) = (true, true);
            }
            c if c == delimiter && !quoted => {
                first += usize::from(lines == 0);
                all += 1;
                (cell_begins, blank) = (true, false);
            }
            c => {
                cell_begins = false;
                blank &= c.is_whitespace();
            }
        }
    }
    (first, all)
}

/// Writes a file that a spreadsheet opens without a question: UTF-8 with its mark, `;` between cells. A cell that would
/// be taken for a formula gets an apostrophe in front, so that nobody's name can run anything at the reader's.
#[must_use]
pub fn write(headings: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = head(headings);
    for row in rows {
        put_row(&mut text, row);
    }
    text.into_bytes()
}

/// The beginning of such a file: the mark and the headings. [`line`] makes the rest of one that is too long to be
/// written at once.
#[must_use]
pub fn head(headings: &[String]) -> String {
    let mut text = String::from(BOM);
    put_row(&mut text, headings);
    text
}

/// One row of such a file.
#[must_use]
pub fn line(cells: &[String]) -> String {
    let mut text = String::new();
    put_row(&mut text, cells);
    text
}

fn put_row(text: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(DELIMITER);
        }
        put_cell(text, cell);
    }
    text.push_str("\r\n");
}

fn put_cell(text: &mut String, cell: &str) {
    // NULs are no text, and a file with one would not be read again.
    let clean: String = cell.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let guard = if is_formula(&clean) { "'" } else { "" };
    let special = |c: char| c == '"' || c == ';' || c == ',' || c.is_whitespace() && c != ' ';
    let edges = clean.starts_with(' ') || clean.ends_with(' ');
    if clean.is_empty() || clean.contains(special) || edges {
        text.push('"');
        text.push_str(guard);
        text.push_str(&clean.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(guard);
        text.push_str(&clean);
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA) && !is_number(cell)
}

/// Digits with one sign in front and one point or comma inside: a balance of -150,25 stays a number.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

fn unguarded(cell: &str) -> String {
    match cell.trim_start().strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.trim().to_owned(),
        _ => cell.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, want: &[&[&str]]) {
        let table = read(text.as_bytes()).unwrap();
        let got: Vec<Vec<String>> = std::iter::once(table.headings).chain(table.rows).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn every_dialect_is_read() {
        check("a;b\n1;2\n", &[&["a", "b"], &["1", "2"]]);
        check("\u{feff}a,b\r\n1,2", &[&["a", "b"], &["1", "2"]]);
        check("a\tb\n1\t2", &[&["a", "b"], &["1", "2"]]);
        check("sep=,\r\na;x,b\r\n1,2", &[&["a;x", "b"], &["1", "2"]]);
        // A comma within the cells does not outweigh the semicolon between them.
        check(
            "ФИО;Сальдо\nИванов, И., И.;1,50\n",
            &[&["ФИО", "Сальдо"], &["Иванов, И., И.", "1,50"]],
        );
        check("\"a;b\",c\n1,2", &[&["a;b", "c"], &["1", "2"]]);
        check("a;b\n\"1 \"\"и\"\"\n2\";3", &[&["a", "b"], &["1 \"и\"\n2", "3"]]);
        check("a;b\nООО \"Вектор\";2", &[&["a", "b"], &["ООО \"Вектор\"", "2"]]);
        check(
            "\n \na;b\n\n1\n1;2;3\n;\n",
            &[&["a", "b"], &["1"], &["1", "2", "3"], &["", ""]],
        );
        check(" a ;\u{a0}b\u{a0}\n\" 1 \";2", &[&["a", "b"], &["1", "2"]]);
        check("one\n1\n2\n", &[&["one"], &["1"], &["2"]]);
        check("a;b\n1;2\n\u{1a}", &[&["a", "b"], &["1", "2"]]);
    }

    #[test]
    fn windows_1251_is_recognised() {
        let (bytes, _, _) = WINDOWS_1251.encode("Лицевой счёт;ФИО\n1;Ёлкина № 5\n");
        let table = read(&bytes).unwrap();
        assert_eq!(table.headings, ["Лицевой счёт", "ФИО"]);
        assert_eq!(table.rows, [["1", "Ёлкина № 5"]]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for empty in [&b""[..], b" \n\t\r\n", b"\xef\xbb\xbf", b"\"\"\n", b"\x1a"] {
            assert_eq!(read(empty), Err(Reason::FileEmpty), "{empty:?}");
        }
        let utf16: Vec<u8> = "Счёт".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let unreadable = [
            b"a;b\n1\0;2".to_vec(),
            b"PK\x03\x04\x14\0\x06\0".to_vec(),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            [vec![0xff, 0xfe], utf16].concat(),
            [vec![0xfe, 0xff], vec![0x30; 4]].concat(),
        ];
        for bytes in unreadable {
            assert_eq!(read(&bytes), Err(Reason::FileUnreadable), "{bytes:?}");
        }
    }

    #[test]
    fn a_written_file_opens_in_a_spreadsheet_and_runs_nothing() {
        let strings = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let bytes = write(
            &strings(&["Счёт", "Имя"]),
            &[
                strings(&["=1+1", "@sum"]),
                strings(&["-150,25", "+79161234567"]),
                strings(&["-1+2", "+7 916"]),
                strings(&["a;b", "\tx"]),
                strings(&["", "\"к\""]),
            ],
        );
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "\u{feff}Счёт;Имя\r\n'=1+1;'@sum\r\n\"-150,25\";+79161234567\r\n'-1+2;'+7 916\r\n\"a;b\";\"'\tx\"\r\n\"\";\"\"\"к\"\"\"\r\n"
        );
        for (cell, number) in [
            ("-1", true),
            ("1.5", true),
            ("-", false),
            ("1,5,5", false),
            ("+-1", false),
            ("-1e5", false),
        ] {
            assert_eq!(is_number(cell), number, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn no_file_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_text_panics(text in "[a;,\t\"'=\n\r я-]{0,60}") {
            let _ = read(text.as_bytes());
        }

        #[test]
        fn what_is_written_is_read_again(
            headings in prop::collection::vec("[а-я]{1,8}", 2..6),
            rows in prop::collection::vec(prop::collection::vec("[a-zа-я0-9;,\"=+@\n\t -]{0,12}", 2..6), 0..12),
        ) {
            let table = read(&write(&headings, &rows)).unwrap();
            prop_assert_eq!(table.headings, headings);
            // Only what surrounds a cell is lost.
            let trimmed: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            prop_assert_eq!(table.rows, trimmed);
        }

        #[test]
        fn no_written_cell_is_a_formula(cell in "\\PC{0,12}|[=+@\t\r-].{0,6}") {
            let bytes = write(std::slice::from_ref(&cell), &[]);
            let text = String::from_utf8(bytes).unwrap();
            let inside = text.strip_prefix(BOM).unwrap().to_owned();
            let inside = inside.strip_prefix('"').unwrap_or(&inside);
            prop_assert!(!inside.starts_with(FORMULA) || is_number(inside.trim_end().trim_end_matches('"')) || inside == "\r\n", "{}", text);
        }
    }
}
