//! The languages of the product and their plural rules.

use serde::{Deserialize, Serialize};

/// A language in which the product speaks. Russian is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which a person is offered them.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// The BCP 47 tag: what stands in `<html lang>`, in the cookie and in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language of a tag, of `ru-RU` as well as of `ru`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "ru" => Some(Self::Ru),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that the product speaks; weights are honoured by order only,
    /// as browsers send them sorted.
    #[must_use]
    pub fn from_accept(header: &str) -> Option<Self> {
        header
            .split(',')
            .find_map(|part| Self::from_tag(part.split(';').next()?))
    }

    /// Chooses the form of a noun for a number by the CLDR cardinal rules of integers.
    /// `forms` are one, few, many: «квитанция, квитанции, квитанций»; English uses the first and the last.
    #[must_use]
    pub fn plural(self, n: u64, forms: [&str; 3]) -> &str {
        let [one, few, many] = forms;
        match self {
            Self::En if n == 1 => one,
            Self::En => many,
            Self::Ru => match (n % 10, n % 100) {
                (1, tail) if tail != 11 => one,
                (2..=4, tail) if !(12..=14).contains(&tail) => few,
                _ => many,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, En, Ru};

    #[test]
    fn plurals_follow_cldr() {
        let forms = ["one", "few", "many"];
        let table = [
            (0, "many"),
            (1, "one"),
            (2, "few"),
            (4, "few"),
            (5, "many"),
            (11, "many"),
            (12, "many"),
            (14, "many"),
            (21, "one"),
            (22, "few"),
            (25, "many"),
            (111, "many"),
            (112, "many"),
            (101, "one"),
            (1004, "few"),
        ];
        for (n, want) in table {
            assert_eq!(Ru.plural(n, forms), want, "{n}");
        }
        for (n, want) in [(0, "many"), (1, "one"), (2, "many"), (21, "many")] {
            assert_eq!(En.plural(n, forms), want, "{n}");
        }
    }

    #[test]
    fn a_language_is_found_in_a_header() {
        assert_eq!(Language::from_accept("de-DE,de;q=0.9,en;q=0.8,ru;q=0.5"), Some(En));
        assert_eq!(Language::from_accept("ru-RU"), Some(Ru));
        assert_eq!(Language::from_accept("fr"), None);
        assert_eq!(Language::from_accept(""), None);
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }
}
