//! The words of the proofs of isolation.

ui::texts! {
    /// Proofs of isolation.
    pub struct Words;
    title: "Изоляция", "Isolation";
    text: "Программа каждую ночь открывает две пробные организации, помечает все их данные и пытается дотянуться до чужого: каждой ролью, по каждому адресу, чужими ссылками и напрямую в базе. Потом пробные организации удаляются.", "Every night the program opens two trial organisations, marks all their data and tries to reach what is not its own: as every role, at every address, with the other's links and straight in the database. Then the trial organisations are deleted.";
    run: "Проверить сейчас", "Prove it now";
    none: "Проверок ещё не было", "No proof yet";
    none_text: "Первая пройдёт ночью; можно запустить её сейчас.", "The first one runs at night; you can run it now.";
    good: "Чужих данных не видно", "Nobody sees another's data";
    bad: "Изоляция нарушена", "Isolation is broken";
    when: "Когда", "When";
    result: "Итог", "Result";
    checks: "Попыток", "Attempts";
    asked_by: "Кто запустил", "Asked for by";
    findings: "Что нашлось", "What was found";
    passed: "Пройдена", "Passed";
    failed: "Не пройдена", "Failed";
    by_schedule: "по расписанию", "by schedule";
    good_text: "{checks} за {seconds} с, {at}", "{checks} in {seconds} s, {at}";
    attempts: ["попытка", "попытки", "попыток"], ["attempt", "attempts", "attempts"];
}
