//! A sum in words, as it stands on a cash receipt: «Одна тысяча двести тридцать четыре рубля 05 копеек».

use super::{Currency, Money};
use crate::Language;

/// A noun after one, after two to four, after five; and whether it is feminine.
type Noun = ([&'static str; 3], bool);

const THOUSANDS: [Noun; 4] = [
    (["тысяча", "тысячи", "тысяч"], true),
    (["миллион", "миллиона", "миллионов"], false),
    (["миллиард", "миллиарда", "миллиардов"], false),
    (["триллион", "триллиона", "триллионов"], false),
];

const UNITS: [&str; 20] = [
    "",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
];
const HUNDREDS: [&str; 10] = [
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
];

impl Money {
    /// The sum in Russian words: the whole part in words with a capital, the hundredth part in two digits; both nouns
    /// agree with their numbers. What is less than nothing begins with «Минус».
    #[must_use]
    pub fn in_words(self, currency: Currency) -> String {
        let ((whole_noun, feminine), cent_noun) = nouns(currency);
        let kopecks = self.kopecks().unsigned_abs();
        let (whole, cents) = (kopecks / 100, kopecks % 100);
        let mut words: Vec<&str> = Vec::new();
        if self.is_negative() {
            words.push("минус");
        }
        if whole == 0 {
            words.push("ноль");
        }
        let mut scale = THOUSANDS.len();
        loop {
            let group = whole / 1000_u128.pow(u32::try_from(scale).unwrap_or(0)) % 1000;
            if let Some((forms, feminine)) = scale.checked_sub(1).and_then(|at| THOUSANDS.get(at)) {
                if group > 0 {
                    push_group(&mut words, group, *feminine);
                    words.push(form(group, *forms));
                }
            } else {
                push_group(&mut words, group, feminine);
                words.push(form(whole, whole_noun));
                break;
            }
            scale -= 1;
        }
        let mut text = words.join(" ");
        if let Some(first) = text.chars().next() {
            text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        format!("{text} {cents:02} {}", form(cents, cent_noun))
    }
}

/// The words of a number below a thousand.
fn push_group(words: &mut Vec<&'static str>, group: u128, feminine: bool) {
    let digit = |n: u128| usize::try_from(n).unwrap_or(0);
    let (hundreds, rest) = (digit(group / 100), digit(group % 100));
    let (tens, units) = if rest < UNITS.len() {
        (0, rest)
    } else {
        (rest / 10, rest % 10)
    };
    let unit = match (feminine, units) {
        (true, 1) => "одна",
        (true, 2) => "две",
        _ => UNITS.get(units).copied().unwrap_or_default(),
    };
    let parts = [HUNDREDS.get(hundreds), TENS.get(tens)];
    words.extend(
        parts
            .into_iter()
            .flatten()
            .copied()
            .chain([unit])
            .filter(|word| !word.is_empty()),
    );
}

fn form(n: u128, forms: [&'static str; 3]) -> &'static str {
    Language::Ru.plural(u64::try_from(n % 1_000_000).unwrap_or(0), forms)
}

/// The currency's noun, and that of its hundredth part.
const fn nouns(currency: Currency) -> (Noun, [&'static str; 3]) {
    match currency {
        Currency::Rub | Currency::Byn => ((["рубль", "рубля", "рублей"], false), ["копейка", "копейки", "копеек"]),
        Currency::Kzt => ((["тенге", "тенге", "тенге"], false), ["тиын", "тиына", "тиынов"]),
        Currency::Eur => ((["евро", "евро", "евро"], false), ["цент", "цента", "центов"]),
        Currency::Usd => ((["доллар", "доллара", "долларов"], false), ["цент", "цента", "центов"]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sums_are_written_as_people_say_them() {
        for (kopecks, words) in [
            (0, "Ноль рублей 00 копеек"),
            (1, "Ноль рублей 01 копейка"),
            (100, "Один рубль 00 копеек"),
            (222, "Два рубля 22 копейки"),
            (1_112, "Одиннадцать рублей 12 копеек"),
            (2_100, "Двадцать один рубль 00 копеек"),
            (100_000, "Одна тысяча рублей 00 копеек"),
            (123_405, "Одна тысяча двести тридцать четыре рубля 05 копеек"),
            (200_200, "Две тысячи два рубля 00 копеек"),
            (1_101_100, "Одиннадцать тысяч одиннадцать рублей 00 копеек"),
            (100_000_000, "Один миллион рублей 00 копеек"),
            (200_000_100, "Два миллиона один рубль 00 копеек"),
            (100_000_000_000_000, "Один триллион рублей 00 копеек"),
            (-150, "Минус один рубль 50 копеек"),
        ] {
            assert_eq!(Money::from_kopecks(kopecks).in_words(Currency::Rub), words);
        }
        let sum = Money::from_kopecks(221);
        for (currency, words) in [
            (Currency::Byn, "Два рубля 21 копейка"),
            (Currency::Kzt, "Два тенге 21 тиын"),
            (Currency::Eur, "Два евро 21 цент"),
            (Currency::Usd, "Два доллара 21 цент"),
        ] {
            assert_eq!(sum.in_words(currency), words);
        }
    }

    /// Reads the words back: written apart from the code above, word by word.
    fn read(text: &str) -> (u128, String, u128, String) {
        let numbers = [
            ("ноль", 0),
            ("один", 1),
            ("одна", 1),
            ("два", 2),
            ("две", 2),
            ("три", 3),
            ("четыре", 4),
            ("пять", 5),
            ("шесть", 6),
            ("семь", 7),
            ("восемь", 8),
            ("девять", 9),
            ("десять", 10),
            ("одиннадцать", 11),
            ("двенадцать", 12),
            ("тринадцать", 13),
            ("четырнадцать", 14),
            ("пятнадцать", 15),
            ("шестнадцать", 16),
            ("семнадцать", 17),
            ("восемнадцать", 18),
            ("девятнадцать", 19),
            ("двадцать", 20),
            ("тридцать", 30),
            ("сорок", 40),
            ("пятьдесят", 50),
            ("шестьдесят", 60),
            ("семьдесят", 70),
            ("восемьдесят", 80),
            ("девяносто", 90),
            ("сто", 100),
            ("двести", 200),
            ("триста", 300),
            ("четыреста", 400),
            ("пятьсот", 500),
            ("шестьсот", 600),
            ("семьсот", 700),
            ("восемьсот", 800),
            ("девятьсот", 900),
        ];
        let scales = [
            ("тысяч", 1_000),
            ("миллион", 1_000_000),
            ("миллиард", 1_000_000_000),
            ("триллион", 1_000_000_000_000),
        ];
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(' ').collect();
        let [rest @ .., noun, cents, cent] = words.as_slice() else {
            panic!("{text}")
        };
        let (mut all, mut group) = (0_u128, 0_u128);
        for word in rest {
            if let Some((_, n)) = numbers.iter().find(|(known, _)| known == word) {
                group += n;
            } else if let Some((_, scale)) = scales.iter().rev().find(|(start, _)| word.starts_with(start)) {
                all += group * scale;
                group = 0;
            } else {
                panic!("{word} in {text}");
            }
        }
        (
            all + group,
            (*noun).to_owned(),
            cents.parse().unwrap(),
            (*cent).to_owned(),
        )
    }

    /// The form of a noun, said otherwise than by `Language::plural`.
    fn agrees(n: u128, forms: [&str; 3]) -> &str {
        let last = n % 10;
        if (11..=19).contains(&(n % 100)) || last == 0 || last >= 5 {
            forms[2]
        } else if last == 1 {
            forms[0]
        } else {
            forms[1]
        }
    }

    proptest! {
        #[test]
        fn words_say_the_sum(roubles in prop_oneof![0_i64..=1_000_000_000_000, 0_i64..3_000, (0_i64..2_000).prop_map(|n| n * 1_000_000)], kopecks in 0_i64..100) {
            let text = Money::from_kopecks(roubles * 100 + kopecks).in_words(Currency::Rub);
            let (whole, noun, cents, cent) = read(&text);
            prop_assert_eq!((whole, cents), (u128::try_from(roubles).unwrap(), u128::try_from(kopecks).unwrap()), "{}", text);
            prop_assert_eq!(noun, agrees(whole, ["рубль", "рубля", "рублей"]), "{}", text);
            prop_assert_eq!(cent, agrees(cents, ["копейка", "копейки", "копеек"]), "{}", text);
            prop_assert!(!text.contains("  ") && text.chars().next().is_some_and(char::is_uppercase));
            prop_assert!(!text.contains("один тысяч") && !text.contains("два тысяч"));
        }
    }
}
