//! The words of the comparison of databases with the catalogue.

ui::texts! {
    /// The comparison.
    pub struct Words;
    title: "Сверка баз", "Databases";
    text: "Каждую ночь программа сверяет базы и роли на серверах с каталогом организаций. Прерванные создания и удаления она доводит до конца сама, а незнакомое только показывает: решать вам.", "Every night the program compares the databases and roles on the servers with the catalogue of organisations. Creations and deletions that were cut short it mends by itself; what it does not know it only lists, and you decide.";
    run: "Сверить сейчас", "Compare now";
    none: "Сверки ещё не было", "No comparison yet";
    none_text: "Первая пройдёт ночью; можно запустить её сейчас.", "The first one runs at night; you can run it now.";
    clean: "Всё на месте", "Everything is in its place";
    clean_text: "Сверено {at}.", "Compared {at}.";
    strange: "Нужно ваше решение", "Needs your decision";
    databases: "Базы, которых нет в каталоге", "Databases that the catalogue does not know";
    roles: "Роли, которых нет в каталоге", "Roles that the catalogue does not know";
    missing: "Организации без базы", "Organisations without their database";
    strange_text: "Прежде чем удалять, проверьте, не старая ли это копия каталога. Базу удаляет администратор сервера: drop database.", "Before you delete anything, make sure that the catalogue is not an old copy itself. The server's administrator deletes a database: drop database.";
    taken_back: "Прерванные создания отменены", "Creations that were cut short, taken back";
    finished: "Прерванные удаления завершены", "Deletions that were cut short, finished";
    when: "Когда", "When";
    result: "Итог", "Result";
    unknown: "Незнакомое", "Not known";
    mended: "Исправлено", "Mended";
    asked_by: "Кто запустил", "Asked for by";
    by_schedule: "по расписанию", "by schedule";
    good: "всё на месте", "all in place";
    bad: "нужно решение", "to decide";
    repaired: "исправлено", "mended";
}
