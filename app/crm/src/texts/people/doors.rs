//! Signing in and accepting an invitation.

ui::texts! {
    /// The words of the doors.
    pub struct Doors;
    log_in_title: "Вход", "Log in";
    email: "Электронная почта", "E-mail";
    password: "Пароль", "Password";
    log_in: "Войти", "Log in";
    forgotten: "Забыли пароль?", "Forgot the password?";
    forgot_text: "Введите почту, с которой входите: пришлём одноразовую ссылку. Новую ссылку может создать и администратор вашей организации.", "Type the e-mail with which you log in: we send a one-time link. Your organisation's administrator can make one too.";
    forgot_send: "Отправить ссылку", "Send the link";
    forgot_sent: "Если такой адрес есть, мы отправили письмо", "If there is such an address, we have sent a letter";
    forgot_sent_text: "Ссылка в нём действует один час. Не пришло — проверьте папку «Спам» и адрес или попросите администратора вашей организации.", "The link in it works for one hour. If nothing comes, check the spam folder and the address, or ask your organisation's administrator.";
    welcome_title: "Добро пожаловать", "Welcome";
    welcome_text: "Вас пригласили работать в «{place}». Проверьте имя и придумайте пароль — после этого вы сразу войдёте.", "You have been invited to work in {place}. Check your name and choose a password; you will be logged in at once.";
    reset_title: "Новый пароль", "New password";
    reset_text: "Придумайте новый пароль. На всех других устройствах понадобится войти заново.", "Choose a new password. You will have to log in again on every other device.";
    link_title: "Приглашение", "Invitation";
    name: "Имя", "Name";
    name_hint: "Так вас увидят коллеги: имя стоит рядом с вашими записями.", "Colleagues will see it next to your records.";
    new_password: "Новый пароль", "New password";
    password_hint: "Не короче 8 знаков. Удобнее всего — несколько слов подряд.", "At least 8 characters. A few words in a row work best.";
    accept: "Сохранить и войти", "Save and log in";
    expired_title: "Ссылка больше не действует", "The link no longer works";
    expired_text: "По ней уже вошли, вместо неё создали новую или вышел её срок.", "It has been used, replaced by a newer one, or has expired.";
    expired_next: "Попросите администратора вашей организации создать новую ссылку. Если пароль уже задан, просто войдите.", "Ask your organisation's administrator for a new link. If you have a password already, just log in.";
    to_log_in: "Перейти ко входу", "Go to log-in";
}
