//! The list of subscribers and its search: what was typed becomes prefixes and patterns; pages are cut by account.

mod sql;

use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::subscribers::{SubscriberLine, SubscriberQuery};
use domain::{Count, Page};
use sqlx::PgConnection;

use crate::houses::{containing, words};

/// From so many letters on, names and addresses are searched anywhere within.
const LETTERS_FOR_ANYWHERE: usize = 4;

/// Whom a list shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    Active,
    Archived,
    Debtors,
}

impl Show {
    fn from_code(code: &str) -> Self {
        match code.trim() {
            "archived" => Self::Archived,
            "debtors" => Self::Debtors,
            _ => Self::Active,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Archived => "archived",
            Self::Debtors => "debtors",
        }
    }
}

/// What was typed into the search, as the database takes it. A pattern that is missing finds nothing; one word of the
/// three that is missing finds everything.
#[derive(Debug, PartialEq, Eq)]
struct Search {
    account: String,
    name: String,
    phones: [Option<String>; 2],
    anywhere: Option<[String; 3]>,
}

impl Search {
    /// Nothing where nothing was typed.
    fn parse(q: &str) -> Option<Self> {
        let folded = q.replace('\0', "").split_whitespace().collect::<Vec<_>>().join(" ");
        if folded.is_empty() {
            return None;
        }
        let name = folded.to_lowercase();
        Some(Self {
            account: folded.to_uppercase(),
            phones: phones(&folded),
            anywhere: anywhere(&name),
            name,
        })
    }
}

/// The beginnings of telephone numbers as they are kept, when something like one was typed: at least three digits.
fn phones(typed: &str) -> [Option<String>; 2] {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let like_a_phone = typed.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
    if !like_a_phone || digits.len() < 3 {
        return [None, None];
    }
    let international = Some(format!("+{digits}"));
    if typed.starts_with('+') {
        return [international, None];
    }
    let domestic = digits.strip_prefix('8').unwrap_or(&digits);
    [international, Some(format!("+7{domestic}"))]
}

/// The patterns of the three longest words. A word needs three letters for the trigram index, so the longest has them.
fn anywhere(lowered: &str) -> Option<[String; 3]> {
    let mut words = words(lowered);
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let longest = words.first().map_or(0, |word| word.chars().count());
    if letters < LETTERS_FOR_ANYWHERE || longest < 3 {
        return None;
    }
    let pattern = |at: usize| words.get(at).map_or_else(|| "%".to_owned(), |word| containing(word));
    Some([pattern(0), pattern(1), pattern(2)])
}

/// One page of the list.
pub(super) async fn page(
    conn: &mut PgConnection,
    query: &SubscriberQuery,
) -> Result<Page<SubscriberLine>, sqlx::Error> {
    let show = Show::from_code(&query.show);
    let search = Search::parse(&query.q);
    let after = query.after.replace('\0', "");
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    // The rows counted from the beginning hold the first page.
    let counted = find(conn, search.as_ref(), show, "", COUNT_CAP + 1).await?;
    let ids: Vec<i64> = if after.is_empty() {
        counted.iter().take(size + 1).copied().collect()
    } else {
        find(conn, search.as_ref(), show, &after, PAGE_SIZE + 1).await?
    };
    let lines = sql::lines(conn, &ids).await?;
    let count = Count::capped(i64::try_from(counted.len()).unwrap_or(i64::MAX));
    Ok(Page::cut(lines, count, |line| line.account.clone()))
}

async fn find(
    conn: &mut PgConnection,
    search: Option<&Search>,
    show: Show,
    after: &str,
    limit: i64,
) -> Result<Vec<i64>, sqlx::Error> {
    match (search, show) {
        (Some(search), _) => sql::find(conn, search, show.code(), after, limit).await,
        (None, Show::Debtors) => sql::debtors(conn, after, limit).await,
        (None, Show::Active) => sql::all(conn, false, after, limit).await,
        (None, Show::Archived) => sql::all(conn, true, after, limit).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(phones: [Option<&str>; 2]) -> [Option<String>; 2] {
        phones.map(|phone| phone.map(str::to_owned))
    }

    #[test]
    fn telephones_are_found_as_they_are_typed() {
        let table = [
            ("8 (916) 123", [Some("+8916123"), Some("+7916123")]),
            ("916123", [Some("+916123"), Some("+7916123")]),
            ("+375 29", [Some("+37529"), None]),
            ("7916", [Some("+7916"), Some("+77916")]),
            ("12", [None, None]),
            ("12а4", [None, None]),
        ];
        for (typed, want) in table {
            assert_eq!(phones(typed), some(want), "{typed}");
        }
    }

    #[test]
    fn short_searches_stay_with_prefixes() {
        for short in ["ива", "1 2 3 4", "а б"] {
            assert_eq!(anywhere(short), None, "{short}");
        }
        assert_eq!(
            anywhere("кв. 5, садовая 12"),
            Some(["%садовая%".into(), "%кв.%".into(), "%12%".into()])
        );
        assert_eq!(anywhere("50%_"), Some(["%50\\%\\_%".into(), "%".into(), "%".into()]));
        assert_eq!(Search::parse(" \0 "), None);
        let search = Search::parse(" а-1  Б ").unwrap();
        assert_eq!((search.account.as_str(), search.name.as_str()), ("А-1 Б", "а-1 б"));
    }
}
