//! The words of the list's columns and filters, of a tenant's figures and terms.

use domain::quotas::What;
use domain::tenants::Sort;

ui::texts! {
    /// Figures and terms of tenants.
    pub struct Words;
    suspended: "Приостановлены", "Suspended";
    copies: "Копии", "Copies";
    any_plan: "Любой тариф", "Any plan";
    any_tag: "Любая метка", "Any tag";
    plan_filter: "Тариф обслуживания", "Plan";
    tag_filter: "Метка", "Tag";
    sort: "Порядок", "Order";
    by_name: "По названию", "By name";
    by_size: "Сначала большие базы", "Largest databases first";
    by_users: "Сначала с большим штатом", "Most staff first";
    by_subscribers: "Сначала с большим числом абонентов", "Most subscribers first";
    by_activity: "Сначала недавно работавшие", "Most recently active first";
    subscribers: "Абоненты", "Subscribers";
    users: "Сотрудники", "Staff";
    size: "База", "Database";
    files: "Файлы", "Files";
    last_seen: "Последний вход", "Last log-in";
    never: "ещё не входили", "nobody yet";
    near_limit: "Близко к пределу", "Near a limit";
    copy: "Копия", "Copy";
    figures: "Показатели", "Figures";
    figures_none: "Показатели ещё не собраны: их собирает фоновая задача каждый час.", "No figures yet: a background job collects them every hour.";
    collected: "Собраны {at}", "Collected {at}";
    requests: "Запросы за сутки", "Requests in 24 hours";
    p95: "95 из 100 запросов", "95 of 100 requests";
    within: "до {ms} мс", "within {ms} ms";
    beyond: "дольше 2,5 с", "longer than 2.5 s";
    errors: "Ошибки за сутки", "Errors in 24 hours";
    terms: "Условия обслуживания", "Terms of service";
    terms_edit: "Изменить", "Edit";
    plan: "Тариф обслуживания", "Plan";
    plan_hint: "Как вы называете эти условия между собой.", "What you call these terms among yourselves.";
    tags: "Метки", "Tags";
    tags_hint: "Через запятую: по ним организацию легко найти.", "With commas between them; they make an organisation easy to find.";
    limits: "Пределы", "Limits";
    limits_hint: "Пустое поле — без предела. По достижении порога вы увидите предупреждение, сверх предела программа не пропустит.", "An empty field means no limit. You are warned from the first number on; more than the second one is refused.";
    soft: "Предупреждать с", "Warn from";
    hard: "Не больше", "At most";
    megabytes: "Мегабайты", "Megabytes";
    used_of: "{used} из {hard}", "{used} of {hard}";
    no_limit: "без предела", "no limit";
    none: "нет", "none";
    duplicate: "Копия для проб", "A copy to try things on";
    duplicate_do: "Сделать копию", "Make the copy";
    duplicate_link: "Сделать копию", "Make a copy";
    duplicate_text: "Копия получит те же данные и тех же сотрудников под своим адресом. Из неё ничего не уходит: ни писем, ни сообщений, ни обмена с банком. Через {days} она отправится в корзину. Работе организации копирование не мешает.", "The copy has the same data and staff at an address of its own. Nothing leaves it: no letters, no messages, no exchange with banks. After {days} it goes to the trash. Copying does not hold up the organisation's work.";
    duplicate_hint: "Адрес копии: от 3 до 40 знаков.", "The copy's address: 3 to 40 characters.";
    days: ["день", "дня", "дней"], ["day", "days", "days"];
    done_copied: "Копирование началось", "Copying has begun";
    copy_of: "Копия организации", "A copy of";
    expires: "Копия удалится", "The copy expires";
    purge_at: "Удалится навсегда", "Will be deleted for good";
}

impl Words {
    /// What an order of the list is called.
    #[must_use]
    pub const fn order(&self, sort: Sort) -> &'static str {
        match sort {
            Sort::Name => self.by_name,
            Sort::Size => self.by_size,
            Sort::Users => self.by_users,
            Sort::Subscribers => self.by_subscribers,
            Sort::Activity => self.by_activity,
        }
    }

    /// What a limited thing is called.
    #[must_use]
    pub const fn what(&self, what: What) -> &'static str {
        match what {
            What::Subscribers => self.subscribers,
            What::Users => self.users,
            What::Megabytes => self.megabytes,
        }
    }
}
