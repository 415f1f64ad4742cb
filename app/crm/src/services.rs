//! Services and their prices. Who has which service is the room `links`.

mod api;
mod card_page;
mod forms;
mod list_page;
mod new_page;

pub use api::{
    ArchiveService, ListServices, RemovePrice, RestoreService, SaveService, SetPrice, ShowService, list_services,
};
pub use card_page::CardPage;
pub use list_page::ListPage;
pub use new_page::NewPage;

use domain::{Currency, Language, Money};
use rust_decimal::Decimal;
use ui::prelude::format;

/// A price, which may have more places than a sum: `350,00`, `28,7345`.
#[must_use]
pub fn price_number(language: Language, price: Decimal) -> String {
    match Money::exact(price) {
        Some(sum) => format::money(language, sum),
        None => format::number(language, price),
    }
}

/// The same with the currency: `350,00 ₽`, `28,7345 ₽`.
#[must_use]
pub fn price_text(language: Language, currency: Currency, price: Decimal) -> String {
    match Money::exact(price) {
        Some(sum) => format::money_with_sign(language, currency, sum),
        None => format!("{}\u{a0}{}", format::number(language, price), currency.sign()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_shows_all_its_places() {
        for (price, want) in [
            ("350", "350,00\u{a0}₽"),
            ("28.7345", "28,7345\u{a0}₽"),
            ("1250.500", "1\u{a0}250,50\u{a0}₽"),
        ] {
            assert_eq!(price_text(Language::Ru, Currency::Rub, price.parse().unwrap()), want);
        }
    }
}
