//! The first page.

ui::texts! {
    /// The words of the first page.
    pub struct Dashboard;
    title: "Главная", "Home";
    greeting: "Здравствуйте, {name}", "Hello, {name}";
    when: "Сегодня {day}, расчётный месяц — {month}", "Today is {day}, the billing month is {month}";
    record_payment: "Принять платёж", "Record a payment";
    new_subscriber: "Новый абонент", "New subscriber";
    subscribers: "Абоненты", "Subscribers";
    subscribers_note: "без учёта архива", "archive left out";
    debt: "Задолженность", "Debt";
    debtors: ["должник", "должника", "должников"], ["debtor", "debtors", "debtors"];
    no_debtors: "должников нет", "nobody owes anything";
    charged: "Начислено за месяц", "Charged this month";
    charged_none: "счета ещё не выставлены", "no invoices yet";
    charged_note: "по выставленным счетам", "by issued invoices";
    paid: "Оплачено за месяц", "Paid this month";
    paid_share: "{percent} % от начисленного", "{percent}% of the charges";
    paid_none: "платежей ещё не было", "no payments yet";
    paid_note: "все поступления", "everything received";
    advance_note: "{before} · авансы {sum}", "{before} · advances {sum}";
    chart: "Начислено и оплачено за 12 месяцев", "Charged and paid, 12 months";
    chart_describe: "Столбцы по месяцам: начислено и оплачено, {from} — {to}", "Bars by month: charged and paid, {from} to {to}";
    chart_empty: "Здесь появится график", "A chart will appear here";
    chart_empty_text: "Он сравнит начисления и оплату по месяцам, как только вы выставите первые счета.", "It will compare charges and payments by month once the first invoices are issued.";
    month: "Месяц", "Month";
    series_charged: "Начислено", "Charged";
    series_paid: "Оплачено", "Paid";
    steps: "С чего начать", "First steps";
    steps_done: "Выполнено {done} из {all}", "{done} of {all} done";
    step_service: "Заведите услугу с ценой", "Register a service with a price";
    step_service_text: "Например, содержание дома, вывоз мусора или интернет.", "Maintenance, waste collection or internet, for example.";
    step_service_action: "Добавить услугу", "Add a service";
    step_subscriber: "Добавьте абонентов", "Add subscribers";
    step_subscriber_text: "По одному или сразу все — из таблицы с адресами и остатками.", "One by one, or all at once from a table with addresses and balances.";
    step_subscriber_action: "Добавить абонента", "Add a subscriber";
    step_subscriber_import: "Загрузить из таблицы", "Import a table";
    step_invoice: "Выставьте счета за месяц", "Issue the month's invoices";
    step_invoice_text: "Подключите услуги абонентам и сформируйте счета: перед этим программа покажет итог.", "Link services to subscribers and issue invoices; the program shows the totals first.";
    step_invoice_action: "Выставить счета", "Issue invoices";
    step_payment: "Примите первый платёж", "Record the first payment";
    step_payment_text: "Он сам распределится по неоплаченным счетам, начиная с самого старого.", "It is spread over unpaid invoices by itself, the oldest first.";
    step_payment_action: "Принять платёж", "Record a payment";
    step_is_done: "Сделано", "Done";
    step_is_for_others: "Это делает администратор или руководитель", "An administrator or manager does this";
}
