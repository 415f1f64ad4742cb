//! The landlord's people, and one's own account.

use domain::landlords::Role;

ui::texts! {
    /// The words of the landlord's people.
    pub struct People;
    title: "Сотрудники", "People";
    subtitle: "Кто управляет площадкой", "Who runs the installation";
    name: "Имя", "Name";
    email: "Электронная почта", "E-mail";
    role: "Роль", "Role";
    state: "Доступ", "Access";
    owner: "Владелец", "Owner";
    support: "Поддержка", "Support";
    owner_about: "всё: организации, сотрудники, журнал", "everything: organisations, people, audit log";
    support_about: "видит организации и журнал, входит в организацию с указанием причины", "sees organisations and the audit log, enters an organisation for a stated reason";
    me: "это вы", "you";
    active: "открыт", "open";
    invited: "ждёт первого входа", "waiting for first log-in";
    disabled: "закрыт", "closed";
    last_log_in: "последний вход {day}", "last log-in {day}";
    invite: "Пригласить сотрудника", "Invite a colleague";
    invite_text: "Появится ссылка. Отправьте её сотруднику: он задаст пароль и сразу войдёт.", "You get a link. Send it to the colleague, who sets a password and is logged in at once.";
    invite_submit: "Создать приглашение", "Create the invitation";
    link_for: "Ссылка для {email}", "Link for {email}";
    link_label: "Ссылка", "Link";
    link_how: "Сработает один раз, до {until}. Второй раз не покажется: если потеряется, создайте новую.", "It works once, until {until}. It is not shown again: if it gets lost, make a new one.";
    close: "Закрыть", "Close";
    role_submit: "Сменить роль", "Change the role";
    link_heading: "Ссылка для входа", "Link to log in";
    link_text: "Нужна, если сотрудник забыл пароль или не успел принять приглашение. Прежняя ссылка перестанет действовать.", "For a colleague who forgot the password or did not accept the invitation in time. The earlier link stops working.";
    link_submit: "Создать новую ссылку", "Make a new link";
    disable: "Закрыть доступ", "Close access";
    disable_title: "Закрыть доступ?", "Close access?";
    disable_text: "{name} сразу выйдет из консоли и не сможет войти снова. Записи в журнале сохранятся. Доступ можно вернуть.", "{name} will be logged out at once and can't log in again. The audit log keeps its records. Access can be given back.";
    enable: "Открыть доступ", "Open access";
    enable_text: "Сотрудник снова сможет войти с прежним паролем.", "The colleague will be able to log in with the earlier password.";
    me_text: "Свой доступ закрыть нельзя: это сделает другой владелец. Пароль меняется в разделе «Учётная запись».", "You can't close your own access; another owner can. Change your password under Account.";
    account: "Учётная запись", "Account";
    about_me: "О вас", "About you";
    password: "Смена пароля", "Change the password";
    password_text: "На других устройствах придётся войти заново.", "You will have to log in again on other devices.";
    current: "Нынешний пароль", "Present password";
    new: "Новый пароль", "New password";
    password_submit: "Сменить пароль", "Change the password";
    welcome: "Добро пожаловать", "Welcome";
    welcome_text: "Задайте пароль, чтобы войти в консоль площадки.", "Set a password to log in to the console.";
    reset: "Новый пароль", "New password";
    reset_text: "Задайте новый пароль. Прежний перестанет действовать.", "Set a new password. The earlier one stops working.";
    accept: "Войти", "Log in";
    expired: "Ссылка не действует", "The link does not work";
    expired_text: "Её уже использовали, заменили новой, или срок истёк. Попросите новую у владельца площадки.", "It was used, replaced, or has expired. Ask the installation's owner for a new one.";
    done_role: "Роль изменена, новые права уже действуют", "Role changed, the new rights already hold";
    done_disabled: "Доступ закрыт", "Access closed";
    done_enabled: "Доступ открыт", "Access opened";
    done_password: "Пароль изменён", "Password changed";
}

impl People {
    /// What a role is called.
    #[must_use]
    pub const fn role_name(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.owner,
            Role::Support => self.support,
        }
    }

    /// What a role may do.
    #[must_use]
    pub const fn role_about(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.owner_about,
            Role::Support => self.support_about,
        }
    }
}
