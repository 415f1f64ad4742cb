//! One's own account.

ui::texts! {
    /// The words of one's own account.
    pub struct Account;
    title: "Учётная запись", "Account";
    about: "О вас", "About you";
    name: "Имя", "Name";
    email: "Почта для входа", "E-mail to log in with";
    role: "Роль", "Role";
    about_note: "Роль назначает администратор.", "The role is given by an administrator.";
    password: "Пароль", "Password";
    password_text: "После смены пароля на других устройствах понадобится войти заново. На этом вы останетесь в программе.", "After the change you will have to log in again on other devices. On this one you stay logged in.";
    current: "Нынешний пароль", "Current password";
    new: "Новый пароль", "New password";
    new_hint: "Не короче 8 знаков. Удобнее всего — несколько слов подряд.", "At least 8 characters. A few words in a row work best.";
    submit: "Сменить пароль", "Change password";
}
