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
    score: "Готовность рекомендовать, NPS", "Would recommend, NPS";
    score_text: "Доля оценок 9–10 минус доля оценок 0–6, в процентах. Опрос раз в квартал; значение стоит в его первом месяце.", "Share of 9–10 less the share of 0–6, per cent. Asked once a quarter; the value stands in its first month.";
    month: "Месяц", "Month";
    value: "Значение", "Value";
    chart_describe: "{what} по месяцам", "{what} by month";
}
