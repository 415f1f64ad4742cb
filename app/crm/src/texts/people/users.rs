//! The staff.

ui::texts! {
    /// The words of the staff.
    pub struct Users;
    title: "Сотрудники", "Staff";
    subtitle: "Кто входит в программу и что может делать", "Who logs in and what they may do";
    table: "Сотрудники", "Staff";
    name: "Имя", "Name";
    email: "Электронная почта", "E-mail";
    role: "Роль", "Role";
    state: "Доступ", "Access";
    last_log_in: "последний вход {day}", "last log-in {day}";
    me: "это вы", "you";
    active: "открыт", "open";
    invited: "ждёт первого входа", "waiting for first log-in";
    disabled: "закрыт", "closed";
    invite: "Пригласить сотрудника", "Invite a colleague";
    invite_text: "Сотруднику уйдёт письмо со ссылкой: по ней он задаст пароль и сразу войдёт. Ссылку увидите и вы.", "The colleague gets a letter with a link, sets a password and is logged in at once. You see the link too.";
    invite_submit: "Создать приглашение", "Create the invitation";
    admin_about: "всё, включая сотрудников", "everything, staff included";
    manager_about: "услуги, счета, импорт и вся работа оператора", "services, invoices, imports and all of an operator's work";
    operator_about: "абоненты, дома, платежи", "subscribers, houses, payments";
    done: "Закрыть", "Close";
    role_submit: "Сменить роль", "Change the role";
    link_heading: "Ссылка для входа", "Link to log in";
    link_text: "Нужна, если сотрудник забыл пароль или не успел принять приглашение. Прежняя ссылка перестанет действовать.", "For a colleague who forgot the password or did not accept the invitation in time. The earlier link stops working.";
    link_submit: "Создать новую ссылку", "Make a new link";
    access_heading: "Доступ", "Access";
    disable: "Закрыть доступ", "Close access";
    disable_title: "Закрыть доступ?", "Close access?";
    disable_text: "{name} сразу выйдет из программы и не сможет войти снова. Всё, что записано под этим именем, сохранится. Доступ можно вернуть.", "{name} will be logged out at once and can't log in again. Everything recorded under this name stays. Access can be given back.";
    enable: "Открыть доступ", "Open access";
    enable_text: "Сотрудник снова сможет войти с прежним паролем.", "The colleague will be able to log in with the earlier password.";
    me_text: "Свой доступ закрыть нельзя: это сделает другой администратор. Пароль меняется в разделе «Учётная запись».", "You can't close your own access; another administrator can. Change your password under Account.";
    to_account: "Учётная запись", "Account";
    link_for: "Ссылка для {email}", "Link for {email}";
    link_how: "Письмо с ней уже отправляется. Можно передать её и самим. Ссылка сработает один раз, до {until}. Второй раз она не покажется: если потеряется, создайте новую.", "A letter with it is on its way; you can hand it over yourself too. It works once, until {until}. It is not shown again: if it gets lost, make a new one.";
    link_label: "Ссылка", "Link";
    link_manual: "Скопируйте адрес этой ссылки:", "Copy the address of this link:";
    link_open: "приглашение для {email}", "invitation for {email}";
    copy: "Скопировать", "Copy";
    copied: "Скопировано", "Copied";
}
