//! The words of the fleet. In Russian it is «обновление баз»: what the landlord comes here for.

ui::texts! {
    /// The words of the fleet's pages.
    pub struct Words;
    title: "Обновление баз", "Fleet";
    subtitle: "У каждой организации своя база данных. Новая версия программы приносит новую схему, и базы обновляются по очереди.", "Every organisation has its own database. A new version of the program brings a new schema, and the databases are brought up to date one after the other.";
    count: ["организация", "организации", "организаций"], ["organisation", "organisations", "organisations"];
    all_current: "Все базы обновлены", "All databases are up to date";
    all_current_text: "У всех организаций схема {version}.", "Every organisation has schema {version}.";
    behind: "До схемы {version} не обновлены: {count}", "Not yet at schema {version}: {count}";
    behind_text: "Организации с предыдущей схемой работают как обычно. Те, у кого она ещё старше, видят страницу «Идёт обновление».", "Organisations with the schema before work as usual. Those with an older one see a page that says that they are being upgraded.";
    // Beginning a run.
    begin_title: "Запустить обновление", "Start a run";
    canary: "Кого обновить первым", "Which one goes first";
    canary_hint: "Адрес организации. Если с ней не получится, остальных не тронем. Пусто — отмеченная или самая давняя.", "The organisation's address. If it fails, no other is touched. Empty: the marked one, or the oldest.";
    parallel: "Одновременно", "At a time";
    parallel_hint: "От 1 до {most}.", "1 to {most}.";
    stop_after: "Остановиться после стольких ошибок", "Stop after so many failures";
    stop_after_hint: "Дальше базы не трогаем: причина, скорее всего, общая.", "No further database is touched: so many failures hardly have causes of their own.";
    begin: "Обновить базы", "Bring up to date";
    retry_title: "Повторить неудавшиеся", "Try the failed ones again";
    retry_text: "В прошлый раз не обновились: {count}. Устраните причину и повторите только для них.", "Failed the last time: {count}. Remove the cause and try only those again.";
    retry: "Повторить для неудавшихся", "Try the failed ones again";
    // Versions.
    versions: "Организации по версии схемы", "Organisations by schema version";
    version: "Схема {version}", "Schema {version}";
    col_version: "Схема", "Schema";
    col_served: "Доступ", "Access";
    served: "Работают", "Served";
    not_served: "Ждут обновления", "Wait for the upgrade";
    col_tenants: "Организаций", "Organisations";
    no_tenants: "Организаций пока нет", "No organisations yet";
    no_tenants_text: "Новая организация сразу получает последнюю схему.", "A new organisation gets the latest schema at once.";
    // Runs.
    runs: "Запуски", "Runs";
    no_runs: "Запусков ещё не было", "No runs yet";
    no_runs_text: "Здесь останется отчёт о каждом: кто, когда, что обновилось и что нет.", "Each leaves a report here: who, when, what was brought up to date and what was not.";
    col_started: "Начат", "Started";
    col_finished: "Закончен", "Finished";
    col_status: "Состояние", "Status";
    col_by: "Кто запустил", "Started by";
    col_migrated: "Обновлено", "Up to date";
    col_failed: "Ошибок", "Failures";
    of_all: "{done} из {all}", "{done} of {all}";
    running: "Идёт", "At work";
    stopped: "Остановлен", "Stopped";
    done: "Завершён", "Done";
    // One run.
    run_title: "Запуск № {id}", "Run {id}";
    reload: "Обновить страницу", "Reload";
    running_text: "Запуск идёт сам по себе: страницу можно закрыть.", "The run goes on by itself: you can close the page.";
    stopped_text: "Запуск остановлен, часть организаций не тронута. Готовое сохранено; следующий запуск продолжит с остальных.", "The run was stopped, and some organisations were not touched. What is done is done; the next run takes up the rest.";
    failed_text: "Часть баз обновить не удалось. Они остались на прежней схеме целыми.", "Some databases could not be brought up to date. They are whole, with the schema they had.";
    went_first: "Первая", "Went first";
    results: "По организациям", "By organisation";
    nothing_done: "Обновлять было нечего", "There was nothing to do";
    nothing_done_text: "Ни одна база ещё не затронута.", "No database has been touched.";
    col_tenant: "Организация", "Organisation";
    col_outcome: "Итог", "Outcome";
    col_ms: "Время, мс", "Time, ms";
    good: "Обновлена", "Up to date";
    failed: "Не удалось", "Failed";
    tries: ["попытка", "попытки", "попыток"], ["try", "tries", "tries"];
    // Servers.
    servers: "Серверы баз данных", "Database servers";
    servers_text: "Серверы описаны в настройках; места и вес меняет команда kvitok server set.", "Servers stand in the configuration; kvitok server set changes their capacity and weight.";
    col_server: "Сервер", "Server";
    col_place: "Где", "Place";
    col_new: "Новые организации", "New organisations";
    col_weight: "Вес", "Weight";
    not_configured: "Нет в настройках", "Not configured";
    takes_none: "Не принимает", "Takes none";
    full: "Заполнен", "Full";
    takes_new: "Принимает", "Takes them";
}
