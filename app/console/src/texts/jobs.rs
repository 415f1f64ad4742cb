//! The words of background work in the console.

ui::texts! {
    /// Background work.
    pub struct Words;
    title: "Фоновые задачи", "Background work";
    all: "Все", "All";
    queued: "В очереди", "Queued";
    running: "Выполняются", "Running";
    failed: "Не выполнены", "Failed";
    none: "Задач пока нет", "Nothing yet";
    none_text: "Здесь видно всё, что программа делает сама: сборы показателей, очистку корзины, проверки. Задачи появятся по расписанию.", "Everything that the program does by itself is seen here: figures, the trash, proofs. Jobs appear by schedule.";
    none_such: "Таких задач нет", "There are none of these";
    facts: "Сведения", "Facts";
    asked_by: "Кто поставил", "Asked for by";
    asked_at: "Поставлена", "Asked for";
    begun: "Начата", "Begun";
    over: "Завершена", "Over";
    tries: "Попытки", "Attempts";
    tries_of: "{n} из {max}", "{n} of {max}";
    not_before: "Не раньше", "Not before";
    cause: "Почему не вышло", "Why it failed";
    troubled: "Нашлось расхождение", "Something is wrong";
    troubled_text: "Не в порядке у организаций: {slugs}. Что именно, видно на странице «Сверка книг» у них самих.", "Not in order: {slugs}. What it is stands on their own page «Proof of the books».";
    cancel: "Остановить", "Stop";
    cancel_ask: "Остановить задачу?", "Stop this job?";
    cancel_text: "Сделанное останется. Выполняемая задача остановится на ближайшем шаге.", "What is done stays. A job that runs stops at its next step.";
    retry: "Повторить", "Try again";
    refresh: "Обновить", "Refresh";
    done_cancelled: "Задача останавливается", "The job is being stopped";
    done_retried: "Задача снова в очереди", "The job is queued again";
}
