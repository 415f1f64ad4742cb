//! The words of the organisation's own page.

ui::texts! {
    /// The words of the organisation.
    pub struct Words;
    title: "Организация", "Organisation";
    subtitle: "Реквизиты для квитанций и документов", "Details for receipts and documents";
    read_only: "Реквизиты меняет администратор.", "An administrator changes these details.";
    details: "Реквизиты", "Details";
    accounts: "Банковские счета", "Bank accounts";
    signatories: "Подписи", "Signatures";
    logo: "Логотип", "Logo";

    full_name: "Полное название", "Full name";
    full_name_hint: "Как в выписке из ЕГРЮЛ или ЕГРИП.", "As registered.";
    short_name: "Краткое название", "Short name";
    short_name_hint: "Оно печатается на квитанциях.", "Receipts show it.";
    inn: "ИНН", "INN (taxpayer number)";
    inn_hint: "10 цифр у организации, 12 у предпринимателя.", "10 digits of an organisation, 12 of an entrepreneur.";
    kpp: "КПП", "KPP";
    kpp_hint: "У предпринимателя его нет.", "Entrepreneurs have none.";
    ogrn: "ОГРН или ОГРНИП", "OGRN or OGRNIP";
    ogrn_hint: "13 или 15 цифр.", "13 or 15 digits.";
    address: "Почтовый адрес", "Postal address";
    phone: "Телефоны", "Telephones";
    phone_hint: "Несколько номеров — через запятую.", "Several numbers with commas between them.";
    email: "Электронная почта", "E-mail";
    site: "Сайт", "Site";
    hours: "Часы работы", "Office hours";
    hours_hint: "Например: пн–пт 9:00–18:00, обед 13:00–14:00.", "For example: Mon–Fri 9:00–18:00.";
    save_details: "Сохранить реквизиты", "Save the details";
    save_signatories: "Сохранить подписи", "Save the signatures";
    not_filled: "Пока не заполнено.", "Not filled in yet.";

    chief_post: "Должность руководителя", "Post of the head";
    chief_post_hint: "Например: председатель правления, генеральный директор.", "For example: chairman, director general.";
    chief_name: "Руководитель", "Head";
    accountant_name: "Главный бухгалтер", "Chief accountant";
    name_hint: "Фамилия и инициалы — так они встанут под документом.", "Surname and initials, as they stand under a document.";

    bank: "Банк", "Bank";
    bank_hint: "Название и город: «ПАО Сбербанк, г. Москва».", "Name and town.";
    bic: "БИК", "BIC";
    number: "Расчётный счёт", "Account";
    correspondent: "Корреспондентский счёт", "Correspondent account";
    main: "Основной", "Main";
    main_hint: "Его печатают на квитанциях.", "Receipts show it.";
    in_use: "используется", "in use";
    archived: "в архиве", "archived";
    state: "Состояние", "State";
    actions: "Действия", "Actions";
    no_accounts: "Счетов пока нет.", "No accounts yet.";
    add_title: "Новый счёт", "New account";
    add: "Добавить счёт", "Add the account";
    make_main: "Сделать основным", "Make it the main one";
    archive_title: "Убрать счёт в архив?", "Archive the account?";
    archive_text: "Счёт {number} больше не будет печататься на документах. Если он основной, основным станет следующий по списку.", "Account {number} will stand on no more documents. If it is the main one, the next of the list takes its place.";

    logo_hint: "PNG, JPEG или WebP, не больше {max} МБ.", "PNG, JPEG or WebP, {max} MB at most.";
    logo_file: "Изображение", "Picture";
    logo_upload: "Загрузить логотип", "Upload the logo";
    logo_remove: "Убрать", "Remove";
    logo_remove_title: "Убрать логотип?", "Remove the logo?";
    logo_remove_text: "Документы будут печататься без логотипа. Сам файл останется в разделе «Файлы».", "Documents will have no logo. The file itself stays among the files.";
    logo_none: "Логотипа нет.", "No logo.";

    done_account_added: "Счёт добавлен", "Account added";
    done_account_main: "Основной счёт изменён", "The main account has changed";
    done_account_archived: "Счёт в архиве", "Account archived";
    done_logo_set: "Логотип загружен", "Logo uploaded";
    done_logo_removed: "Логотип убран", "Logo removed";
    receipt_inn: "ИНН {inn}", "INN {inn}";
}
