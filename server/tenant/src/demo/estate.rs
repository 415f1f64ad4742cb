//! What the demonstration is made of before anything is charged: houses, people, links, pauses and volumes. The services
//! are in `demo/offers.rs`.

use chrono::{Days, NaiveDate};
use domain::Month;
use domain::premises::Kind;
use domain::tariffs::Version;
use rust_decimal::Decimal;

use super::names;
use super::offers::{For, OFFERS};
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

/// A link to be written.
pub(super) struct NewLink {
    pub(super) subscriber: i64,
    pub(super) service: i64,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    /// Instead of what the tariff takes.
    pub(super) quantity: Option<Decimal>,
    /// Instead of the tariff's price.
    pub(super) price: Option<Decimal>,
    /// Days without a charge.
    pub(super) pause: Option<(NaiveDate, NaiveDate)>,
    /// Volumes by month.
    pub(super) volumes: Vec<(NaiveDate, Decimal)>,
}

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

impl Estate {
    /// So many people, since a month.
    pub(super) fn of(people: i64, first: Month) -> Self {
        let mut random = Random::new(1);
        let houses = (0..HOUSES).map(|at| house(at, &mut random)).collect::<Vec<_>>();
        let count = usize::try_from(people).unwrap_or_default();
        let people = (0..count).map(|at| person(at, &houses, first, &mut random)).collect();
        Self { houses, people, first }
    }

    /// Each service's tariffs: at the beginning, and a new one in the middle of the history, in the middle of a month.
    pub(super) fn versions(&self, services: &[i64]) -> Vec<(i64, Version)> {
        let (first, later) = (self.first.minus(2).first_day(), self.first.plus(7).day(16));
        let offered = services.iter().zip(&OFFERS);
        offered
            .flat_map(|(id, offer)| offer.versions(first, later).into_iter().map(|version| (*id, version)))
            .collect()
    }

    /// Who has what, by the kind of the premises; meters are read each month, but for some that are not.
    pub(super) fn links(&self, subscribers: &[i64], services: &[i64], months: u32) -> Vec<NewLink> {
        let mut random = Random::new(2);
        let mut links = Vec::new();
        for (subscriber, person) in subscribers.iter().zip(&self.people) {
            for (service, offer) in services.iter().zip(&OFFERS) {
                let quantity = match (offer.whom, person.kind) {
                    (For::Premises, Kind::Flat | Kind::Office)
                    | (For::Flats, Kind::Flat)
                    | (For::Plots, Kind::Plot) => None,
                    (For::SomeFlats, Kind::Flat) if random.below(10) < 7 => None,
                    (For::PlotsByArea, Kind::Plot) => Some((person.area / Decimal::ONE_HUNDRED).round_dp(3)),
                    _ => continue,
                };
                // A neighbour who keeps the key has the entrance for less.
                let price = (offer.whom == For::SomeFlats && random.below(40) == 0).then(|| Decimal::from(40));
                let pause = (offer.whom == For::Flats && !offer.is_by_volume() && random.below(30) == 0).then(|| {
                    let month = self.first.plus(u32::try_from(random.between(2, 10)).unwrap_or(2));
                    (month.day(5), month.next().day(9))
                });
                let volumes = if offer.is_by_volume() {
                    self.volumes(offer.usual(), months, &mut random)
                } else {
                    Vec::new()
                };
                links.push(NewLink {
                    subscriber: *subscriber,
                    service: *service,
                    from: person.from,
                    to: person.to,
                    quantity,
                    price,
                    pause: pause.filter(|(from, to)| person.from < *from && person.to.is_none_or(|end| *to < end)),
                    volumes,
                });
            }
        }
        links
    }

    fn volumes(&self, (least, most): (i64, i64), months: u32, random: &mut Random) -> Vec<(NaiveDate, Decimal)> {
        let usual = random.between(least, most);
        let mut volumes = Vec::new();
        for nth in 0..months {
            let volume = usual * random.between(75, 125) / 100;
            if random.below(12) > 0 {
                volumes.push((self.first.plus(nth).first_day(), Decimal::new(volume, 3)));
            }
        }
        volumes
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
