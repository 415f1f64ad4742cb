//! The words of what is charged and paid: services, links, invoices, payments. Those of the desk and of the
//! import stand in `money/desk.rs` and `money/imports.rs`, those of people and houses in `people.rs`.

pub mod desk;
pub mod imports;
pub mod rehearsals;
pub mod runs;
pub mod tariffs;

use domain::payments::Method;

ui::texts! {
    /// The words of services, links, invoices and payments.
    pub struct Words;
    // Everywhere.
    from_day: "с {day}", "from {day}";
    print: "Распечатать", "Print";
    period: "Месяц", "Month";
    every_month: "Все месяцы", "All months";
    account: "Лицевой счёт", "Account";
    subscriber: "Абонент", "Subscriber";
    subscriber_card: "Карточка абонента", "Subscriber's card";
    address: "Адрес", "Address";
    sum: "Сумма", "Amount";
    debt: "Задолженность", "Debt";
    advance: "Аванс", "Advance";
    no_debt: "Задолженности нет", "Nothing owed";
    total: "Итого", "Total";
    debt_brought_in: "Входящая задолженность", "Opening debt";
    // Services.
    services: "Услуги", "Services";
    services_subtitle: "За что начисляем и по какой цене", "What is charged, and at what price";
    service: "Услуга", "Service";
    service_unit: "Единица", "Unit";
    service_price: "Цена сегодня", "Price today";
    service_next: "Следующая цена", "Next price";
    service_links: "Подключено", "Connected";
    service_no_price: "цены ещё нет", "no price yet";
    service_archived: "в архиве", "archived";
    services_none: "Услуг пока нет", "No services yet";
    services_none_text: "Добавьте первую услугу с ценой: без неё начислять нечего. Потом её можно будет подключить абонентам.", "Add the first service with its price: without one there is nothing to charge. Then connect it to subscribers.";
    services_none_for_you: "Услуги заводит руководитель или администратор.", "A manager or an administrator adds services.";
    service_new: "Новая услуга", "New service";
    service_new_text: "Название и единица будут стоять в каждом счёте.", "The name and the unit will stand on every invoice.";
    service_add: "Добавить услугу", "Add service";
    service_name: "Название", "Name";
    service_name_hint: "Как в счёте: «Вывоз мусора», «Охрана территории»", "As on the invoice: “Waste removal”, “Security”";
    service_unit_hint: "Что умножается на цену: мес., м², чел.", "What the price is multiplied by: month, m², person";
    unit_month: "мес.", "month";
    unit_area: "м²", "m²";
    unit_volume: "м³", "m³";
    unit_person: "чел.", "person";
    unit_plot: "участок", "plot";
    unit_power: "кВт·ч", "kWh";
    unit_heat: "Гкал", "Gcal";
    price: "Цена", "Price";
    price_first: "Цена за единицу в месяц", "Price of a unit for a month";
    price_hint: "До четырёх знаков после запятой, например 28,7345", "Up to four places, for example 28.7345";
    price_from: "Действует с", "Holds from";
    price_first_from_hint: "За более ранние дни услуга начисляться не будет", "Earlier days will not be charged";
    price_new: "Новая цена с даты", "New price from a day";
    price_new_text: "Уже выставленные счета не изменятся. Если дата внутри месяца, он будет начислен по обеим ценам — по дням.", "Invoices already issued do not change. Where the day lies within a month, that month is charged by both prices, by days.";
    price_set: "Назначить цену", "Set price";
    prices: "История цен", "Price history";
    prices_none: "Цены ещё нет. Назначьте её, чтобы услуга попала в счета.", "There is no price yet. Set one so that the service gets onto invoices.";
    price_is_current: "действует", "current";
    price_is_ahead: "ещё не наступила", "ahead";
    price_is_past: "прошла", "past";
    service_rename: "Название и единица", "Name and unit";
    service_rename_text: "В выставленных счетах останется прежнее название.", "Invoices already issued keep the old name.";
    service_archive: "Убрать в архив", "Archive";
    service_archive_title: "Убрать услугу «{name}» в архив?", "Archive the service “{name}”?";
    service_archive_text: "Её больше нельзя будет подключать. Счета и история цен останутся. Услугу можно вернуть в любой день.", "It can no longer be connected. Invoices and prices stay. It can be restored any day.";
    service_is_archived: "Услуга в архиве: подключить её абоненту нельзя.", "The service is archived: it can't be connected to a subscriber.";
    service_restore: "Вернуть из архива", "Restore";
    subscribers_count: ["абонент", "абонента", "абонентов"], ["subscriber", "subscribers", "subscribers"];
    links_count: ["действующее подключение", "действующих подключения", "действующих подключений"], ["current connection", "current connections", "current connections"];
    // Links.
    links: "Услуги абонента", "Connected services";
    links_none: "Услуги не подключены, поэтому счета не выставляются.", "No services are connected, so there are no invoices.";
    link_quantity: "Количество", "Quantity";
    link_how: "Расчёт", "Calculation";
    link_per_month: "В месяц", "A month";
    link_period: "Срок", "Period";
    link_ended: "завершена", "ended";
    link_add: "Подключить услугу", "Connect a service";
    link_choose: "Выберите услугу", "Choose a service";
    link_option: "{service} — {price} за {unit}", "{service} — {price} per {unit}";
    link_first_day: "Первый день", "First day";
    link_last_day: "Последний день", "Last day";
    link_last_day_hint: "Оставьте пустым, если срок не известен", "Leave it empty if there is no end yet";
    link_quantity_hint: "Пусто — по тарифу: площадь, число проживающих, объём или одна единица", "Empty: by the tariff, that is the area, the residents, the volume or one unit";
    link_connect: "Подключить", "Connect";
    link_end: "Завершить", "End";
    link_end_hint: "Этот день ещё будет начислен", "This day is still charged";
    link_end_of: "Завершить услугу «{service}»", "End the service “{service}”";
    link_nothing_to_add: "Действующих услуг нет.", "There are no services to connect.";
    link_to_services: "Перейти к услугам", "Go to services";
    // Invoices.
    invoices: "Счета", "Invoices";
    invoice_issue: "Выставить счета", "Issue invoices";
    invoice_number: "Счёт", "Invoice";
    invoice_due: "Оплатить до", "Due";
    invoice_charged: "Начислено", "Charged";
    invoice_paid: "Оплачено", "Paid";
    invoice_left: "К оплате", "To pay";
    invoice_state: "Состояние", "State";
    state_open: "не оплачен", "unpaid";
    state_partly: "оплачен частично", "paid in part";
    state_paid: "оплачен", "paid";
    state_overdue: "просрочен", "overdue";
    state_void: "аннулирован", "void";
    kind_additional: "Дополнительно за {month}", "Additional for {month}";
    kind_adjustment: "Перерасчёт", "Recalculation";
    kind_penalty: "Пени", "Penalties";
    invoices_all: "Все", "All";
    invoices_unpaid: "Не оплачены", "Unpaid";
    invoices_overdue: "Просрочены", "Overdue";
    invoices_search: "Номер счёта, лицевой счёт или имя", "Invoice number, account or name";
    invoices_none: "Счетов пока нет", "No invoices yet";
    invoices_none_text: "Выставьте счета за месяц: по одному на каждого абонента с подключёнными услугами.", "Issue the invoices of a month: one for every subscriber with connected services.";
    invoices_count: ["счёт", "счёта", "счетов"], ["invoice", "invoices", "invoices"];
    invoice_title: "Счёт № {number}", "Invoice № {number}";
    invoice_for: "за {month}", "for {month}";
    invoice_issued_on: "Дата счёта", "Issued on";
    invoice_pay: "Принять платёж", "Record a payment";
    invoice_due_by: "оплатить до {day}", "due by {day}";
    invoice_is_paid: "оплачен полностью", "paid in full";
    charge_how: "Расчёт", "Calculation";
    charge_note: "Количество × цена, за неполный месяц — по дням. Нажмите на сумму, чтобы увидеть, из чего она сложилась.", "Quantity × price; a part of a month by its days. Press a sum to see what it is made of.";
    invoice_opening_text: "Долг перенесён из прежней программы при загрузке абонентов.", "The debt was brought in from another system with the import.";
    paid_by: "Чем оплачен", "Paid by";
    paid_by_none: "Оплат по этому счёту ещё не было.", "Nothing has been paid on this invoice yet.";
    paid_by_payment: "Платёж от {day}", "Payment of {day}";
    // Payments.
    payments: "Платежи", "Payments";
    payment_record: "Принять платёж", "Record a payment";
    payments_search: "Лицевой счёт или имя", "Account or name";
    payments_none: "Платежей пока нет", "No payments yet";
    payments_none_text: "Примите первый: понадобятся номер лицевого счёта и сумма.", "Record the first: an account number and a sum are enough.";
    payment_day: "Дата", "Day";
    payment_method: "Способ", "Method";
    payment_still_advance: "Осталось авансом", "Still an advance";
    method_cash: "Наличные", "Cash";
    method_card: "Банковская карта", "Card";
    method_bank: "На расчётный счёт", "Bank transfer";
    method_opening: "Входящий аванс", "Opening advance";
    method_adjustment: "Перерасчёт", "Recalculation";
    method_writeoff: "Списание", "Write-off";
    desk_title: "Приём платежа", "Record a payment";
    desk_account: "Лицевой счёт", "Account";
    desk_find: "Найти", "Find";
    desk_lost: "Не знаете номер? Найдите абонента по имени, адресу или телефону", "No number? Find the subscriber by name, address or telephone";
    desk_unknown: "Лицевого счёта «{account}» нет", "There is no account “{account}”";
    desk_unknown_text: "Проверьте номер или найдите абонента по имени.", "Check the number or find the subscriber by name.";
    desk_search: "Найти абонента", "Find the subscriber";
    desk_open: "Неоплаченные счета", "Unpaid invoices";
    desk_paid_ahead: "Долга нет: платёж станет авансом и зачтётся в следующих счетах.", "Nothing is owed: the payment becomes an advance for the invoices to come.";
    desk_order: "Сначала погашаются самые старые счета, остаток станет авансом.", "The oldest invoices are paid first; the rest becomes an advance.";
    desk_amount: "Сумма", "Amount";
    desk_received_on: "Дата получения", "Received on";
    desk_note: "Примечание", "Note";
    desk_note_hint: "Номер поручения, за кого внесено; необязательно", "Order number, on whose behalf; optional";
    desk_submit: "Принять", "Record";
    receipt_title: "Квитанция № {number}", "Receipt № {number}";
    receipt_accepted: "Принято", "Received";
    receipt_parts: "Что оплачено", "What it paid";
    receipt_invoice: "Счёт № {number} за {month}", "Invoice № {number}, {month}";
    receipt_advance: "Аванс", "Advance";
    receipt_balance_debt: "Осталось оплатить", "Still to pay";
    receipt_balance_advance: "Аванс на лицевом счёте", "Advance on the account";
    receipt_balance: "Состояние счёта", "Balance";
    receipt_by: "Принял", "Received by";
    receipt_at: "Записано", "Recorded at";
    receipt_next: "Следующий платёж", "Next payment";
}

impl Words {
    /// What a method is called.
    #[must_use]
    pub const fn method(&self, method: Method) -> &'static str {
        match method {
            Method::Cash => self.method_cash,
            Method::Card => self.method_card,
            Method::Bank => self.method_bank,
            Method::Opening => self.method_opening,
            Method::Adjustment => self.method_adjustment,
            Method::Writeoff => self.method_writeoff,
        }
    }
}
