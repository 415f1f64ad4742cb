//! Reading what people type: text, numbers, dates. Each function gives a value or the reason to say beside the field.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::Reason;

/// Text with its ends trimmed and inner runs of white space folded; refused when empty or longer than `max` characters.
///
/// # Errors
/// `Required`, `TooLong`, `BadCharacters` (control characters).
pub fn text(typed: &str, max: u32) -> Result<String, Reason> {
    optional_text(typed, max)?.ok_or(Reason::Required)
}

/// The same where nothing may stand.
///
/// # Errors
/// `TooLong`, `BadCharacters`.
pub fn optional_text(typed: &str, max: u32) -> Result<Option<String>, Reason> {
    if typed.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(Reason::BadCharacters);
    }
    let folded = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.is_empty() {
        return Ok(None);
    }
    if folded.chars().count() > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Reason::TooLong { max });
    }
    Ok(Some(folded))
}

/// A note of several lines: ends trimmed, lines kept.
///
/// # Errors
/// `TooLong`, `BadCharacters`.
pub fn note(typed: &str, max: u32) -> Result<Option<String>, Reason> {
    if typed.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(Reason::BadCharacters);
    }
    let trimmed = typed.trim().replace("\r\n", "\n");
    if trimmed.is_empty() {
        return Ok(None);
    }
    if trimmed.chars().count() > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Reason::TooLong { max });
    }
    Ok(Some(trimmed))
}

/// A number with a comma or a point; spaces of any width group digits; a typographic minus is a minus.
///
/// # Errors
/// `Required`, `NotANumber`, `TooLarge`.
pub fn number(typed: &str) -> Result<Decimal, Reason> {
    let mut plain = String::with_capacity(typed.len());
    for c in typed.trim().chars() {
        match c {
            c if c.is_whitespace() => {}
            ',' => plain.push('.'),
            '\u{2212}' | '\u{2013}' => plain.push('-'),
            '0'..='9' | '.' | '-' | '+' => plain.push(c),
            _ => return Err(Reason::NotANumber),
        }
    }
    if plain.is_empty() {
        return Err(Reason::Required);
    }
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        return Err(Reason::NotANumber);
    }
    plain.parse::<Decimal>().map_err(|_| {
        if digits > 27 {
            Reason::TooLarge
        } else {
            Reason::NotANumber
        }
    })
}

/// A number that is not negative, with at most `places` places and not above `max`.
///
/// # Errors
/// As [`number`], and `Negative`, `TooPrecise`, `TooLarge`.
pub fn quantity(typed: &str, places: u32, max: Decimal) -> Result<Decimal, Reason> {
    let value = number(typed)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(Reason::Negative);
    }
    if value > max {
        return Err(Reason::TooLarge);
    }
    if value.normalize().scale() > places {
        return Err(Reason::TooPrecise { places });
    }
    Ok(value)
}

/// A date as browsers send it (`2026-11-22`) or as people type it (`22.11.2026`). Years outside 1990..=2100 are slips.
///
/// # Errors
/// `Required`, `NotADate`, `DateOutOfRange`.
pub fn date(typed: &str) -> Result<NaiveDate, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Reason::Required);
    }
    let date = ["%Y-%m-%d", "%d.%m.%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(typed, format).ok())
        .ok_or(Reason::NotADate)?;
    let year = chrono::Datelike::year(&date);
    if !(1990..=2100).contains(&year) {
        return Err(Reason::DateOutOfRange);
    }
    Ok(date)
}

/// The same where nothing may stand.
///
/// # Errors
/// `NotADate`, `DateOutOfRange`.
pub fn optional_date(typed: &str) -> Result<Option<NaiveDate>, Reason> {
    if typed.trim().is_empty() {
        Ok(None)
    } else {
        date(typed).map(Some)
    }
}

/// An e-mail address, lowered: one `@`, no spaces, a dot or `localhost` after it. Only a letter proves more.
///
/// # Errors
/// `Required`, `TooLong`, `NotAnEmail`.
pub fn email(typed: &str) -> Result<String, Reason> {
    let email = typed.trim().to_lowercase();
    if email.is_empty() {
        return Err(Reason::Required);
    }
    if email.chars().count() > 254 {
        return Err(Reason::TooLong { max: 254 });
    }
    let (local, host) = email.split_once('@').ok_or(Reason::NotAnEmail)?;
    let allowed = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let label = |l: &str| {
        !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-') && !l.starts_with('-') && !l.ends_with('-')
    };
    let host_is_good = host.split('.').all(label) && (host.contains('.') || host == "localhost");
    let local_is_good = !local.is_empty()
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    if local_is_good && host_is_good {
        Ok(email)
    } else {
        Err(Reason::NotAnEmail)
    }
}

/// The same where nothing may stand.
///
/// # Errors
/// `TooLong`, `NotAnEmail`.
pub fn optional_email(typed: &str) -> Result<Option<String>, Reason> {
    if typed.trim().is_empty() {
        Ok(None)
    } else {
        email(typed).map(Some)
    }
}

