//! Tenants' own domains.

use domain::domains::{Cause, Method};

ui::texts! {
    /// The words of the domains.
    pub struct Domains;
    title: "Домены", "Domains";
    about: "Организация открывается по любому из подтверждённых адресов. Основной — тот, на который ведут остальные и который стоит в ссылках.", "The organisation opens at any verified address. The main one is where the others lead and what links carry.";
    built_in: "адрес на площадке", "address of the installation";
    main: "Основной", "Main";
    verified: "Подтверждён", "Verified";
    waiting: "Ждёт подтверждения", "Waiting for proof";
    doubtful: "Подтверждение пропало", "The proof is gone";
    steps_down_text: "Домен пока работает. Если так продлится ещё {days}, основным станет адрес на площадке, а домен будет вести на него.", "The domain still works. If it stays like this for {days} more, the address of the installation becomes the main one, and the domain leads there.";
    lapses_text: "Домен пока работает. Если так продлится ещё {days}, организация перестанет по нему открываться.", "The domain still works. If it stays like this for {days} more, the organisation stops opening at it.";
    silent_text: "Домен работает: из-за одного молчания его серверов он не отключится.", "The domain works: the silence of its servers alone does not shut it.";
    lapsed: "Отключён", "Shut";
    lapsed_text: "Отключён {when}: подтверждения не было неделю. Организация снова откроется по нему, как только проверка найдёт подтверждение.", "Shut {when}: the proof was gone for a week. The organisation opens at it again as soon as a check finds the proof.";
    days: ["день", "дня", "дней"], ["day", "days", "days"];
    checked_at: "проверен {when}", "checked {when}";
    never_checked: "ещё не проверялся", "not checked yet";
    how_dns: "Добавьте у владельца домена TXT-запись и нажмите «Проверить»:", "Have the domain's owner add a TXT record, then press “Check”:";
    how_http: "Направьте домен на эту площадку (запись A или CNAME) и нажмите «Проверить»: мы откроем этот адрес и убедимся, что отвечаем сами.", "Point the domain at this installation (an A or CNAME record), then press “Check”: we open this address and see whether we answer it ourselves.";
    record: "Имя записи", "Record name";
    value: "Значение", "Value";
    address: "Адрес проверки", "Address of the check";
    check: "Проверить", "Check";
    prefer: "Сделать основным", "Make it the main one";
    remove: "Удалить", "Remove";
    remove_title: "Удалить домен {name}?", "Remove the domain {name}?";
    remove_text: "Организация перестанет открываться по этому адресу сразу. Другие адреса продолжат работать.", "The organisation stops opening at this address at once. Its other addresses go on working.";
    add: "Добавить домен", "Add a domain";
    name: "Домен", "Domain";
    name_hint: "Например, crm.romashka.ru. Можно кириллицей.", "For example crm.daisy.org.";
    method: "Чем подтвердить", "How to prove it";
    by_dns: "TXT-записью в DNS", "By a TXT record in DNS";
    by_http: "Тем, что домен уже ведёт сюда", "The domain leads here already";
    do_add: "Добавить", "Add";
    no_record: "Такой записи нет. Обновление DNS может занять до суток.", "There is no such record. DNS updates can take up to a day.";
    wrong_record: "TXT-запись есть, но значение в ней другое.", "There is a TXT record, but it holds another value.";
    private_address: "Домен ведёт на внутренний адрес.", "The domain leads to a private address.";
    not_ours: "По этому адресу отвечает другой сервер.", "Another server answers at this address.";
    no_answer: "Сервер домена не отвечает. Повторите проверку позже.", "The domain's server does not answer. Check again later.";
}

impl Domains {
    /// What a method is called in the form.
    #[must_use]
    pub const fn method_name(&self, method: Method) -> &'static str {
        match method {
            Method::Dns => self.by_dns,
            Method::Http => self.by_http,
        }
    }

    /// Why a proof was not found, as a sentence.
    #[must_use]
    pub const fn cause(&self, cause: Cause) -> &'static str {
        match cause {
            Cause::NoRecord => self.no_record,
            Cause::WrongRecord => self.wrong_record,
            Cause::PrivateAddress => self.private_address,
            Cause::NotOurs => self.not_ours,
            Cause::NoAnswer => self.no_answer,
        }
    }
}
