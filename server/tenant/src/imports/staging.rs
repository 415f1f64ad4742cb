//! A table on its way into the database: every row is read by `domain`, and what can't be kept is cleaned off.

use chrono::NaiveDate;
use domain::imports::{Column, Table, check_table, parse_row};
use domain::{Failure, Month, Reason};
use serde_json::{Value, json};

use super::{MAX_MB, MAX_ROWS};

/// So many rows go to the database, or are read, at a time.
pub(super) const SLICE: usize = 5_000;

/// A file with its rows, ready to be kept.
pub(super) struct File {
    pub name: String,
    pub headings: Value,
    pub unknown_headings: Value,
    pub rows: Vec<Staged>,
}

/// A row, ready to be kept.
pub(super) struct Staged {
    pub line: i32,
    pub cells: Value,
    pub parsed: Option<Value>,
    pub errors: Value,
}

/// Reads all rows; services run from the first day of the current month where a row does not say.
pub(super) async fn read(table: &Table, file_name: &str, today: NaiveDate) -> Result<File, Failure> {
    let known = check_table(table)?;
    let default_from = Month::of(today).first_day();
    let filled = table.rows.iter().filter(|row| has_text(row)).count();
    if filled == 0 {
        return Err(Failure::field("file", Reason::FileEmpty));
    }
    // Line numbers are kept as 32-bit numbers; blank rows count as lines too.
    let lines = i32::try_from(table.rows.len()).unwrap_or(i32::MAX);
    if filled > MAX_ROWS || lines == i32::MAX {
        return Err(Failure::field("file", Reason::FileTooLarge { max_mb: MAX_MB }));
    }
    let mut rows = Vec::with_capacity(filled);
    for (line, cells) in (2_i32..).zip(&table.rows) {
        if has_text(cells) {
            rows.push(stage(&known, line, cells, default_from));
        }
        // Reading takes a while; others on this thread get their turn.
        if rows.len() % 500 == 0 {
            tokio::task::yield_now().await;
        }
    }
    let unknown: Vec<String> = table
        .headings
        .iter()
        .enumerate()
        .filter(|(at, heading)| !heading.trim().is_empty() && !known.iter().any(|(column, _)| column == at))
        .map(|(_, heading)| clean(heading))
        .collect();
    Ok(File {
        name: name(file_name),
        headings: json!(table.headings.iter().map(|heading| clean(heading)).collect::<Vec<_>>()),
        unknown_headings: json!(unknown),
        rows,
    })
}

fn stage(known: &[(usize, Column)], line: i32, cells: &[String], default_from: NaiveDate) -> Staged {
    let cells: Vec<String> = cells.iter().map(|cell| clean(cell)).collect();
    let (parsed, errors) = match parse_row(known, &cells, default_from) {
        Ok(row) => (Some(json!(row)), json!([])),
        Err(fields) => (None, json!(fields.iter().collect::<Vec<_>>())),
    };
    Staged {
        line,
        cells: json!(cells),
        parsed,
        errors,
    }
}

fn has_text(cells: &[String]) -> bool {
    cells.iter().any(|cell| !cell.trim().is_empty())
}

/// The database keeps no NUL, in text as in JSON.
fn clean(text: &str) -> String {
    text.replace('\0', "")
}

/// A file's name without what a name should not hold; it is shown, never opened.
fn name(typed: &str) -> String {
    let name: String = typed
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned();
    if name.is_empty() { "—".to_owned() } else { name }
}

/// By what a person recognises a row: the account and the name as they stand in the file.
pub(super) fn label(known: &[(usize, Column)], cells: &[String]) -> String {
    let cell = |wanted: Column| {
        known
            .iter()
            .find(|(_, column)| *column == wanted)
            .and_then(|(at, _)| cells.get(*at))
            .map_or("", |cell| cell.trim())
    };
    format!("{} {}", cell(Column::Account), cell(Column::Name))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_labels() {
        assert_eq!(name(" список\0\n.csv "), "список.csv");
        assert_eq!(name("\u{7}"), "—");
        assert_eq!(name(&"я".repeat(300)).chars().count(), 200);
        let known = [(1, Column::Account), (0, Column::Name)];
        assert_eq!(label(&known, &["Иванов".into(), " 12 ".into()]), "12 Иванов");
        assert_eq!(label(&known, &["Иванов".into()]), "Иванов");
    }
}
