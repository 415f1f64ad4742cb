//! The words of the rules of the books.

ui::texts! {
    /// The words of the page of rules.
    pub struct Words;
    title: "Правила расчётов", "Rules of the books";
    subtitle: "Как разносятся платежи и что проверяется перед начислением", "How payments are spread and what is checked before charging";
    payments: "Платежи и начисления", "Payments and charges";
    allocation_rule: "Как разносить платежи", "How payments are spread";
    allocation_rule_hint: "Пени всегда погашаются последними. Названный плательщиком месяц — первым.", "Penalties are always paid last. A month that the payer names comes first.";
    write_off_limit: "Списание копеек без согласования, не больше", "Write-off of small differences, at most";
    write_off_limit_hint: "Разницу до этой суммы руководитель может списать как округление", "A manager may write off a difference up to this as rounding";
    grace_days: "Выставлять черновик начислений сам через, дней", "A draft issues itself after, days";
    grace_days_hint: "Пусто — только после подтверждения", "Empty: only when somebody confirms it";
    outlier_percent: "Отмечать изменение к прошлому месяцу больше, %", "Show a change to the month before above, %";
    park_times: "Откладывать сумму больше средней во столько раз", "Park a sum of so many times the average";
    park_times_hint: "Средняя за три месяца", "The average of three months";
    park_lines: "Откладывать счёт, где строк больше", "Park an account with more lines than";
    only_admin: "Менять правила может администратор.", "An administrator may change the rules.";
    never: "никогда", "never";
    link: "Правила расчётов", "Rules of the books";
}
