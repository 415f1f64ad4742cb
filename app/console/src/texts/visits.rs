//! Visits: entering a tenant as one of its staff.

ui::texts! {
    /// The words of the visits.
    pub struct Visits;
    log_in_as: "Войти как…", "Log in as…";
    title: "Вход от имени сотрудника", "Log in as one of the staff";
    about: "Вы увидите данные организации и сможете работать в ней до 60 минут. Причина и всё сделанное запишутся в оба журнала: организации и площадки. Пароли, роли и приглашения менять нельзя.", "You will see the organisation's data and can work there for up to 60 minutes. The reason and all you do go into both audit logs, the organisation's and the installation's. Passwords, roles and invitations can't be changed.";
    who: "От имени", "As";
    reason: "Причина", "Reason";
    reason_hint: "Не короче 10 знаков: номер обращения и что нужно сделать.", "At least 10 characters: the request's number and what is to be done.";
    submit: "Получить пропуск", "Get a pass";
    ready: "Пропуск готов", "The pass is ready";
    ready_text: "Действует 60 секунд и срабатывает один раз.", "It works for 60 seconds and only once.";
    go: "Перейти в организацию", "Go to the organisation";
    nobody: "Войти пока не от кого", "There is nobody to log in as";
    nobody_text: "В организации ещё никто не принял приглашение.", "Nobody of the organisation has accepted an invitation yet.";
}