/// A telephone number as `+79161234567`: punctuation is dropped, a Russian `8` in front of ten digits becomes `+7`.
///
/// # Errors
/// `NotAPhone`.
pub fn optional_phone(typed: &str) -> Result<Option<String>, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let plus = typed.starts_with('+');
    let mut digits = String::new();
    for (at, c) in typed.chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if at == 0 => {}
            ' ' | '(' | ')' | '-' | '.' | '\u{a0}' | '\u{2011}' | '\u{2013}' => {}
            _ => return Err(Reason::NotAPhone),
        }
    }
    if !plus {
        digits = match (digits.len(), digits.strip_prefix('8')) {
            (11, Some(rest)) => format!("7{rest}"),
            (10, _) => format!("7{digits}"),
            _ => digits,
        };
    }
    if (8..=15).contains(&digits.len()) && !digits.starts_with('0') {
        Ok(Some(format!("+{digits}")))
    } else {
        Err(Reason::NotAPhone)
    }
}

/// A checkbox as a form sends it: present and not `false`.
#[must_use]
pub fn ticked(typed: &str) -> bool {
    matches!(typed.trim(), "on" | "true" | "1" | "yes")
}

/// The identifier of an object as it stands in an address or a hidden field.
///
/// # Errors
/// `Required`, `Unknown`.
pub fn id(typed: &str) -> Result<i64, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Reason::Required);
    }
    typed.parse().ok().filter(|id| *id > 0).ok_or(Reason::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_folded_and_limited() {
        assert_eq!(text("  Иванов \t Иван ", 40), Ok("Иванов Иван".into()));
        assert_eq!(text(" \n ", 40), Err(Reason::Required));
        assert_eq!(text("ааааа", 4), Err(Reason::TooLong { max: 4 }));
        assert_eq!(text("a\u{0}b", 40), Err(Reason::BadCharacters));
        assert_eq!(note(" a\r\nb ", 40), Ok(Some("a\nb".into())));
        assert_eq!(note("", 40), Ok(None));
        assert_eq!(note("\u{1}", 40), Err(Reason::BadCharacters));
        assert_eq!(note("abc", 2), Err(Reason::TooLong { max: 2 }));
    }

    #[test]
    fn dates_come_in_two_shapes() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 28);
        assert_eq!(date("2026-02-28").ok(), day);
        assert_eq!(date("28.02.2026").ok(), day);
        assert_eq!(date("29.02.2026"), Err(Reason::NotADate));
        assert_eq!(date("01.01.0026"), Err(Reason::DateOutOfRange));
        assert_eq!(date(""), Err(Reason::Required));
        assert_eq!(optional_date(" "), Ok(None));
    }

    #[test]
    fn numbers_are_read_as_typed() {
        assert_eq!(number("1 000,25").unwrap().to_string(), "1000.25");
        assert_eq!(number("x"), Err(Reason::NotANumber));
        assert_eq!(number("-"), Err(Reason::NotANumber));
        assert_eq!(
            quantity("1,1234", 3, Decimal::TEN),
            Err(Reason::TooPrecise { places: 3 })
        );
        assert_eq!(quantity("11", 3, Decimal::TEN), Err(Reason::TooLarge));
        assert_eq!(quantity("-1", 3, Decimal::TEN), Err(Reason::Negative));
        assert_eq!(quantity("1,500", 1, Decimal::TEN).unwrap().to_string(), "1.500");
    }

    #[test]
    fn emails_and_phones() {
        for good in ["a@b.ru", "Anna.P+1@mail.example.com", "root@localhost", "анна@почта.рф"] {
            assert_eq!(email(good), Ok(good.to_lowercase()), "{good}");
        }
        for bad in [
            "a",
            "a@",
            "@b.ru",
            "a@b",
            "a b@c.ru",
            "a@b..ru",
            ".a@b.ru",
            "a..b@c.ru",
            "a@-b.ru",
            "a@b@c.ru",
        ] {
            assert_eq!(email(bad), Err(Reason::NotAnEmail), "{bad}");
        }
        assert_eq!(email(""), Err(Reason::Required));
        assert_eq!(
            email(&format!("{}@b.ru", "a".repeat(260))),
            Err(Reason::TooLong { max: 254 })
        );
        assert_eq!(optional_email(""), Ok(None));
        let phones = [
            ("8 (916) 123-45-67", Some("+79161234567")),
            ("916 123 45 67", Some("+79161234567")),
            ("+7 916 123-45-67", Some("+79161234567")),
            ("+375 29 123 45 67", Some("+375291234567")),
            ("", None),
        ];
        for (typed, want) in phones {
            assert_eq!(optional_phone(typed), Ok(want.map(str::to_owned)), "{typed}");
        }
        for bad in ["123", "+0123456789", "call me", "8+9161234567"] {
            assert_eq!(optional_phone(bad), Err(Reason::NotAPhone), "{bad}");
        }
    }

    #[test]
    fn ids_and_ticks() {
        assert_eq!(id("12"), Ok(12));
        assert_eq!(id(""), Err(Reason::Required));
        for bad in ["0", "-1", "x", "9999999999999999999999"] {
            assert_eq!(id(bad), Err(Reason::Unknown));
        }
        assert!(ticked("on") && !ticked("") && !ticked("false"));
    }
}
