//! Names of people and organisations that nobody bears on purpose, and numbers that hold their own checks.

use super::random::Random;

const SURNAMES: [&str; 48] = [
    "Абрамов",
    "Алексеев",
    "Баранов",
    "Беляев",
    "Богданов",
    "Васильев",
    "Виноградов",
    "Воробьёв",
    "Гаврилов",
    "Голубев",
    "Гусев",
    "Данилов",
    "Егоров",
    "Жуков",
    "Зайцев",
    "Иванов",
    "Ильин",
    "Калинин",
    "Карпов",
    "Ковалёв",
    "Козлов",
    "Комаров",
    "Королёв",
    "Кузнецов",
    "Лебедев",
    "Макаров",
    "Медведев",
    "Морозов",
    "Никитин",
    "Новиков",
    "Орлов",
    "Павлов",
    "Петров",
    "Поляков",
    "Попов",
    "Романов",
    "Семёнов",
    "Соколов",
    "Соловьёв",
    "Титов",
    "Фёдоров",
    "Филиппов",
    "Фомин",
    "Чернов",
    "Вишневский",
    "Островский",
    "Соболевский",
    "Яковлев",
];
const MEN: [&str; 20] = [
    "Александр",
    "Алексей",
    "Андрей",
    "Борис",
    "Вадим",
    "Виктор",
    "Владимир",
    "Денис",
    "Дмитрий",
    "Евгений",
    "Иван",
    "Игорь",
    "Константин",
    "Максим",
    "Михаил",
    "Николай",
    "Олег",
    "Павел",
    "Роман",
    "Сергей",
];
const WOMEN: [&str; 20] = [
    "Алла",
    "Анастасия",
    "Анна",
    "Валентина",
    "Вера",
    "Галина",
    "Дарья",
    "Екатерина",
    "Елена",
    "Ирина",
    "Ксения",
    "Лариса",
    "Людмила",
    "Марина",
    "Мария",
    "Надежда",
    "Наталья",
    "Ольга",
    "Светлана",
    "Татьяна",
];
/// Of a son and of a daughter.
const PATRONYMICS: [(&str, &str); 16] = [
    ("Александрович", "Александровна"),
    ("Алексеевич", "Алексеевна"),
    ("Андреевич", "Андреевна"),
    ("Борисович", "Борисовна"),
    ("Викторович", "Викторовна"),
    ("Владимирович", "Владимировна"),
    ("Дмитриевич", "Дмитриевна"),
    ("Евгеньевич", "Евгеньевна"),
    ("Иванович", "Ивановна"),
    ("Игоревич", "Игоревна"),
    ("Ильич", "Ильинична"),
    ("Михайлович", "Михайловна"),
    ("Николаевич", "Николаевна"),
    ("Олегович", "Олеговна"),
    ("Петрович", "Петровна"),
    ("Сергеевич", "Сергеевна"),
];
const TRADES: [&str; 10] = [
    "Аптека",
    "Пекарня",
    "Ателье",
    "Продукты",
    "Стоматология",
    "Парикмахерская",
    "Книги",
    "Цветы",
    "Кофейня",
    "Ремонт",
];

/// Surname, name and patronymic that agree with each other.
pub(super) fn person(random: &mut Random) -> String {
    let surname = random.one_of(SURNAMES);
    let (son, daughter) = random.one_of(PATRONYMICS);
    if random.below(2) == 0 {
        format!("{surname} {} {son}", random.one_of(MEN))
    } else {
        format!("{} {} {daughter}", of_a_woman(surname), random.one_of(WOMEN))
    }
}

fn of_a_woman(surname: &str) -> String {
    surname
        .strip_suffix("ий")
        .map_or_else(|| format!("{surname}а"), |stem| format!("{stem}ая"))
}

pub(super) fn organisation(random: &mut Random, nth: usize) -> String {
    format!("ООО «{} № {}»", random.one_of(TRADES), nth + 1)
}

/// A number of the range of an operator, with no meaning of its own.
pub(super) fn phone(random: &mut Random) -> String {
    format!("+7900{:07}", random.below(10_000_000))
}

/// An organisation's INN of the region 40, with its check digit (see `domain::requisites::inn`).
pub(super) fn inn(random: &mut Random) -> String {
    let nine = format!("40{:07}", random.below(10_000_000));
    let sum: u32 = nine
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip([2, 4, 10, 3, 5, 9, 4, 6, 8])
        .map(|(d, w)| d * w)
        .sum();
    format!("{nine}{}", sum % 11 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree() {
        assert_eq!(of_a_woman("Вишневский"), "Вишневская");
        assert_eq!(of_a_woman("Ильин"), "Ильина");
        let mut random = Random::new(1);
        for _ in 0..500 {
            let name = person(&mut random);
            let parts: Vec<&str> = name.split(' ').collect();
            let [surname, given, patronymic] = parts.as_slice() else {
                panic!("{name}")
            };
            let daughter = patronymic.ends_with("на");
            assert_eq!(WOMEN.contains(given), daughter, "{name}");
            assert_eq!(surname.ends_with('а') || surname.ends_with("ая"), daughter, "{name}");
        }
    }

    #[test]
    fn numbers_hold_their_checks() {
        let mut random = Random::new(2);
        for _ in 0..200 {
            let number = inn(&mut random);
            assert_eq!(domain::requisites::inn(&number), Ok(Some(number.clone())));
            let number = phone(&mut random);
            assert_eq!(domain::typed::optional_phone(&number), Ok(Some(number.clone())));
        }
    }

    #[test]
    fn the_same_seed_says_the_same() {
        let say = || {
            (0..20).map({
                let mut random = Random::new(3);
                move |_| person(&mut random)
            })
        };
        assert!(say().eq(say()));
    }
}
