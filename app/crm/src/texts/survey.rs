//! The survey of the staff.

ui::texts! {
    /// The words of the survey.
    pub struct Survey;
    title: "Два вопроса о программе", "Two questions about the program";
    score: "Насколько вероятно, что вы порекомендуете kvitok коллегам?", "How likely are you to recommend kvitok to colleagues?";
    score_hint: "0 — точно нет, 10 — обязательно.", "0 means not at all, 10 means certainly.";
    wish: "Чего не хватает?", "What is missing?";
    submit: "Отправить", "Send";
    later: "Спросить позже", "Ask later";
    dismiss: "Не спрашивать", "Don't ask";
    thanks: "Спасибо! Ответ записан.", "Thank you! Your answer is recorded.";
    postponed: "Спросим через месяц", "We will ask in a month";
    dismissed: "В этом квартале больше не спросим", "We will not ask again this quarter";
}
