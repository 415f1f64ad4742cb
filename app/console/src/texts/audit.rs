//! The audit.

ui::texts! {
    /// The words of the audit.
    pub struct Audit;
    title: "Журнал", "Audit log";
    subtitle: "Всё, что делали в консоли. Записи нельзя изменить или удалить.", "Everything done in the console. Records can't be changed or deleted.";
    file: "Скачать CSV", "Download CSV";
    at: "Когда", "When";
    actor: "Кто", "Who";
    ip: "Откуда", "From where";
    verb: "Что сделано", "What was done";
    noun: "С чем", "To what";
    number: "Номер", "Number";
    object: "Название", "Name";
    reason: "Причина", "Reason";
    details: "Подробности", "Details";
    request: "Запрос", "Request";
    search: "Имя сотрудника", "Person's name";
    any_verb: "Любое действие", "Any deed";
    any_tenant: "Любая организация", "Any organisation";
    from: "С", "From";
    to: "По", "To";
    before_after: "{before} → {after}", "{before} → {after}";
    nothing: "—", "—";
    empty: "Записей нет", "No records";
    empty_text: "Измените условия: под них ничего не подходит.", "Change the filters: nothing matches them.";
    // Deeds.
    accepted: "принял приглашение", "accepted the invitation";
    changed: "изменил", "changed";
    created: "создал", "created";
    disabled: "закрыл доступ", "closed access";
    domain_added: "добавил домен", "added a domain";
    domain_not_verified: "не подтвердил домен", "could not verify a domain";
    domain_preferred: "сменил основной адрес", "changed the main address";
    domain_removed: "удалил домен", "removed a domain";
    domain_verified: "подтвердил домен", "verified a domain";
    enabled: "открыл доступ", "opened access";
    exported: "скачал", "downloaded";
    invited: "пригласил", "invited";
    limited: "слишком много попыток", "too many tries";
    link_made: "создал ссылку", "made a link";
    opened: "вошёл", "logged in";
    password_changed: "сменил пароль", "changed the password";
    password_reset: "сбросил пароль", "reset the password";
    purged: "удалил навсегда", "deleted for good";
    refused: "отказано", "was refused";
    restored: "восстановил", "restored";
    role_changed: "сменил роль", "changed the role";
    trashed: "убрал в корзину", "moved to the trash";
    visit_asked: "запросил вход от имени сотрудника", "asked for a visit";
    visit_begun: "вошёл от имени сотрудника", "began a visit";
    visit_refused: "пропуск не принят", "pass refused";
    announced: "предупредил об удалении", "announced a deletion";
    cancelled: "остановил", "stopped";
    dropped: "удалил", "dropped";
    moved: "перенёс на другой сервер", "moved to another server";
    move_started: "начал перенос", "began a move";
    password_forgotten: "попросил новый пароль", "asked for a new password";
    requeued: "отправил снова", "sent again";
    resumed: "возобновил обслуживание", "resumed service";
    retried: "запустил снова", "tried again";
    started: "запустил", "started";
    suspended: "приостановил", "suspended";
    taken_back: "отменил незаконченное создание", "took back an unfinished creation";
    terms_set: "изменил условия", "changed the terms";
    // Fields.
    f_as: "от имени", "as";
    f_canonical: "основной адрес", "main address";
    f_cause: "причина отказа", "cause";
    f_contact_email: "почта для связи", "contact e-mail";
    f_contact_phone: "телефон для связи", "contact phone";
    f_domain: "домен", "domain";
    f_email: "почта", "e-mail";
    f_method: "способ", "method";
    f_name: "название", "name";
    f_path: "адрес страницы", "path";
    f_role: "роль", "role";
    f_slug: "адрес", "address";
    f_time_zone: "часовой пояс", "time zone";
    // Things.
    job: "фоновая задача", "background job";
    letter: "письмо", "letter";
    kept_database: "оставленная база", "kept database";
    migration_run: "обновление баз", "update of databases";
    pg_server: "сервер баз", "database server";
    audit: "журнал", "audit log";
    landlord_user: "сотрудник площадки", "person of the installation";
    right: "право", "right";
    session: "сеанс", "session";
    tenant: "организация", "organisation";
}

impl Audit {
    /// A deed in words; one that the table does not know stays as the program calls it.
    #[must_use]
    pub fn deed<'a>(&self, verb: &'a str) -> &'a str {
        match verb {
            "accepted" => self.accepted,
            "changed" => self.changed,
            "created" => self.created,
            "disabled" => self.disabled,
            "domain_added" => self.domain_added,
            "domain_not_verified" => self.domain_not_verified,
            "domain_preferred" => self.domain_preferred,
            "domain_removed" => self.domain_removed,
            "domain_verified" => self.domain_verified,
            "enabled" => self.enabled,
            "exported" => self.exported,
            "invited" => self.invited,
            "limited" => self.limited,
            "link_made" => self.link_made,
            "opened" => self.opened,
            "password_changed" => self.password_changed,
            "password_reset" => self.password_reset,
            "purged" => self.purged,
            "refused" => self.refused,
            "restored" => self.restored,
            "role_changed" => self.role_changed,
            "trashed" => self.trashed,
            "purge_announced" => self.announced,
            "cancelled" => self.cancelled,
            "dropped" => self.dropped,
            "moved" => self.moved,
            "move_started" => self.move_started,
            "password_forgotten" => self.password_forgotten,
            "requeued" => self.requeued,
            "resumed" => self.resumed,
            "retried" => self.retried,
            "started" => self.started,
            "suspended" => self.suspended,
            "taken_back" => self.taken_back,
            "terms_set" => self.terms_set,
            "visit_asked" => self.visit_asked,
            "visit_begun" => self.visit_begun,
            "visit_refused" => self.visit_refused,
            other => other,
        }
    }

    /// A field of the details in words.
    #[must_use]
    pub fn field<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "as" => self.f_as,
            "canonical" => self.f_canonical,
            "cause" => self.f_cause,
            "contact_email" => self.f_contact_email,
            "contact_phone" => self.f_contact_phone,
            "domain" => self.f_domain,
            "email" => self.f_email,
            "method" => self.f_method,
            "name" => self.f_name,
            "path" => self.f_path,
            "role" => self.f_role,
            "slug" => self.f_slug,
            "time_zone" => self.f_time_zone,
            other => other,
        }
    }

    /// A kind of thing in words.
    #[must_use]
    pub fn thing<'a>(&self, noun: &'a str) -> &'a str {
        match noun {
            "audit" => self.audit,
            "job" => self.job,
            "kept_database" => self.kept_database,
            "letter" => self.letter,
            "migration_run" => self.migration_run,
            "pg_server" => self.pg_server,
            "landlord_user" => self.landlord_user,
            "right" => self.right,
            "session" => self.session,
            "tenant" => self.tenant,
            other => other,
        }
    }
}
