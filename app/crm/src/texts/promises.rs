//! The words of promised payments and instalment plans.

use domain::promises::{Kind, State};

ui::texts! {
    /// The words of promises.
    pub struct Promises;
    title: "Обещанные платежи", "Promised payments";
    title_broken: "Нарушенные обещания", "Broken promises";
    subtitle: "Обещания и рассрочки абонентов", "Promises and instalment plans of subscribers";
    tab_broken: "Нарушенные", "Broken";
    tab_open: "Действующие", "Open";
    tab_all: "Все", "All";
    none: "Обещаний нет", "No promises";
    none_broken: "Нарушенных обещаний нет", "No broken promises";
    none_text: "Обещание записывают в карточке абонента.", "A promise is taken on the subscriber's card.";
    broken_count: ["нарушенное обещание", "нарушенных обещания", "нарушенных обещаний"], ["broken promise", "broken promises", "broken promises"];
    broken_text: "Абоненты обещали заплатить, и срок прошёл.", "Subscribers promised to pay, and the day is over.";
    to_broken: "Взять в работу", "Take care of them";
    account: "Лицевой счёт", "Account";
    subscriber: "Абонент", "Subscriber";
    kind: "Что обещано", "What";
    kind_promise: "Обещанный платёж", "Promised payment";
    kind_instalments: "Рассрочка", "Instalments";
    sum: "Сумма", "Amount";
    by_day: "Срок", "By";
    state: "Состояние", "State";
    state_open: "действует", "open";
    state_kept: "исполнено", "kept";
    state_broken: "нарушено", "broken";
    state_cancelled: "отменено", "cancelled";
    take_care: "Взять в работу", "Take care of it";
    cared: "в работе: {name}", "taken by {name}";
    // The section of the card.
    section: "Обещанный платёж и рассрочка", "Promises and instalments";
    section_none: "Обещаний не было.", "No promises so far.";
    take: "Записать обещание", "Take a promise";
    plan: "Оформить рассрочку", "Agree on instalments";
    amount: "Сумма", "Amount";
    due: "Заплатит до", "Will pay by";
    first_due: "Первый платёж до", "First part by";
    parts: "Платежей", "Parts";
    parts_hint: "От 2 до 24, раз в месяц, равными частями", "2 to 24, monthly, equal";
    typed: "Или график вручную", "Or the parts by hand";
    typed_hint: "По строке на платёж: 15.12.2026 1500,00. Тогда сумма и число платежей выше не нужны", "A line for each part: 15.12.2026 1500.00. The sum and number above are then not needed";
    note: "О чём договорились", "What was agreed";
    penalties_note: "Напоминания подождут, но пени по закону начисляются и дальше.", "Reminders wait, but penalties run on by law.";
    save: "Записать", "Save";
    paid_since: "Оплачено с тех пор: {sum}", "Paid since: {sum}";
    given: "{kind} от {day}, {name}", "{kind} of {day}, {name}";
    part_due: "до {day}", "by {day}";
    cancel: "Отменить", "Cancel";
    cancel_title: "Отменить обещание?", "Cancel the promise?";
    cancel_confirm: "Отменить обещание", "Cancel the promise";
    cancel_text: "Напоминания пойдут снова. Запись останется в истории.", "Reminders go on. The record stays in the history.";
    reason: "Причина", "Reason";
    taken: "Обещание записано", "Promise recorded";
    cancelled: "Обещание отменено", "Promise cancelled";
    cared_done: "Обещание взято в работу", "Promise taken care of";
}

impl Promises {
    /// What was agreed, in a word.
    #[must_use]
    pub const fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Promise => self.kind_promise,
            Kind::Instalments => self.kind_instalments,
        }
    }

    /// How it stands, in a word.
    #[must_use]
    pub const fn state_of(&self, state: State) -> &'static str {
        match state {
            State::Open => self.state_open,
            State::Kept => self.state_kept,
            State::Broken => self.state_broken,
            State::Cancelled => self.state_cancelled,
        }
    }
}
