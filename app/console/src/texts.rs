//! The words of the console. In Russian a tenant is «организация»: that is what the landlord's people call it.

pub mod audit;
pub mod domains;
pub mod fleet;
pub mod isolation;
pub mod jobs;
pub mod letters;
pub mod metrics;
pub mod orphans;
pub mod people;
pub mod tenants;
pub mod visits;

use domain::tenants::Status;
use domain::{Currency, Language};

ui::texts! {
    /// The words of the landlord's pages.
    pub struct Words;
    // Sections and lists.
    tenants: "Организации", "Organisations";
    trash: "Корзина", "Trash";
    in_service: "В работе", "In service";
    in_trash: "В корзине", "In the trash";
    search: "Название, адрес или почта", "Name, address or e-mail";
    col_name: "Название", "Name";
    col_address: "Адрес", "Address";
    col_status: "Состояние", "Status";
    col_created: "Создана", "Created";
    open: "Открыть", "Open";
    new: "Новая организация", "New organisation";
    add: "Создать организацию", "Create an organisation";
    none_yet: "Организаций пока нет", "No organisations yet";
    none_yet_text: "Создайте первую: у неё сразу будут свой адрес, своя база данных и приглашение для администратора.", "Create the first one: it gets its own address, its own database and an invitation for its administrator.";
    trash_empty: "Корзина пуста", "The trash is empty";
    trash_empty_text: "Здесь лежат организации, которые закрыли. Их данные целы, пока организацию не удалят навсегда.", "Organisations that were closed are kept here. Their data stays until an organisation is deleted for good.";
    to_tenants: "К списку организаций", "To the organisations";
    count: ["организация", "организации", "организаций"], ["organisation", "organisations", "organisations"];
    // Statuses.
    creating: "Создаётся", "Being created";
    active: "В работе", "In service";
    suspended: "Приостановлена", "Suspended";
    trashed: "В корзине", "In the trash";
    purging: "Удаляется", "Being deleted";
    // The forms.
    organisation: "Организация", "Organisation";
    name: "Название", "Name";
    name_hint: "Так организацию увидят её сотрудники.", "What the organisation's staff will see.";
    name_example: "ТСЖ «Ромашка»", "Daisy Housing Association";
    slug: "Адрес", "Address";
    slug_hint: "От 3 до 40 знаков: латинские буквы, цифры и дефис.", "3 to 40 characters: Latin letters, digits and hyphens.";
    slug_example: "romashka", "daisy";
    slug_preview: "Организация откроется по адресу", "The organisation will open at";
    slug_moves: "Если изменить адрес, прежний будет вести на новый. Сотрудникам придётся войти ещё раз.", "If you change it, the former address leads to the new one. The staff will have to log in again.";
    region: "Время, деньги, язык", "Time, money, language";
    time_zone: "Часовой пояс", "Time zone";
    time_zone_hint: "По нему считаются дни: даты платежей и сроки оплаты.", "Business days follow it: dates of payments, due dates.";
    currency: "Валюта учёта", "Currency of the books";
    currency_hint: "Позже её не изменить.", "It can't be changed later.";
    language: "Язык", "Language";
    language_hint: "На нём откроется страница входа. Каждый сотрудник может выбрать свой.", "The log-in page opens in it. Everybody can choose another one.";
    first_admin: "Первый администратор", "First administrator";
    admin_email: "Почта администратора", "Administrator's e-mail";
    admin_email_hint: "После создания вы получите одноразовую ссылку-приглашение. Передайте её администратору: по ней он придумает пароль.", "You will get a one-time invitation link. Hand it to the administrator, who sets a password with it.";
    create: "Создать", "Create";
    contacts: "Связь с организацией", "Contacts";
    contact_email: "Почта для связи", "Contact e-mail";
    contact_phone: "Телефон для связи", "Contact phone";
    // A tenant was created.
    created_title: "Организация создана", "The organisation is ready";
    created_text: "{name}: создана за {seconds} с и уже открыта.", "{name} was created in {seconds} s and is open already.";
    invitation: "Ссылка-приглашение администратора", "The administrator's invitation link";
    invitation_hint: "Ссылка показывается один раз, действует 7 дней и срабатывает однажды. Отправьте её администратору.", "The link is shown once, works for 7 days and only once. Send it to the administrator.";
    copy: "Скопировать ссылку", "Copy the link";
    copied: "Ссылка скопирована", "The link is copied";
    open_card: "Открыть карточку", "Open the card";
    create_more: "Создать ещё одну", "Create another one";
    // The card.
    facts: "Сведения", "Facts";
    address: "Адрес", "Address";
    former: "Прежние адреса", "Former addresses";
    former_note: "Ведут на нынешний адрес.", "They lead to the present address.";
    today: "Сегодня там", "Today there";
    technical: "Размещение", "Placement";
    database: "База данных", "Database";
    schema_version: "Версия схемы", "Schema version";
    created_at: "Создана", "Created";
    created_in: "{when}, за {seconds} с", "{when}, in {seconds} s";
    trashed_at: "В корзине с", "In the trash since";
    change: "Изменить", "Edit";
    edit: "Правка организации", "Edit the organisation";
    to_trash: "В корзину", "To the trash";
    trash_ask: "Убрать {name} в корзину?", "Move {name} to the trash?";
    trash_text: "Войти в организацию станет нельзя. Данные останутся, и её можно будет восстановить.", "Nobody will be able to log in. The data stays, and the organisation can be restored.";
    trash_confirm: "Убрать в корзину", "Move to the trash";
    restore: "Восстановить", "Restore";
    suspend: "Приостановить", "Suspend";
    suspend_ask: "Приостановить работу {name}?", "Suspend {name}?";
    suspend_text: "Сотрудники увидят страницу с причиной и войти не смогут. Данные останутся на месте.", "The staff will see a page with the reason and can't log in. The data stays.";
    suspend_reason: "Причина — её прочтут сотрудники", "The reason, as the staff will read it";
    suspend_example: "Не оплачен счёт за октябрь.", "The invoice for October is not paid.";
    resume: "Возобновить", "Resume";
    is_suspended: "Работа приостановлена", "Suspended";
    is_trashed: "Организация в корзине", "The organisation is in the trash";
    is_trashed_text: "Её адрес закрыт, сотрудники войти не могут. Данные целы.", "Its address is closed and the staff can't log in. The data is safe.";
    is_creating: "Организация ещё создаётся. Обновите страницу через минуту.", "The organisation is still being created. Reload the page in a minute.";
    is_purging: "Удаление начато, но не завершено. Повторите его, чтобы довести до конца.", "The deletion has begun and is not complete. Repeat it to bring it to its end.";
    danger: "Удаление навсегда", "Permanent deletion";
    danger_text: "Будут удалены база данных со всеми абонентами, счетами и платежами, адреса и учётные записи. Вернуть их не сможет никто.", "The database with all subscribers, invoices and payments, the addresses and the accounts will be deleted. Nobody can bring them back.";
    purge_slug: "Адрес организации", "Address of the organisation";
    purge_hint: "Чтобы подтвердить, введите: {slug}", "To confirm, type: {slug}";
    purge: "Удалить навсегда", "Delete for good";
    // The doors.
    log_in: "Вход", "Log in";
    log_in_text: "Для сотрудников площадки. Организации входят по своим адресам.", "For the people of the installation. Organisations log in at their own addresses.";
    email: "Почта", "E-mail";
    password: "Пароль", "Password";
    do_log_in: "Войти", "Log in";
    setup: "Первый запуск", "First start";
    setup_text: "Заведите свою учётную запись: она станет владельцем площадки.", "Make your account: it becomes the owner of the installation.";
    your_name: "Ваше имя", "Your name";
    new_password_hint: "Не короче 8 знаков. Лучше несколько слов, которые легко запомнить.", "At least 8 characters. A few words that are easy to remember are best.";
    do_setup: "Создать учётную запись", "Create the account";
    setup_used: "Ссылка уже не действует", "The link no longer works";
    setup_used_text: "По ней уже создали учётную запись, или её заменила более новая. Войдите с почтой и паролем; новая ссылка появляется в журнале сервера, пока не создана ни одна учётная запись.", "An account was made with it, or a newer link has replaced it. Log in with your e-mail and password; the server's log shows a new link as long as there is no account.";
    // What went wrong.
    not_found: "Страница не найдена", "Page not found";
    not_found_text: "Проверьте адрес или вернитесь к списку организаций.", "Check the address or go back to the organisations.";
    // Notices.
    done_created: "Организация создана", "The organisation was created";
    done_saved: "Изменения сохранены", "The changes are saved";
    done_trashed: "Организация убрана в корзину", "The organisation is in the trash";
    done_restored: "Организация снова в работе", "The organisation is in service again";
    done_suspended: "Работа организации приостановлена", "The organisation is suspended";
    done_resumed: "Организация снова в работе", "The organisation is in service again";
    done_purged: "Организация удалена навсегда", "The organisation was deleted for good";
    // Places and money.
    kaliningrad: "Калининград", "Kaliningrad";
    moscow: "Москва, Санкт-Петербург", "Moscow, Saint Petersburg";
    samara: "Самара, Ижевск", "Samara, Izhevsk";
    yekaterinburg: "Екатеринбург, Челябинск", "Yekaterinburg, Chelyabinsk";
    omsk: "Омск", "Omsk";
    krasnoyarsk: "Красноярск", "Krasnoyarsk";
    irkutsk: "Иркутск, Улан-Удэ", "Irkutsk, Ulan-Ude";
    yakutsk: "Якутск, Чита", "Yakutsk, Chita";
    vladivostok: "Владивосток, Хабаровск", "Vladivostok, Khabarovsk";
    magadan: "Магадан", "Magadan";
    kamchatka: "Петропавловск-Камчатский", "Petropavlovsk-Kamchatsky";
    minsk: "Минск", "Minsk";
    almaty: "Алма-Ата, Астана", "Almaty, Astana";
    utc: "Всемирное время", "Universal time";
    rub: "Российский рубль", "Russian rouble";
    byn: "Белорусский рубль", "Belarusian rouble";
    kzt: "Казахстанский тенге", "Kazakhstani tenge";
    eur: "Евро", "Euro";
    usd: "Доллар США", "US dollar";
}

