//! Keyset pages and capped counts: how every list is cut.

use serde::{Deserialize, Serialize};

/// Rows of a page of a list.
pub const PAGE_SIZE: i64 = 50;
/// Counting stops here; a page then says "1000+".
pub const COUNT_CAP: i64 = 1000;

/// One page of a list. `next` is the opaque position after its last row, to be given back for the page that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; nothing on the last page.
    pub next: Option<String>,
    /// How many rows the whole list has.
    pub count: Count,
}

impl<T> Page<T> {
    /// Cuts a page out of rows of which one more than a page was asked for; `position` names the place after a row.
    pub fn cut(mut rows: Vec<T>, count: Count, position: impl FnOnce(&T) -> String) -> Self {
        let size = usize::try_from(PAGE_SIZE).unwrap_or(50);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(position) } else { None };
        Self {
            items: rows,
            next,
            count,
        }
    }
}

/// How many rows a list has, counted up to a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Exactly so many.
    Exactly(u64),
    /// More than so many; nobody counted further.
    MoreThan(u64),
}

impl Count {
    /// The count out of a query that stops one row after the cap.
    #[must_use]
    pub fn capped(counted: i64) -> Self {
        let cap = u64::try_from(COUNT_CAP).unwrap_or(1000);
        match u64::try_from(counted).unwrap_or_default() {
            n if n > cap => Self::MoreThan(cap),
            n => Self::Exactly(n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_another_follows() {
        let cut = |n: i64| Page::cut((0..n).collect(), Count::capped(n), ToString::to_string);
        assert_eq!(cut(PAGE_SIZE).next, None);
        assert_eq!(cut(PAGE_SIZE + 1).next, Some((PAGE_SIZE - 1).to_string()));
        assert_eq!(cut(0).items, Vec::<i64>::new());
        assert_eq!(Count::capped(1000), Count::Exactly(1000));
        assert_eq!(Count::capped(1001), Count::MoreThan(1000));
        assert_eq!(Count::capped(-1), Count::Exactly(0));
    }
}
