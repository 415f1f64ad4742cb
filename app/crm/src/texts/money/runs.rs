//! The words of runs over a month: drafts, exceptions, issue, completeness.

use domain::runs::{AccountState, Cause, Missing, Status};

ui::texts! {
    /// The words of runs.
    pub struct Words;
    title: "Выставление счетов", "Billing runs";
    subtitle: "Черновик, исключения, подтверждение, счета", "Draft, exceptions, confirmation, invoices";
    to_runs: "Все выставления", "All runs";
    none: "Счета ещё не выставлялись", "Nothing has been issued yet";
    none_text: "Выберите месяц: программа посчитает черновик, и ничего не будет выставлено, пока вы его не подтвердите.", "Choose a month: a draft is computed, and nothing is issued until you confirm it.";
    run_of: "Счета за {month}", "Invoices for {month}";
    made: "Составлен", "Made";
    made_by: "Кто составил", "Made by";
    month: "Месяц", "Month";
    status: "Состояние", "State";
    status_draft: "черновик", "draft";
    status_issuing: "выставляется", "being issued";
    status_issued: "выставлено", "issued";
    status_undone: "отменено", "undone";
    accounts: "Лицевых счетов", "Accounts";
    sum: "Сумма", "Amount";
    parked: "Отложено", "Parked";
    invoices: "Счетов", "Invoices";
    // Beginning.
    begin_title: "Выставление счетов", "Issuing invoices";
    begin_subtitle: "Сначала — черновик: что и кому будет начислено. Счета появятся после вашего подтверждения.", "First comes a draft: what would be charged to whom. Invoices come after your confirmation.";
    begin_month: "За какой месяц", "For which month";
    begin: "Составить черновик", "Make the draft";
    begin_how: "Как это работает", "How it works";
    begin_one: "Черновик: программа считает начисления каждого лицевого счёта и сравнивает с прошлым месяцем.", "Draft: charges of each account are computed and compared with the month before.";
    begin_two: "Исключения: счета с невозможными суммами отложены с причиной и не мешают остальным.", "Exceptions: accounts with impossible sums are parked with a reason and hold up nobody.";
    begin_three: "Подтверждение: вы видите итог и решаете. Если с тех пор что-то изменилось, черновик придётся составить заново.", "Confirmation: you see the totals and decide. If anything has changed since, the draft has to be made anew.";
    begin_four: "Счета: номера подряд без пропусков, авансы зачтены. Пока счета не оплачены, выставление можно отменить.", "Invoices: numbers without gaps, advances used. While nothing is paid, the run can be undone.";
    begin_again: "Если за месяц счета уже выставлены, в черновик войдут только новые услуги: по ним будут дополнительные счета.", "Where the month is issued already, the draft holds only what is new, for additional invoices.";
    // The card.
    figure_accounts: "Лицевых счетов", "Accounts";
    figure_accounts_note: "получат счёт: {count}", "get an invoice: {count}";
    figure_planned: "Будет начислено", "Would be charged";
    figure_issued: "Выставлено на сумму", "Issued in all";
    figure_parked: "Отложено", "Parked";
    figure_parked_note: "не войдут в выставление", "are left out";
    figure_outliers: "Выбросы", "Outliers";
    figure_outliers_note: "сильно отличаются от прошлого месяца", "differ strongly from the month before";
    same: "столько же, сколько за прошлый месяц", "as much as the month before";
    more: "на {sum} больше, чем за прошлый месяц", "{sum} more than the month before";
    less: "на {sum} меньше, чем за прошлый месяц", "{sum} less than the month before";
    first: "за прошлый месяц начислений не было", "nothing was charged the month before";
    facts: "О выставлении", "About the run";
    confirmed: "Подтвердил", "Confirmed by";
    issued_on: "Дата счетов", "Date of the invoices";
    finished: "Закончено", "Finished";
    from_advances: "Зачтено из авансов", "Came out of advances";
    lines: "Строк начислений", "Lines";
    lines_count: ["строка", "строки", "строк"], ["line", "lines", "lines"];
    hash: "Контрольная сумма", "Hash";
    hash_hint: "Одинаковая сумма — одинаковые начисления до копейки.", "Equal hashes mean equal charges, to the kopeck.";
    auto: "Выставится сам", "Issues itself";
    auto_text: "{day}, если до тех пор его не удалить", "on {day}, unless it is deleted before";
    undone_by: "Отменил", "Undone by";
    undone_why: "Причина отмены", "Reason";
    rehearsed_same: "Совпадает с репетицией", "Equal to the rehearsal";
    rehearsed_other: "Отличается от репетиции", "Differs from the rehearsal";
    rehearsed_text: "На репетиции: {count}, {sum}, отложено {parked}.", "The rehearsal had: {count}, {sum}, {parked} parked.";
    rehearsed_open: "Открыть репетицию", "Open the rehearsal";
    confirm: "Подтвердить и выставить", "Confirm and issue";
    confirm_title: "Выставить счета за {month}?", "Issue the invoices for {month}?";
    confirm_text: "{count} на сумму {sum}. Авансы абонентов зачтутся сразу. Отложенные лицевые счета останутся без счёта, пока вы не исправите причину.", "{count}, {sum} in all. Advances are used at once. Parked accounts get none until the cause is mended.";
    redraft: "Составить заново", "Make anew";
    redraft_title: "Составить черновик заново?", "Make the draft anew?";
    redraft_text: "Суммы посчитаются по нынешним тарифам, услугам и показаниям. Отпущенные лицевые счета снова будут отложены.", "Sums are computed by today's tariffs, services and volumes. Accounts that were let go are parked again.";
    delete: "Удалить черновик", "Delete the draft";
    delete_title: "Удалить черновик за {month}?", "Delete the draft for {month}?";
    delete_text: "По нему ничего не выставлено. Черновик можно составить снова в любой момент.", "Nothing was issued by it. A draft can be made again at any time.";
    issuing_title: "Счета выставляются", "The invoices are being issued";
    issuing_text: "Страницу можно закрыть: работа идёт без неё.", "You can close the page: the work goes on without it.";
    issuing_label: "Выставлено счетов", "Invoices issued";
    refresh: "Обновить", "Refresh";
    carry_on: "Выставить следующие", "Issue the next ones";
    undo: "Отменить выставление", "Undo the run";
    undo_title: "Отменить все счета за {month}?", "Undo all invoices for {month}?";
    undo_text: "Счета станут недействительными, их номера останутся занятыми. Зачтённые авансы вернутся. Если по счетам уже есть платежи, отменить не получится.", "The invoices become void, their numbers stay taken. Advances that were used are free again. It is refused where payments have been recorded since.";
    undo_reason: "Причина", "Reason";
    open_invoices: "Открыть счета за {month}", "Open the invoices for {month}";
    undone_title: "Выставление отменено", "The run was undone";
    // Accounts of a run.
    tab_all: "Все", "All";
    tab_parked: "Исключения", "Exceptions";
    tab_outliers: "Выбросы", "Outliers";
    account: "Лицевой счёт", "Account";
    subscriber: "Абонент", "Subscriber";
    now: "За месяц", "This month";
    before: "За прошлый", "Month before";
    what: "Что с ним", "What of it";
    state_ready: "будет выставлен", "would be issued";
    state_parked: "отложен", "parked";
    state_released: "отпущен", "let go";
    state_nothing: "нечего начислять", "nothing to charge";
    state_issued: "выставлен", "issued";
    let_go_by: "{by}: {why}", "{by}: {why}";
    cause_no_price: "нет тарифа на дни месяца", "no tariff on days of the month";
    cause_no_area: "не указана площадь", "the area is missing";
    cause_no_residents: "не указано число жильцов", "the number of residents is missing";
    cause_no_volume: "нет показаний", "no volume";
    cause_too_large: "слишком большая сумма", "the sum is too large";
    cause_many_lines: "слишком много строк", "too many lines";
    cause_far_above_average: "намного больше обычного", "far above the usual";
    cause_outlier: "заметно отличается от прошлого месяца", "differs strongly from the month before";
    cause_archived: "абонент в архиве", "the subscriber is archived";
    cause_charged: "уже начислено другим документом", "charged by another document";
    release: "Отпустить", "Let go";
    release_title: "Выставить счёт вместе с остальными?", "Issue it with the others?";
    release_text: "Сумма посчитана, но выглядит необычно. Напишите, почему она верна.", "The sum is known but looks unusual. Say why it is right.";
    release_reason: "Почему сумма верна", "Why it is right";
    mend: "Внесите недостающее и составьте черновик заново.", "Enter what is missing and make the draft anew.";
    no_accounts: "Здесь пусто", "Nothing here";
    no_parked: "Отложенных лицевых счетов нет.", "No account is parked.";
    no_outliers: "Заметных отличий от прошлого месяца нет.", "Nothing differs strongly from the month before.";
    no_rows: "Начислять некому: нет услуг, действующих в этом месяце.", "Nobody has a service in this month.";
    days: "{days}/{all} дн.", "{days}/{all} days";
    // Completeness.
    complete: "Полнота начислений", "Completeness";
    complete_subtitle: "Каждая действующая услуга начислена или названа с причиной", "Each active service is charged or listed with its reason";
    complete_active: "Действующих услуг", "Active services";
    complete_charged: "Начислено", "Charged";
    complete_missing: "Не начислено", "Not charged";
    complete_good: "Начислены все действующие услуги", "All active services are charged";
    complete_reasons: "Не начислено по причинам", "Not charged, by reason";
    complete_waiting: "Ждут выставления: {count}", "Wait to be issued: {count}";
    complete_waiting_text: "Составьте черновик за месяц: эти услуги попадут в счета.", "Make a draft of the month: these services come onto invoices.";
    complete_open: "Показать по услугам", "Show each";
    complete_show: "Показать", "Show";
    service: "Услуга", "Service";
    reason: "Причина", "Reason";
    missing_waiting: "ждёт выставления", "waits to be issued";
    missing_parked: "лицевой счёт отложен", "the account is parked";
    missing_problem: "нельзя посчитать", "can't be computed";
    missing_paused: "приостановлена", "paused";
    missing_nothing: "начисление нулевое", "costs nothing";
    missing_archived: "абонент в архиве", "the subscriber is archived";
    done_draft_deleted: "Черновик удалён", "The draft was deleted";
    done_redrafted: "Черновик составлен заново", "The draft was made anew";
    done_released: "Лицевой счёт будет выставлен", "The account will be issued";
    done_confirmed: "Подтверждено, счета выставляются", "Confirmed, the invoices are being issued";
    done_undone: "Выставление отменено", "The run was undone";
}

