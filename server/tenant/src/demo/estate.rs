//! What the demonstration is made of before anything is charged: houses, people, services, prices and links.

use chrono::{Days, NaiveDate};
use domain::Month;
use domain::premises::Kind;
use domain::services::Price;
use rust_decimal::Decimal;

use super::names;
use super::random::Random;

/// A house with what stands in it.
pub(super) struct House {
    pub(super) locality: &'static str,
    pub(super) street: &'static str,
    pub(super) number: String,
    pub(super) district: &'static str,
    pub(super) route: String,
    kind: Kind,
}

/// A subscriber on premises.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) inn: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    /// Which of the houses, from 0.
    pub(super) house: usize,
    pub(super) number: String,
    pub(super) kind: Kind,
    pub(super) area: Decimal,
    pub(super) residents: i32,
    /// The first day with the services.
    from: NaiveDate,
    /// The last day with them; into the archive then.
    pub(super) to: Option<NaiveDate>,
}

/// Everything, in the order in which it is written.
pub(super) struct Estate {
    pub(super) houses: Vec<House>,
    pub(super) people: Vec<Person>,
    first: Month,
}

/// A link to be written: subscriber, service, first and last day, quantity.
pub(super) type NewLink = (i64, i64, NaiveDate, Option<NaiveDate>, Decimal);

const HOUSES: usize = 40;
/// Locality, district, streets and what their houses hold.
const PLACES: [(&str, &str, [&str; 4], Kind); 3] = [
    (
        "Калуга",
        "Центральный",
        ["ул. Кирова", "ул. Луначарского", "пер. Тульский", "ул. Степана Разина"],
        Kind::Flat,
    ),
    (
        "с. Сосновка",
        "Сельский",
        ["ул. Школьная", "ул. Полевая", "ул. Новая", "ул. Лесная"],
        Kind::Flat,
    ),
    (
        "СНТ «Берёзка»",
        "Дачный",
        ["Вишнёвая аллея", "Яблоневая аллея", "Южная аллея", "Озёрная аллея"],
        Kind::Plot,
    ),
];

/// Name, unit, price at first and later in ten-thousandths, and whom it serves.
pub(super) const SERVICES: [(&str, &str, i64, i64, For); 8] = [
    ("Содержание жилья", "м²", 284_400, 312_800, For::Area),
    ("Отопление", "м²", 369_000, 398_500, For::Area),
    ("Капитальный ремонт", "м²", 131_600, 131_600, For::Area),
    ("Холодная вода", "чел.", 2_180_000, 2_397_500, For::Residents),
    ("Вывоз мусора", "чел.", 1_104_200, 1_187_000, For::Residents),
    ("Домофон", "мес.", 600_000, 750_000, For::Flat),
    ("Охрана", "мес.", 4_500_000, 4_900_000, For::Plot),
    ("Членский взнос", "сот.", 900_000, 950_000, For::Plots),
];

/// Whom a service serves, and by what it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Flats and offices, by square metres.
    Area,
    /// Flats, by residents.
    Residents,
    /// Some flats, one each.
    Flat,
    /// Plots, one each.
    Plot,
    /// Plots, by hundreds of square metres.
    Plots,
}

impl Estate {
    /// So many people, since a month.
    pub(super) fn of(people: i64, first: Month) -> Self {
        let mut random = Random::new(1);
        let houses = (0..HOUSES).map(|at| house(at, &mut random)).collect::<Vec<_>>();
        let count = usize::try_from(people).unwrap_or_default();
        let people = (0..count).map(|at| person(at, &houses, first, &mut random)).collect();
        Self { houses, people, first }
    }

    /// Each service's prices: at the beginning, and a new one in the middle of the history, in the middle of a month.
    pub(super) fn prices(&self, services: &[i64]) -> Vec<(i64, Price)> {
        let mut prices = Vec::new();
        for (id, (_, _, at_first, later, _)) in services.iter().zip(SERVICES) {
            prices.push((
                *id,
                Price {
                    price: Decimal::new(at_first, 4),
                    from: self.first.minus(2).first_day(),
                },
            ));
            if later != at_first {
                prices.push((
                    *id,
                    Price {
                        price: Decimal::new(later, 4),
                        from: self.first.plus(7).day(16),
                    },
                ));
            }
        }
        prices
    }

