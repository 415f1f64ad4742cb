//! The words of the cash desk, of what a payment would pay, and of what becomes of it afterwards.

use domain::payments::returns::{ReturnKind, State};
use domain::payments::spread::Rule;

ui::texts! {
    /// The words of the desk, slips, returns and reallocations.
    pub struct Words;
    title: "Касса", "Cash desk";
    subtitle: "Лицевой счёт, сумма, Enter", "Account, amount, Enter";
    account: "Лицевой счёт или имя", "Account or name";
    month: "За какой месяц", "For which month";
    month_any: "Как обычно", "As usual";
    month_hint: "Если плательщик назвал месяц, он погашается первым", "A month that the payer names is paid first";
    confirmed: "Да, это ещё один такой же платёж", "Yes, this is another payment";
    show: "Показать разнесение", "Show what it pays";
    by_hand: "Разнести вручную", "Spread by hand";
    found: "Кто это?", "Who is it?";
    shown: "Что будет оплачено", "What will be paid";
    shown_nothing: "Счетов к оплате нет", "Nothing to pay";
    shown_advance: "Останется авансом", "Left as an advance";
    part: "Зачесть", "Part";
    part_of: "Счёт № {number} за {month}, осталось {sum}", "Invoice № {number}, {month}, {sum} open";
    parts_hint: "Пустые строки — по правилу организации", "Empty lines follow the organisation's rule";
    taken: "Принято {sum} — {name}", "{sum} taken from {name}";
    slip: "Квитанция", "Receipt";
    latest: "Мои платежи сегодня", "My payments today";
    latest_none: "Сегодня вы ещё не принимали платежей.", "You have taken no payments today.";
    time: "Время", "Time";
    actions: "Действия", "Actions";
    order_oldest: "Сначала погашаются самые старые счета, остаток станет авансом.", "The oldest invoices are paid first; the rest becomes an advance.";
    order_current: "Сначала погашается последний месяц, затем самые старые счета; остаток станет авансом.", "The newest month is paid first, then the oldest invoices; the rest becomes an advance.";
    order_service: "Погашается по очерёдности услуг, внутри услуги — от старых счетов; остаток станет авансом.", "Services are paid by their priority, within one the oldest first; the rest becomes an advance.";
    order_manual: "Укажите, что погасить; остальное — от старых счетов, остаток станет авансом.", "Say what to pay; the rest goes to the oldest invoices, what is left becomes an advance.";
    rule_oldest: "Сначала самые старые счета", "The oldest invoices first";
    rule_current: "Сначала последний месяц, затем старые", "The newest month first, then the oldest";
    rule_service: "По очерёдности услуг", "By the services' priority";
    rule_manual: "Как укажет кассир, остальное — от старых", "As the cashier says, the rest the oldest first";
    // The cash receipt.
    order: "Квитанция к приходному кассовому ордеру № {number}", "Cash receipt № {number}";
    order_of: "от {day}", "of {day}";
    payer: "Принято от", "Received from";
    address: "Адрес", "Address";
    purpose: "Основание", "Purpose";
    purpose_invoices: "оплата счетов: {list}", "payment of invoices: {list}";
    purpose_advance: "аванс по лицевому счёту", "advance on the account";
    in_words: "Сумма прописью", "Amount in words";
    signature: "Подпись", "Signature";
    // States.
    state_stands: "проведён", "recorded";
    state_reversed: "отменён", "reversed";
    state_partly: "частично возвращён", "refunded in part";
    state_refunded: "возвращён", "refunded";
    no_money: "без денег", "no money";
    // Returns.
    reverse: "Отменить", "Reverse";
    reverse_payment: "Отменить платёж", "Reverse the payment";
    reverse_title: "Отменить платёж № {number}?", "Reverse payment № {number}?";
    reverse_text: "Оплаченные им счета снова станут неоплаченными. Запись останется с пометкой «отменён».", "The invoices that it paid become open again. The record stays, marked as reversed.";
    reverse_usual: "Ошибка при вводе", "Entered by mistake";
    reason: "Причина", "Reason";
    refund: "Вернуть деньги", "Pay money back";
    refund_text: "Вернуть можно свободный аванс этого платежа: {sum}.", "The free advance of this payment can be paid back: {sum}.";
    refund_do: "Вернуть", "Pay back";
    refund_title: "Вернуть деньги абоненту?", "Pay the money back?";
    refund_confirm_text: "Деньги выйдут из кассы или со счёта организации. Отменить возврат нельзя.", "The money leaves the cash desk or the account. A refund can't be undone.";
    returns: "Отмены и возвраты", "Reversals and refunds";
    kind_reversal: "Отмена платежа", "Reversal";
    kind_refund: "Возврат денег", "Refund";
    returned: "Возвращено", "Returned";
    return_order: "Расходный кассовый ордер № {number}", "Cash voucher № {number}";
    return_reversal: "Отмена платежа, документ № {number}", "Reversal № {number}";
    return_to: "Выдано", "Paid to";
    return_accepted: "Выдано", "Paid out";
    return_cancelled: "Отменено", "Reversed";
    return_of: "Платёж № {number} от {day}", "Payment № {number} of {day}";
    return_open: "Документ", "Document";
    day: "Дата", "Day";
    who: "Кто", "Who";
    // Reallocations.
    reallocate: "Разнести заново", "Spread anew";
    reallocate_text: "Укажите суммы по счетам; что не указано, разойдётся по правилу. Прежнее разнесение останется в истории.", "Say the parts; what is left follows the rule. The former parts stay in the history.";
    reallocate_rule: "Остальное", "The rest";
    reallocate_own: "По правилу организации", "By the organisation's rule";
    history: "История разнесения", "History of the parts";
    history_from: "Было", "Before";
    history_to: "Стало", "After";
    history_nothing: "аванс", "advance";
    done_reversed: "Платёж отменён", "The payment is reversed";
    done_refunded: "Деньги возвращены", "The money is paid back";
    done_reallocated: "Платёж разнесён заново", "The payment is spread anew";
}

impl Words {
    /// What becomes of a payment is called so.
    #[must_use]
    pub const fn state(&self, state: State) -> &'static str {
        match state {
            State::Stands => self.state_stands,
            State::Reversed => self.state_reversed,
            State::RefundedPartly => self.state_partly,
            State::Refunded => self.state_refunded,
        }
    }

    /// How a rule is chosen.
    #[must_use]
    pub const fn rule(&self, rule: Rule) -> &'static str {
        match rule {
            Rule::Oldest => self.rule_oldest,
            Rule::Current => self.rule_current,
            Rule::Service => self.rule_service,
            Rule::Manual => self.rule_manual,
        }
    }

    /// What a rule does, as the desk says it.
    #[must_use]
    pub const fn order(&self, rule: Rule) -> &'static str {
        match rule {
            Rule::Oldest => self.order_oldest,
            Rule::Current => self.order_current,
            Rule::Service => self.order_service,
            Rule::Manual => self.order_manual,
        }
    }

    /// What a return is called.
    #[must_use]
    pub const fn return_kind(&self, kind: ReturnKind) -> &'static str {
        match kind {
            ReturnKind::Reversal => self.kind_reversal,
            ReturnKind::Refund => self.kind_refund,
        }
    }
}
