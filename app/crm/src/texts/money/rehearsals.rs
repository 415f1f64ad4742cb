//! The words of rehearsals.

use domain::rehearsals::Status;

ui::texts! {
    /// The words of rehearsals.
    pub struct Words;
    title: "Репетиция месяца", "Rehearsal of a month";
    of_month: "Репетиция: {month}", "Rehearsal: {month}";
    list: "Репетиции", "Rehearsals";
    none: "Репетиций ещё не было.", "There have been no rehearsals yet.";
    about: "Программа сделает отдельную копию ваших данных, из которой ничего не уходит наружу, выставит в ней счета за месяц, покажет, что получилось, и удалит копию. Настоящие счета не затрагиваются.", "A neutralised copy of your data is made, the month is issued in it, what came out is shown, and the copy is deleted. The real books are not touched.";
    month: "Месяц репетиции", "Month to rehearse";
    month_of: "Месяц", "Month";
    ask: "Провести репетицию", "Rehearse";
    status: "Состояние", "State";
    asked: "Когда", "When";
    asked_by: "Кто", "Who";
    invoices: "Счетов", "Invoices";
    sum: "Сумма", "Amount";
    status_asked: "ждёт очереди", "waits";
    status_running: "идёт", "under way";
    status_done: "проведена", "done";
    status_failed: "не удалась", "failed";
    waiting_title: "Репетиция ещё не закончена", "The rehearsal is not over yet";
    waiting_text: "Копия готовится и в ней выставляются счета. Страницу можно закрыть.", "The copy is being made and the month issued in it. You can close the page.";
    refresh: "Обновить", "Refresh";
    failed_title: "Репетиция не удалась", "The rehearsal failed";
    failed_text: "Попробуйте ещё раз. Если не получится, сообщите в поддержку номер {cause}.", "Try again. If it fails again, tell support the number {cause}.";
    parked: "Отложено", "Parked";
    changed: "Изменилось лицевых счетов", "Accounts that change";
    changed_note: "по сравнению с прошлым месяцем", "against the month before";
    differences: "Самые большие отличия от прошлого месяца", "The largest differences to the month before";
    no_differences: "Отличий от прошлого месяца нет.", "Nothing differs from the month before.";
    account: "Лицевой счёт", "Account";
    subscriber: "Абонент", "Subscriber";
    before: "За прошлый", "Month before";
    now: "За месяц", "This month";
    difference: "Разница", "Difference";
    run_same: "Настоящие счета совпали с репетицией", "The real run was equal to the rehearsal";
    run_other: "Настоящие счета отличаются от репетиции", "The real run differs from the rehearsal";
    run_open: "Открыть выставление", "Open the run";
    no_run: "После репетиции счета за этот месяц ещё не выставлялись.", "The month has not been issued since the rehearsal.";
}

impl Words {
    /// Where a rehearsal stands.
    #[must_use]
    pub const fn status_of(&self, status: Status) -> &'static str {
        match status {
            Status::Asked => self.status_asked,
            Status::Running => self.status_running,
            Status::Done => self.status_done,
            Status::Failed => self.status_failed,
        }
    }
}