/// «строка», after a number.
#[must_use]
pub fn counts(language: domain::Language) -> [&'static str; 3] {
    of(language).lines_count
}

impl Words {
    /// Where a run stands.
    #[must_use]
    pub const fn status_of(&self, status: Status) -> &'static str {
        match status {
            Status::Draft => self.status_draft,
            Status::Issuing => self.status_issuing,
            Status::Issued => self.status_issued,
            Status::Undone => self.status_undone,
        }
    }

    /// What becomes of an account.
    #[must_use]
    pub const fn state(&self, state: AccountState) -> &'static str {
        match state {
            AccountState::Ready => self.state_ready,
            AccountState::Parked => self.state_parked,
            AccountState::Released => self.state_released,
            AccountState::Nothing => self.state_nothing,
            AccountState::Issued => self.state_issued,
        }
    }

    /// Why.
    #[must_use]
    pub const fn cause(&self, cause: Cause) -> &'static str {
        match cause {
            Cause::NoPrice => self.cause_no_price,
            Cause::NoArea => self.cause_no_area,
            Cause::NoResidents => self.cause_no_residents,
            Cause::NoVolume => self.cause_no_volume,
            Cause::TooLarge => self.cause_too_large,
            Cause::ManyLines => self.cause_many_lines,
            Cause::FarAboveAverage => self.cause_far_above_average,
            Cause::Outlier => self.cause_outlier,
            Cause::Archived => self.cause_archived,
            Cause::Charged => self.cause_charged,
        }
    }

    /// Why a link has no charge.
    #[must_use]
    pub const fn missing(&self, reason: Missing) -> &'static str {
        match reason {
            Missing::Waiting => self.missing_waiting,
            Missing::Parked => self.missing_parked,
            Missing::Problem => self.missing_problem,
            Missing::Paused => self.missing_paused,
            Missing::Nothing => self.missing_nothing,
            Missing::Archived => self.missing_archived,
        }
    }
}
