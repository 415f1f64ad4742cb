//! Texts: a table of words in every language whose missing translation does not compile, and the sentences that put
//! a refusal into words. Other crates keep their own tables with [`texts!`](crate::texts!).

mod requisites;
mod sentences;

pub use sentences::{failure, reason};

/// Declares a table of texts: `name: "по-русски", "in English";`. Three forms in brackets are a plural's
/// (one, few, many), to be used with [`Language::plural`](domain::Language::plural) or [`crate::format::counted`].
///
/// It makes the struct, `texts()` (in the page's language) and `of(language)`.
#[macro_export]
macro_rules! texts {
    ($(#[$meta:meta])* $vis:vis struct $Table:ident; $($name:ident : $ru:tt, $en:tt;)+) => {
        $(#[$meta])*
        #[allow(missing_docs)]
        $vis struct $Table {
            $($vis $name: $crate::texts!(@type $ru)),+
        }

        static RU: $Table = $Table { $($name: $ru),+ };
        static EN: $Table = $Table { $($name: $en),+ };

        /// The texts of a language.
        #[must_use]
        $vis fn of(language: $crate::Language) -> &'static $Table {
            match language {
                $crate::Language::Ru => &RU,
                $crate::Language::En => &EN,
            }
        }

        /// The texts in the page's language. Ask in a component's body, not in an event handler.
        #[must_use]
        $vis fn texts() -> &'static $Table {
            of($crate::boot::language())
        }
    };
    (@type [$($form:literal),+ $(,)?]) => { [&'static str; 3] };
    (@type $text:literal) => { &'static str };
}

/// Puts values into a text: `fill("до {max} знаков", &[("max", "40")])`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

texts! {
    /// The words of the house: what any page may need.
    pub struct Words;
    add: "Добавить", "Add";
    save: "Сохранить", "Save";
    cancel: "Отмена", "Cancel";
    close: "Закрыть", "Close";
    change: "Изменить", "Edit";
    delete: "Удалить", "Delete";
    copy_title: "Это копия для проб", "This is a copy to try things on";
    copy_text: "Отсюда ничего не отправляется. Копия будет удалена {until}.", "Nothing is sent from here. The copy will be deleted on {until}.";
    archive: "В архив", "Archive";
    restore: "Восстановить", "Restore";
    back: "Назад", "Back";
    next: "Дальше", "Next";
    to_beginning: "В начало", "First page";
    search: "Найти", "Search";
    clear: "Сбросить", "Clear";
    all: "Все", "All";
    yes: "Да", "Yes";
    no: "Нет", "No";
    nothing: "—", "—";
    total: "Всего", "Total";
    more: "Ещё", "More";
    loading: "Загрузка…", "Loading…";
    nothing_found: "Ничего не найдено", "Nothing found";
    try_other_words: "Измените запрос или сбросьте условия.", "Try other words or clear the filters.";
    nothing_yet: "Пока пусто", "Nothing here yet";
    choose: "Выберите", "Choose";
    optional: "необязательно", "optional";
    show_password: "Показать пароль", "Show password";
    to_content: "К содержанию", "Skip to content";
    navigation: "Разделы", "Sections";
    account: "Учётная запись", "Account";
    my_account: "Учётная запись и пароль", "Account and password";
    language: "Язык", "Language";
    theme: "Оформление", "Appearance";
    theme_auto: "Как в системе", "System";
    theme_light: "Светлое", "Light";
    theme_dark: "Тёмное", "Dark";
    log_out: "Выйти", "Log out";
    log_in: "Войти", "Log in";
    role_admin: "Администратор", "Administrator";
    role_manager: "Руководитель", "Manager";
    role_operator: "Оператор", "Operator";
    landlord: "Управление площадкой", "Installation";
    try_again: "Попробовать снова", "Try again";
    to_start: "На главную", "Go to start";
    check_fields: "Проверьте, что введено:", "Please check what was typed:";
    signed_out_title: "Нужно войти", "Please log in";
    forbidden_title: "Нет доступа", "No access";
    not_found_title: "Страница не найдена", "Page not found";
    conflict_title: "Так сделать нельзя", "This can't be done";
    busy_title: "Сейчас слишком много запросов", "Too many requests right now";
    unreachable_title: "Нет связи с сервером", "The server can't be reached";
    internal_title: "Что-то сломалось у нас", "Something broke on our side";
    records: ["запись", "записи", "записей"], ["record", "records", "records"];
    characters: ["знака", "знаков", "знаков"], ["character", "characters", "characters"];
    minutes: ["минуту", "минуты", "минут"], ["minute", "minutes", "minutes"];
    seconds: ["секунду", "секунды", "секунд"], ["second", "seconds", "seconds"];
    places: ["знака", "знаков", "знаков"], ["place", "places", "places"];
}

impl Words {
    /// What a role is called.
    #[must_use]
    pub const fn role(&self, role: domain::Role) -> &'static str {
        match role {
            domain::Role::Admin => self.role_admin,
            domain::Role::Manager => self.role_manager,
            domain::Role::Operator => self.role_operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Language::{En, Ru};

    #[test]
    fn each_language_has_its_table() {
        assert_eq!((of(Ru).save, of(En).save), ("Сохранить", "Save"));
        assert_eq!(of(Ru).records[2], "записей");
        assert_eq!(of(En).role(domain::Role::Manager), "Manager");
    }

    #[test]
    fn values_are_put_into_texts() {
        assert_eq!(fill("от {a} до {b}, {a}", &[("a", "1"), ("b", "2")]), "от 1 до 2, 1");
    }
}
