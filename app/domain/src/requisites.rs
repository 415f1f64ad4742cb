//! Requisites of organisations and banks in Russia: numbers with check digits. Each function says what exactly is wrong,
//! so that a page can tell a slip of one digit from a number that is too short.

use serde::{Deserialize, Serialize};

use crate::{Reason, typed};

/// What is wrong with a requisite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// An INN has ten digits or twelve.
    InnLength,
    /// The INN's check digits do not fit the others.
    InnCheck,
    /// A KPP has nine places: four digits, two digits or Latin capitals, three digits.
    KppFormat,
    /// Entrepreneurs (an INN of twelve digits) have no KPP.
    KppOfEntrepreneur,
    /// An OGRN has thirteen digits, an OGRNIP fifteen.
    OgrnLength,
    /// The OGRN's check digit does not fit the others.
    OgrnCheck,
    /// An organisation's INN with an entrepreneur's OGRNIP, or the other way round.
    OgrnOfOtherKind,
    /// A BIC has nine digits and begins with 04.
    BicFormat,
    /// An account has twenty digits.
    AccountLength,
    /// The account's key does not fit the bank's BIC.
    AccountCheck,
    /// A correspondent account begins with 301 and ends with the last three digits of the BIC.
    CorrespondentFormat,
    /// Not the address of a site.
    Site,
}

impl Wrong {
    /// Everything that can be wrong.
    pub const ALL: [Self; 12] = [
        Self::InnLength,
        Self::InnCheck,
        Self::KppFormat,
        Self::KppOfEntrepreneur,
        Self::OgrnLength,
        Self::OgrnCheck,
        Self::OgrnOfOtherKind,
        Self::BicFormat,
        Self::AccountLength,
        Self::AccountCheck,
        Self::CorrespondentFormat,
        Self::Site,
    ];
}

impl From<Wrong> for Reason {
    fn from(why: Wrong) -> Self {
        Self::Requisite { why }
    }
}

/// The digits of a number, spaces dropped. Nothing where anything else stands among them.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(10))
        .collect()
}

fn as_text(digits: &[u32]) -> String {
    digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect()
}

/// Reads a number of digits that may be missing. `wrong` is said of what is no number.
fn optional<T>(
    typed: &str,
    wrong: Wrong,
    read: impl FnOnce(Vec<u32>) -> Result<T, Wrong>,
) -> Result<Option<T>, Reason> {
    let Some(text) = typed::optional_text(typed, 40)? else {
        return Ok(None);
    };
    let digits = digits(&text).ok_or(wrong)?;
    Ok(Some(read(digits)?))
}