impl Words {
    /// What a status is called.
    #[must_use]
    pub const fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Creating => self.creating,
            Status::Active => self.active,
            Status::Suspended => self.suspended,
            Status::Trashed => self.trashed,
            Status::Purging => self.purging,
        }
    }

    /// The cities of a time zone; its own name where the table has none.
    #[must_use]
    pub fn city<'a>(&self, zone: &'a str) -> &'a str {
        match zone {
            "Europe/Kaliningrad" => self.kaliningrad,
            "Europe/Moscow" => self.moscow,
            "Europe/Samara" => self.samara,
            "Asia/Yekaterinburg" => self.yekaterinburg,
            "Asia/Omsk" => self.omsk,
            "Asia/Krasnoyarsk" => self.krasnoyarsk,
            "Asia/Irkutsk" => self.irkutsk,
            "Asia/Yakutsk" => self.yakutsk,
            "Asia/Vladivostok" => self.vladivostok,
            "Asia/Magadan" => self.magadan,
            "Asia/Kamchatka" => self.kamchatka,
            "Europe/Minsk" => self.minsk,
            "Asia/Almaty" => self.almaty,
            "UTC" => self.utc,
            other => other,
        }
    }

    /// What a currency is called, with its sign.
    #[must_use]
    pub fn currency_name(&self, currency: Currency) -> String {
        let name = match currency {
            Currency::Rub => self.rub,
            Currency::Byn => self.byn,
            Currency::Kzt => self.kzt,
            Currency::Eur => self.eur,
            Currency::Usd => self.usd,
        };
        format!("{name}, {}", currency.sign())
    }
}

/// A language in its own words: people find theirs by them.
#[must_use]
pub const fn language_name(language: Language) -> &'static str {
    match language {
        Language::Ru => "Русский",
        Language::En => "English",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::tenants::TIME_ZONES;

    #[test]
    fn every_offered_zone_has_its_city() {
        for language in Language::ALL {
            for (zone, _) in TIME_ZONES {
                assert_ne!(of(language).city(zone), *zone);
            }
        }
        assert_eq!(of(Language::Ru).city("Africa/Cairo"), "Africa/Cairo");
    }

    #[test]
    fn statuses_and_currencies_are_named() {
        assert_eq!(of(Language::En).status(Status::Purging), "Being deleted");
        assert_eq!(of(Language::Ru).currency_name(Currency::Rub), "Российский рубль, ₽");
    }
}
