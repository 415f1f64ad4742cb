//! The words of the business figures.

ui::texts! {
    /// Business figures.
    pub struct Words;
    title: "Показатели", "Metrics";
    subtitle: "За двенадцать месяцев; собирает фоновая задача каждый час", "Twelve months; a background job collects them every hour";
    none: "Показателей пока нет", "No figures yet";
    none_text: "Они появятся, когда в организациях начнут работать и пройдёт первый сбор.", "They appear once somebody works in an organisation and the first collection has run.";
    tenants: "Работающие организации", "Active organisations";
    tenants_text: "Организации, в которых за месяц кто-то что-то сделал.", "Organisations in which somebody did something in the month.";
    subscribers: "Абоненты в системе", "Subscribers in the system";
    subscribers_text: "Без архива, в работающих организациях.", "Without the archive, in active organisations.";
    payments: "Принятые платежи, {currency}", "Payments taken, {currency}";
    payments_text: "По дню платежа.", "By the day of the payment.";
    score: "Довольны ли сотрудники", "Are the staff satisfied";
    score_text: "Средняя оценка от 0 до 10 по опросу раз в квартал.", "Mean score from 0 to 10, asked once a quarter.";
    month: "Месяц", "Month";
    value: "Значение", "Value";
    answers: "Ответов", "Answers";
    chart_describe: "{what} по месяцам", "{what} by month";
}