/// An INN: ten digits of an organisation or twelve of a person, with their check digits (order of the Federal Tax
/// Service of 29.06.2012 № ММВ-7-6/435@).
///
/// # Errors
/// `Requisite` with what is wrong.
pub fn inn(typed: &str) -> Result<Option<String>, Reason> {
    optional(typed, Wrong::InnLength, |digits| {
        let check = |weights: &[u32]| digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % 11 % 10;
        let holds = match digits.as_slice() {
            [.., tenth] if digits.len() == 10 => check(&[2, 4, 10, 3, 5, 9, 4, 6, 8]) == *tenth,
            [.., eleventh, twelfth] if digits.len() == 12 => {
                check(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == *eleventh
                    && check(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == *twelfth
            }
            _ => return Err(Wrong::InnLength),
        };
        if holds {
            Ok(as_text(&digits))
        } else {
            Err(Wrong::InnCheck)
        }
    })
}

/// A KPP: the tax office, why it registered the organisation (digits or Latin capitals), a number (the same order).
///
/// # Errors
/// `Requisite` with what is wrong.
pub fn kpp(typed: &str) -> Result<Option<String>, Reason> {
    let Some(text) = typed::optional_text(typed, 40)? else {
        return Ok(None);
    };
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = |(at, c): (usize, char)| c.is_ascii_digit() || ((at == 4 || at == 5) && c.is_ascii_uppercase());
    if plain.len() == 9 && plain.chars().enumerate().all(fits) {
        Ok(Some(plain))
    } else {
        Err(Wrong::KppFormat.into())
    }
}

/// An OGRN of thirteen digits or an OGRNIP of fifteen: the last one is the rest of the others by 11 or 13, its last
/// digit (order of the Ministry of Finance of 30.10.2017 № 165н).
///
/// # Errors
/// `Requisite` with what is wrong.
pub fn ogrn(typed: &str) -> Result<Option<String>, Reason> {
    optional(typed, Wrong::OgrnLength, |digits| {
        let by = match digits.len() {
            13 => 11,
            15 => 13,
            _ => return Err(Wrong::OgrnLength),
        };
        let Some((last, others)) = digits.split_last() else {
            return Err(Wrong::OgrnLength);
        };
        let rest = others.iter().fold(0, |rest, digit| (rest * 10 + digit) % by);
        if rest % 10 == *last {
            Ok(as_text(&digits))
        } else {
            Err(Wrong::OgrnCheck)
        }
    })
}

/// A BIC (БИК) of a bank in Russia: nine digits, of which the first two are 04.
///
/// # Errors
/// `Required`; `Requisite` with what is wrong.
pub fn bic(typed: &str) -> Result<String, Reason> {
    let read = |digits: Vec<u32>| match digits.as_slice() {
        [0, 4, ..] if digits.len() == 9 => Ok(as_text(&digits)),
        _ => Err(Wrong::BicFormat),
    };
    optional(typed, Wrong::BicFormat, read)?.ok_or(Reason::Required)
}

/// An account of twenty digits at the bank of a BIC that [`bic`] has read, with its key (Bank of Russia's order of
/// reckoning it, 08.09.1997 № 515).
///
/// # Errors
/// `Required`; `Requisite` with what is wrong.
pub fn account(typed: &str, bic: &str) -> Result<String, Reason> {
    let read = |account: Vec<u32>| {
        if account.len() != 20 {
            return Err(Wrong::AccountLength);
        }
        let bic = digits(bic).ok_or(Wrong::BicFormat)?;
        // Settlement centres of the Bank of Russia itself keep accounts by their own region.
        let region = matches!(bic.get(6..), Some([0, 0, 0..=2]));
        if key_holds(&prefix(&bic, region), &account) {
            Ok(as_text(&account))
        } else {
            Err(Wrong::AccountCheck)
        }
    };
    optional(typed, Wrong::AccountLength, read)?.ok_or(Reason::Required)
}

/// The correspondent account of the bank of a BIC that [`bic`] has read, with its key.
///
/// # Errors
/// `Requisite` with what is wrong.
pub fn correspondent(typed: &str, bic: &str) -> Result<Option<String>, Reason> {
    optional(typed, Wrong::AccountLength, |account| {
        if account.len() != 20 {
            return Err(Wrong::AccountLength);
        }
        let bic = digits(bic).ok_or(Wrong::BicFormat)?;
        if !account.starts_with(&[3, 0, 1]) || account.get(17..) != bic.get(6..) {
            return Err(Wrong::CorrespondentFormat);
        }
        if key_holds(&prefix(&bic, true), &account) {
            Ok(as_text(&account))
        } else {
            Err(Wrong::AccountCheck)
        }
    })
}

/// What stands before an account when its key is reckoned: the last three digits of the BIC, or for the Bank of
/// Russia's own accounts a zero and the digits of its region.
fn prefix(bic: &[u32], region: bool) -> Vec<u32> {
    let part = if region { bic.get(4..6) } else { bic.get(6..9) };
    let zero: &[u32] = if region { &[0] } else { &[] };
    [zero, part.unwrap_or_default()].concat()
}

/// The last digits of the products with 7, 1 and 3 in turn add up to a round number.
fn key_holds(prefix: &[u32], account: &[u32]) -> bool {
    let sum: u32 = prefix
        .iter()
        .chain(account)
        .zip([7, 1, 3].iter().cycle())
        .map(|(digit, weight)| digit * weight % 10)
        .sum();
    sum.is_multiple_of(10)
}

/// A site as people give it: without its scheme and the slash at its end.
///
/// # Errors
/// `TooLong`, `BadCharacters`; `Requisite` with what is wrong.
pub fn site(typed: &str) -> Result<Option<String>, Reason> {
    let Some(text) = typed::optional_text(typed, 200)? else {
        return Ok(None);
    };
    let plain = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(&text)
        .trim_end_matches('/');
    let host = plain.split('/').next().unwrap_or_default();
    let label = |part: &str| {
        let good = |c: char| c.is_alphanumeric() || c == '-';
        !part.is_empty() && part.chars().all(good) && !part.starts_with('-') && !part.ends_with('-')
    };
    let strange = |c: char| c.is_whitespace() || "\"<>\\^`{|}".contains(c);
    if host.contains('.') && host.split('.').all(label) && !plain.contains(strange) {
        Ok(Some(plain.to_owned()))
    } else {
        Err(Wrong::Site.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SBER_INN: &str = "7707083893";
    const SBER_KPP: &str = "773601001";
    const SBER_OGRN: &str = "1027700132195";
    const SBER_BIC: &str = "044525225";
    const SBER_CORRESPONDENT: &str = "30101810400000000225";

    fn wrong<T>(why: Wrong) -> Result<T, Reason> {
        Err(Reason::Requisite { why })
    }

    #[test]
    fn golden_values_hold() {
        assert_eq!(inn(SBER_INN), Ok(Some(SBER_INN.into())));
        assert_eq!(inn(" 7707 083893 "), Ok(Some(SBER_INN.into())));
        assert_eq!(inn("500100732259"), Ok(Some("500100732259".into())));
        assert_eq!(kpp(SBER_KPP), Ok(Some(SBER_KPP.into())));
        assert_eq!(kpp("7736AZ001"), Ok(Some("7736AZ001".into())));
        assert_eq!(ogrn(SBER_OGRN), Ok(Some(SBER_OGRN.into())));
        assert_eq!(ogrn("304500116000157"), Ok(Some("304500116000157".into())));
        assert_eq!(bic(SBER_BIC), Ok(SBER_BIC.into()));
        assert_eq!(
            correspondent(SBER_CORRESPONDENT, SBER_BIC),
            Ok(Some(SBER_CORRESPONDENT.into()))
        );
        for nothing in [inn(" "), kpp(""), ogrn("\t"), correspondent("", SBER_BIC), site(" ")] {
            assert_eq!(nothing, Ok(None));
        }
        assert_eq!(bic(""), Err(Reason::Required));
        assert_eq!(account("", SBER_BIC), Err(Reason::Required));
    }

    #[test]
    fn each_slip_has_its_own_name() {
        for (typed, why) in [
            ("770708389", Wrong::InnLength),
            ("77070838x3", Wrong::InnLength),
            ("77070838930", Wrong::InnLength),
            ("7707083894", Wrong::InnCheck),
            ("500100732258", Wrong::InnCheck),
            ("500100732269", Wrong::InnCheck),
        ] {
            assert_eq!(inn(typed), wrong(why), "{typed}");
        }
        for typed in ["77360100", "7736010011", "A73601001", "7736аб001", "7736ab001"] {
            assert_eq!(kpp(typed), wrong(Wrong::KppFormat), "{typed}");
        }
        for (typed, why) in [
            ("102770013219", Wrong::OgrnLength),
            ("1027700132196", Wrong::OgrnCheck),
            ("304500116000158", Wrong::OgrnCheck),
        ] {
            assert_eq!(ogrn(typed), wrong(why), "{typed}");
        }
        for typed in ["04452522", "144525225", "0445252255", "04452522a"] {
            assert_eq!(bic(typed), wrong(Wrong::BicFormat), "{typed}");
        }
        for (typed, why) in [
            ("3010181040000000022", Wrong::AccountLength),
            ("40702810400000000225", Wrong::CorrespondentFormat),
            ("30101810400000000226", Wrong::CorrespondentFormat),
            ("30101810500000000225", Wrong::AccountCheck),
        ] {
            assert_eq!(correspondent(typed, SBER_BIC), wrong(why), "{typed}");
        }
        assert_eq!(account("1", SBER_BIC), wrong(Wrong::AccountLength));
    }

    #[test]
    fn a_settlement_centre_goes_by_its_region() {
        let keyed = |prefix: &str| {
            (0..10)
                .map(|key| format!("40501810{key}00000000001"))
                .find(|number| key_holds(&digits(prefix).unwrap(), &digits(number).unwrap()))
                .unwrap()
        };
        let number = keyed("025");
        assert_eq!(account(&number, "044525000"), Ok(number.clone()));
        assert_eq!(account(&number, SBER_BIC), wrong(Wrong::AccountCheck));
    }

    #[test]
    fn sites_are_kept_without_their_scheme() {
        for (typed, want) in [
            ("https://romashka.ru/", "romashka.ru"),
            ("http://жкх.рф/оплата", "жкх.рф/оплата"),
            ("www.a-b.ru", "www.a-b.ru"),
        ] {
            assert_eq!(site(typed), Ok(Some(want.into())));
        }
        for bad in [
            "romashka",
            "-a.ru",
            "a b.ru",
            "javascript:alert(1)",
            "a..ru",
            "a.ru/\"x",
        ] {
            assert_eq!(site(bad), wrong(Wrong::Site), "{bad}");
        }
    }

    proptest! {
        /// Of the ten possible check digits exactly one is taken.
        #[test]
        fn one_check_digit_of_an_inn_fits(head in "[0-9]{9}") {
            let taken = (0..10).filter(|digit| inn(&format!("{head}{digit}")).is_ok()).count();
            prop_assert_eq!(taken, 1);
        }

        /// A slip in any one digit of an OGRN but the last is seen unless it moves the rest by ten.
        #[test]
        fn one_check_digit_of_an_ogrn_fits(head in "[1-5][0-9]{11}") {
            let taken = (0..10).filter(|digit| ogrn(&format!("{head}{digit}")).is_ok()).count();
            prop_assert_eq!(taken, 1);
        }

        /// Every account has one key that fits, and a slip in any one digit does not.
        #[test]
        fn a_slip_in_an_account_is_seen(head in "[0-9]{8}", tail in "[0-9]{11}", at in 0usize..20, by in 1u32..10) {
            let fitting: Vec<String> = (0..10)
                .map(|key| format!("{head}{key}{tail}"))
                .filter(|number| account(number, SBER_BIC).is_ok())
                .collect();
            prop_assert_eq!(fitting.len(), 1);
            let mut slip = digits(&fitting[0]).unwrap();
            slip[at] = (slip[at] + by) % 10;
            prop_assert_eq!(account(&as_text(&slip), SBER_BIC), wrong(Wrong::AccountCheck));
        }

        /// Nothing that is typed brings the functions down.
        #[test]
        fn anything_may_be_typed(text in ".{0,50}", bank in ".{0,12}") {
            let _ = (inn(&text), kpp(&text), ogrn(&text), bic(&text), site(&text));
            let _ = (account(&text, &bank), correspondent(&text, &bank));
        }
    }
}
