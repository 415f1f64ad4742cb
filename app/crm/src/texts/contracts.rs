//! The words of contracts.

use domain::contracts::Show;

ui::texts! {
    /// The words of contracts.
    pub struct Words;
    title: "Договоры", "Contracts";
    search: "Номер договора, лицевой счёт или имя", "Contract number, account or name";
    active: "Действующие", "In force";
    within_30: "Истекают в 30 дней", "Expiring in 30 days";
    within_60: "В 60 дней", "In 60 days";
    within_90: "В 90 дней", "In 90 days";
    expired: "Истёкшие", "Expired";
    all: "Все", "All";
    number: "Номер", "Number";
    signed: "Подписан", "Signed";
    account: "Лицевой счёт", "Account";
    account_hint: "Счёт абонента, с которым заключён договор.", "The account of the subscriber whom it is with.";
    party: "Вторая сторона", "Other party";
    party_hint: "Как в тексте договора.", "As written in the contract.";
    subject: "Предмет", "Subject";
    subject_hint: "Например: вывоз твёрдых коммунальных отходов.", "For example: waste collection.";
    term: "Срок", "Term";
    scan: "Скан", "Scan";
    state: "Состояние", "State";
    has_scan: "есть", "yes";
    from_day: "с {day}", "from {day}";
    state_upcoming: "ещё не начался", "yet to begin";
    state_active: "действует", "in force";
    state_last_day: "последний день", "last day";
    state_expiring: "истекает через {days}", "expires in {days}";
    state_expired: "истёк", "expired";
    state_ended: "прекращён", "ended";
    days: ["день", "дня", "дней"], ["day", "days", "days"];
    none: "Договоров пока нет", "No contracts yet";
    none_text: "Договор добавляют из карточки абонента: там уже известны имя и услуги.", "Contracts are added from the subscriber's card, where name and services are known.";
    none_text_reader: "Договоры вносят администраторы и руководители.", "Administrators and managers enter contracts.";
    none_here: "Здесь пусто", "Nothing here";
    none_expiring: "В эти дни ни один договор не заканчивается.", "No contract ends in these days.";
    none_expired: "Закончившихся договоров нет.", "No contract has ended.";

    add: "Новый договор", "New contract";
    add_to: "Добавить договор", "Add a contract";
    create: "Сохранить договор", "Save the contract";
    edit_title: "Изменить договор", "Edit the contract";
    contract_no: "Договор № {number}", "Contract No. {number}";
    form_terms: "Условия", "Terms";
    form_links: "Услуги по договору", "Services covered";
    form_links_hint: "Отметьте услуги, о которых этот договор.", "Tick the services that this contract is about.";
    form_links_none: "У абонента нет подключённых услуг. Их можно отметить позже.", "The subscriber has no services yet. They can be ticked later.";
    form_links_later: "Услуги можно будет отметить, когда договор сохранён.", "Services can be ticked once the contract is saved.";
    signed_on: "Дата подписания", "Signed on";
    valid_from: "Действует с", "In force from";
    valid_to: "Действует по", "In force until";
    valid_to_hint: "Последний день. Оставьте пустым, если договор бессрочный.", "The last day. Leave empty if there is no end.";
    note: "Заметка", "Note";
    note_hint: "Её видят только сотрудники.", "Only the staff see it.";
    subscriber: "Абонент", "Subscriber";
    no_end: "бессрочно", "no end";
    entered: "Внёс", "Entered by";
    links: "Услуги по договору", "Services covered";
    links_none: "Услуги не отмечены.", "No services ticked.";

    end: "Прекратить досрочно", "End early";
    end_change: "Исправить прекращение", "Correct the end";
    end_day: "Последний день", "Last day";
    end_reason: "Причина", "Reason";
    end_reason_hint: "Например: соглашение сторон, продажа участка.", "For example: by agreement, the plot was sold.";
    end_do: "Прекратить договор", "End the contract";
    ended_title: "Прекращён досрочно, последний день {day}", "Ended early, the last day is {day}";

    scan_title: "Подписанный договор", "Signed contract";
    scan_none: "Скана ещё нет.", "No scan yet.";
    scan_file: "Файл", "File";
    scan_hint: "PDF или изображение, не больше {max} МБ.", "A PDF or a picture, {max} MB at most.";
    scan_upload: "Загрузить скан", "Upload the scan";
    scan_choose: "Или выберите из загруженных", "Or choose one uploaded before";
    scan_blank: "Выберите файл", "Choose a file";
    scan_attach: "Прикрепить", "Attach";
    scan_remove: "Открепить", "Detach";
    scan_remove_title: "Открепить скан?", "Detach the scan?";
    scan_remove_text: "Файл {name} останется в разделе «Файлы».", "The file {name} stays among the files.";

    done_ended: "Дата прекращения записана", "End of the contract recorded";
    done_attached: "Скан прикреплён", "Scan attached";
    done_detached: "Скан откреплён", "Scan detached";
}

impl Words {
    /// What a list is called.
    #[must_use]
    pub const fn show(&self, show: Show) -> &'static str {
        match show {
            Show::Active => self.active,
            Show::Within(0..=30) => self.within_30,
            Show::Within(31..=60) => self.within_60,
            Show::Within(_) => self.within_90,
            Show::Expired => self.expired,
            Show::All => self.all,
        }
    }
}
