//! What is wrong with a requisite, in words.

use domain::requisites::Wrong;

pub(super) const fn russian(why: Wrong) -> &'static str {
    match why {
        Wrong::InnLength => "В ИНН 10 цифр у организации или 12 у предпринимателя и физического лица.",
        Wrong::InnCheck => "Контрольная цифра ИНН не сходится: проверьте номер.",
        Wrong::KppFormat => "В КПП 9 знаков: 4 цифры, 2 цифры или заглавные латинские буквы, 3 цифры.",
        Wrong::KppOfEntrepreneur => "У предпринимателя (ИНН из 12 цифр) нет КПП: оставьте поле пустым.",
        Wrong::OgrnLength => "В ОГРН 13 цифр, в ОГРНИП — 15.",
        Wrong::OgrnCheck => "Контрольная цифра ОГРН не сходится: проверьте номер.",
        Wrong::OgrnOfOtherKind => {
            "Не подходит к ИНН: у организации ОГРН из 13 цифр, у предпринимателя — ОГРНИП из 15 цифр."
        }
        Wrong::BicFormat => "В БИК 9 цифр, первые две — 04.",
        Wrong::AccountLength => "В номере счёта 20 цифр.",
        Wrong::AccountCheck => "Номер счёта не подходит к БИК: контрольная цифра не сходится. Проверьте оба номера.",
        Wrong::CorrespondentFormat => {
            "Корреспондентский счёт начинается с 301 и заканчивается тремя последними цифрами БИК."
        }
        Wrong::Site => "Введите адрес сайта, например romashka.ru.",
    }
}

pub(super) const fn english(why: Wrong) -> &'static str {
    match why {
        Wrong::InnLength => "An INN has 10 digits for an organisation, or 12 for an entrepreneur or a person.",
        Wrong::InnCheck => "The check digit of the INN does not fit: check the number.",
        Wrong::KppFormat => "A KPP has 9 places: 4 digits, 2 digits or Latin capitals, 3 digits.",
        Wrong::KppOfEntrepreneur => "An entrepreneur (an INN of 12 digits) has no KPP: leave the field empty.",
        Wrong::OgrnLength => "An OGRN has 13 digits, an OGRNIP 15.",
        Wrong::OgrnCheck => "The check digit of the OGRN does not fit: check the number.",
        Wrong::OgrnOfOtherKind => {
            "It does not fit the INN: an organisation has an OGRN of 13 digits, an entrepreneur an OGRNIP of 15."
        }
        Wrong::BicFormat => "A BIC has 9 digits, the first two are 04.",
        Wrong::AccountLength => "An account number has 20 digits.",
        Wrong::AccountCheck => "The account does not fit the BIC: its check digit is wrong. Check both numbers.",
        Wrong::CorrespondentFormat => {
            "A correspondent account begins with 301 and ends with the last 3 digits of the BIC."
        }
        Wrong::Site => "Enter the address of the site, for example romashka.ru.",
    }
}