    /// Who has what: by the kind of the premises.
    pub(super) fn links(&self, subscribers: &[i64], services: &[i64]) -> Vec<NewLink> {
        let mut random = Random::new(2);
        let mut links = Vec::new();
        for (subscriber, person) in subscribers.iter().zip(&self.people) {
            for (service, (_, _, _, _, whom)) in services.iter().zip(SERVICES) {
                let one = Decimal::ONE;
                let quantity = match (whom, person.kind) {
                    (For::Area, Kind::Flat | Kind::Office) => person.area,
                    (For::Residents, Kind::Flat) => Decimal::from(person.residents),
                    (For::Flat, Kind::Flat) if random.below(10) < 7 => one,
                    (For::Plot, Kind::Plot) => one,
                    (For::Plots, Kind::Plot) => (person.area / Decimal::ONE_HUNDRED).round_dp(3),
                    _ => continue,
                };
                links.push((*subscriber, *service, person.from, person.to, quantity));
            }
        }
        links
    }
}

fn house(at: usize, random: &mut Random) -> House {
    // Twenty-eight houses in town, six in the village, six lanes of gardens.
    let (locality, district, streets, kind) = match at {
        0..28 => PLACES[0],
        28..34 => PLACES[1],
        _ => PLACES[2],
    };
    let corner = if random.below(6) == 0 { " к. 2" } else { "" };
    House {
        locality,
        street: streets[at % streets.len()],
        number: format!("{}{corner}", at / streets.len() * 3 + 2),
        district,
        route: format!("{}", at / 10 + 1),
        kind,
    }
}

fn person(at: usize, houses: &[House], first: Month, random: &mut Random) -> Person {
    let house = at % houses.len();
    let organisation = at % 53 == 17 && house < 28;
    let kind = if organisation { Kind::Office } else { houses[house].kind };
    let nth = at / houses.len() + 1;
    let (least, most) = if kind == Kind::Plot {
        (4_000, 12_000)
    } else {
        (281, 948)
    };
    // Most were there before the history; some came within it, some have left.
    let within = |random: &mut Random| {
        let month = first.plus(u32::try_from(random.between(1, 11)).unwrap_or(1));
        month.day(u32::try_from(random.between(2, 28)).unwrap_or(2))
    };
    let from = if random.below(100) < 5 {
        within(random)
    } else {
        first.minus(2).first_day()
    };
    let to = (random.below(100) < 3)
        .then(|| within(random))
        .filter(|to| from + Days::new(20) < *to);
    Person {
        name: if organisation {
            names::organisation(random, at)
        } else {
            names::person(random)
        },
        inn: organisation.then(|| names::inn(random)),
        phone: (random.below(10) < 8).then(|| names::phone(random)),
        email: (random.below(10) < 3).then(|| format!("abonent{}@example.ru", at + 1)),
        house,
        number: if organisation {
            format!("Н{nth}")
        } else {
            nth.to_string()
        },
        kind,
        area: Decimal::new(random.between(least, most), 1),
        residents: i32::try_from(random.between(1, 4)).unwrap_or(1),
        from,
        to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_each_their_own() {
        let estate = Estate::of(3_000, "2025-10".parse().unwrap());
        let mut houses: Vec<_> = estate
            .houses
            .iter()
            .map(|h| (h.locality, h.street, &h.number))
            .collect();
        houses.sort_unstable();
        houses.dedup();
        assert_eq!(houses.len(), HOUSES);
        let mut premises: Vec<_> = estate.people.iter().map(|p| (p.house, &p.number)).collect();
        premises.sort_unstable();
        premises.dedup();
        assert_eq!(premises.len(), 3_000);
        for kind in [Kind::Flat, Kind::Plot, Kind::Office] {
            assert!(
                estate.people.iter().filter(|person| person.kind == kind).count() > 30,
                "{kind:?}"
            );
        }
    }
}
