//! The words of corrections: void invoices, recalculations.

use domain::corrections::Ground;

ui::texts! {
    /// The words of corrections.
    pub struct Words;
    adjustment: "Перерасчёт", "Recalculation";
    adjustments: "Перерасчёты", "Recalculations";
    adjustment_no: "Перерасчёт № {number}", "Recalculation {number}";
    none: "Перерасчётов не было.", "No recalculations.";
    make: "Сделать перерасчёт", "Recalculate";
    new_title: "Новый перерасчёт", "New recalculation";
    new_subtitle: "{account} · {name}", "{account} · {name}";
    month: "Месяц", "Month";
    show: "Показать", "Show";
    charged_title: "Начислено за {month}", "Charged for {month}";
    charged_none: "За {month} этому абоненту ничего не начислено. Снять можно только то, что было начислено; доначислить можно в любом месяце.", "Nothing was charged to this subscriber for {month}. Only what was charged can be credited; more can be charged for any month.";
    service: "Услуга", "Service";
    choose: "Выберите услугу", "Choose a service";
    charged: "Начислено", "Charged";
    direction: "Что сделать", "What to do";
    credit: "Снять: начислено лишнее", "Credit: too much was charged";
    debit: "Доначислить: начислено мало", "Charge: too little was charged";
    amount: "Сумма", "Amount";
    amount_hint: "Без знака. Снять можно не больше, чем начислено по услуге за месяцы периода.", "Without a sign. No more can be credited than the service was charged in the months of the period.";
    period_from: "Период с", "Period from";
    period_to: "по", "to";
    ground: "Основание", "Ground";
    reason: "Причина", "Reason";
    reason_hint: "Её прочтёт абонент: «временное отсутствие, справка от 12.10.2026».", "The subscriber reads it: “away, certificate of 12 Oct 2026”.";
    explanation: "Как посчитано", "How it was computed";
    explanation_hint: "Например: 15 дней из 31 × 1 250,00.", "For example: 15 days of 31 × 1,250.00.";
    confirm: "Провести перерасчёт", "Make the recalculation";
    immutable: "Проведённый перерасчёт не меняется: ошибку исправляет ещё один перерасчёт.", "A recalculation does not change once made: a mistake is corrected by another one.";
    ground_absence: "Временное отсутствие", "Absence";
    ground_quality: "Качество или перерыв в услуге", "Quality or interruption of the service";
    ground_error: "Ошибка в начислении", "Mistake in the charge";
    ground_benefit: "Льгота или субсидия", "Benefit or subsidy";
    ground_tariff: "Изменение тарифа", "Change of the tariff";
    ground_reading: "Уточнение показаний", "Corrected reading";
    ground_other: "Другое", "Other";
    period: "Период", "Period";
    booked: "Проведён", "Made on";
    made_by: "Кто провёл", "Made by";
    to_invoice: "Счёт к оплате", "Invoice to pay";
    to_payment: "Зачтено в оплату", "Credited";
    subscriber: "Абонент", "Subscriber";
    done: "Перерасчёт проведён", "Recalculation made";
    void: "Аннулировать", "Void";
    void_title: "Аннулировать счёт № {number}?", "Void invoice {number}?";
    void_text: "Счёт перестанет учитываться, номер останется занятым. Оплаченное вернётся в аванс и закроет другие счета абонента; месяц можно будет начислить заново.", "The invoice will no longer count; its number stays taken. What was paid becomes an advance and pays the subscriber's other invoices; the month can be charged again.";
    void_reason: "Причина", "Reason";
    void_confirm: "Аннулировать счёт", "Void the invoice";
    voided_title: "Счёт аннулирован {day}", "Voided on {day}";
    voided_text: "{reason}. {by}.", "{reason}. {by}.";
    done_void: "Счёт аннулирован", "Invoice voided";
}

impl Words {
    /// What a ground is called.
    #[must_use]
    pub const fn ground_of(&self, ground: Ground) -> &'static str {
        match ground {
            Ground::Absence => self.ground_absence,
            Ground::Quality => self.ground_quality,
            Ground::Error => self.ground_error,
            Ground::Benefit => self.ground_benefit,
            Ground::Tariff => self.ground_tariff,
            Ground::Reading => self.ground_reading,
            Ground::Other => self.ground_other,
        }
    }
}
