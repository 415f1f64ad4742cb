//! The words of the letters, and of a forgotten password.

use domain::mail::Status;

ui::texts! {
    /// The words of the letters' pages.
    pub struct Words;
    title: "Письма", "Letters";
    subtitle: "Приглашения и новые пароли: что отправлено, что ждёт, что не ушло", "Invitations and new passwords: what was sent, what waits, what failed";
    status: "Состояние", "Status";
    every_status: "Все", "All";
    to: "Кому", "To";
    subject: "Тема", "Subject";
    tenant: "Организация", "Organisation";
    own: "площадка", "the installation";
    created: "Создано", "Created";
    attempts: "Попыток", "Attempts";
    next_try: "Следующая попытка", "Next attempt";
    sent_at: "Отправлено", "Sent";
    cause: "Что помешало", "What stood against it";
    none: "Писем пока нет", "No letters yet";
    none_text: "Они появятся, когда кого-нибудь пригласят или кто-нибудь забудет пароль.", "They appear once somebody is invited or forgets a password.";
    queued: "В очереди", "Queued";
    sent: "Отправлено", "Sent";
    failed: "Не ушло", "Failed";
    kept: "Не отправлялось", "Not sent";
    kept_text: "Почтовый сервер не настроен, поэтому письмо лежит здесь. Передайте его текст получателю или настройте smtp_url и отправьте ещё раз.", "No mail server is configured, so the letter lies here. Hand its text to the recipient, or configure smtp_url and send it again.";
    failed_text: "Почтовый сервер так и не принял письмо. Устраните причину и отправьте ещё раз.", "The mail server never took the letter. Remove the cause and send it again.";
    text: "Текст письма", "Text of the letter";
    text_gone: "Письмо отправлено, и его текст стёрт: в нём была одноразовая ссылка.", "The letter was sent and its text was wiped: a one-time link stood in it.";
    text_hidden: "Текст видит только владелец площадки: в нём одноразовая ссылка.", "Only the owner of the installation sees the text: a one-time link stands in it.";
    retry: "Отправить ещё раз", "Send again";
    done_requeued: "Письмо снова в очереди", "The letter is queued again";
    mailed: "Письмо с этой ссылкой для {email} поставлено в очередь.", "A letter with this link for {email} is queued.";
    to_letters: "Посмотреть письма", "See the letters";
    forgotten: "Забыли пароль?", "Forgot the password?";
    forgot_title: "Новый пароль", "New password";
    forgot_text: "Введите почту, с которой входите: пришлём одноразовую ссылку.", "Type the e-mail with which you log in: we send a one-time link.";
    forgot_send: "Отправить ссылку", "Send the link";
    forgot_sent: "Если такой адрес есть, мы отправили письмо", "If there is such an address, we have sent a letter";
    forgot_sent_text: "Ссылка в нём действует один час. Не пришло — проверьте папку «Спам» и адрес.", "The link in it works for one hour. If nothing comes, check the spam folder and the address.";
    back_to_log_in: "Ко входу", "To log-in";
    reset_text: "Придумайте новый пароль. На всех других устройствах понадобится войти заново.", "Choose a new password. You will have to log in again on every other device.";
    new_password: "Новый пароль", "New password";
    save: "Сохранить и войти", "Save and log in";
    expired: "Ссылка больше не действует", "The link no longer works";
    expired_text: "По ней уже вошли, вместо неё создали новую или прошёл час. Запросите новую.", "It has been used, replaced by a newer one, or an hour has passed. Ask for a new one.";
}

impl Words {
    /// What a status is called.
    #[must_use]
    pub const fn status_of(&self, status: Status) -> &'static str {
        match status {
            Status::Queued => self.queued,
            Status::Sent => self.sent,
            Status::Failed => self.failed,
            Status::Kept => self.kept,
        }
    }
}
