//! Refusals in words: each says what is wrong and what to do about it.

use domain::{Failure, Language, Reason};

use super::requisites;

/// Why a value or a state was refused, as a sentence for the person who typed it.
#[must_use]
pub fn reason(language: Language, reason: &Reason) -> String {
    match language {
        Language::Ru => russian(reason),
        Language::En => english(reason),
    }
}

/// Why the whole thing was refused, as a sentence.
#[must_use]
pub fn failure(language: Language, failure: &Failure) -> String {
    let words = super::of(language);
    let text = |ru: &str, en: &str| match language {
        Language::Ru => ru.to_owned(),
        Language::En => en.to_owned(),
    };
    match failure {
        Failure::SignedOut => text(
            "Вы вышли или время сеанса закончилось. Войдите ещё раз.",
            "You are signed out or the session has ended. Log in again.",
        ),
        Failure::Forbidden => text(
            "Для этого у вашей учётной записи нет прав. Обратитесь к администратору.",
            "Your account has no right to do this. Ask your administrator.",
        ),
        Failure::NotFound => text(
            "Такой записи нет: возможно, её удалили или ссылка устарела.",
            "There is no such record: it may have been deleted, or the link is old.",
        ),
        Failure::Invalid { .. } => words.check_fields.to_owned(),
        Failure::Conflict { reason: why } => reason(language, why),
        Failure::Busy { retry_after } => {
            let n = u64::from(*retry_after);
            let seconds = language.plural(n, words.seconds);
            match language {
                Language::Ru => format!("Подождите {n} {seconds} и попробуйте снова."),
                Language::En => format!("Wait {n} {seconds} and try again."),
            }
        }
        Failure::Unreachable => text(
            "Проверьте подключение к сети и попробуйте снова. Введённое не пропало.",
            "Check the network and try again. What you typed is still here.",
        ),
        Failure::Internal { reference } if reference.is_empty() => text(
            "Мы не смогли это выполнить. Попробуйте ещё раз.",
            "We could not do this. Try again.",
        ),
        Failure::Internal { reference } => match language {
            Language::Ru => format!("Мы не смогли это выполнить. Если повторится, сообщите номер {reference}."),
            Language::En => format!("We could not do this. If it happens again, quote the reference {reference}."),
        },
    }
}

fn russian(reason: &Reason) -> String {
    let words = super::of(Language::Ru);
    let plural = |n: u32, forms| format!("{n} {}", Language::Ru.plural(u64::from(n), forms));
    let text = match reason {
        Reason::Required => "Заполните это поле.",
        Reason::TooLong { max } => return format!("Слишком длинно: не больше {}.", plural(*max, words.characters)),
        Reason::TooShort { min } => return format!("Слишком коротко: не меньше {}.", plural(*min, words.characters)),
        Reason::NotANumber => "Введите число, например 12,5.",
        Reason::NotMoney => "Введите сумму, например 1 250,50.",
        Reason::NotPositive => "Введите число больше нуля.",
        Reason::Negative => "Число не может быть меньше нуля.",
        Reason::TooLarge => "Слишком большое число. Проверьте, нет ли лишних цифр.",
        Reason::BelowLeast { least } => return format!("Не меньше {least}."),
        Reason::AboveMost { most } => return format!("Не больше {most}."),
        Reason::TooPrecise { places } => {
            return format!("После запятой — не больше {}.", plural(*places, words.places));
        }
        Reason::NotADate => "Введите дату, например 22.11.2026.",
        Reason::NotAMonth => "Введите месяц в виде 2026-11.",
        Reason::DateOutOfRange => "Дата слишком далеко. Проверьте год.",
        Reason::EndsBeforeItBegins => "Конец раньше начала. Исправьте одну из дат.",
        Reason::NotAChoice => "Выберите значение из списка.",
        Reason::NotAnEmail => "Введите адрес почты, например anna@example.ru.",
        Reason::NotAPhone => "Введите номер телефона, например +7 916 123-45-67.",
        Reason::NotADomain => "Введите доменное имя, например crm.romashka.ru.",
        Reason::NotVerified => "Домен ещё не подтверждён. Сначала проверьте его.",
        Reason::BadCharacters => "Здесь есть знаки, которые сюда не подходят. Уберите их.",
        Reason::Taken => "Такое значение уже занято. Введите другое.",
        Reason::Unknown => "Такой записи нет. Выберите существующую.",
        Reason::PasswordTooCommon => "Этот пароль легко угадать. Придумайте другой, например из нескольких слов.",
        Reason::Reserved => "Этот адрес занят самой системой. Выберите другой.",
        Reason::DoesNotMatch => "Не совпадает с тем, что нужно повторить.",
        Reason::WrongPassword => "Пароль не подходит. Введите тот, с которым вы входите сейчас.",
        Reason::WrongCredentials => "Почта и пароль не подходят друг к другу. Проверьте и введите ещё раз.",
        Reason::LinkExpired => "Ссылка уже не действует. Попросите новую.",
        Reason::LastAdmin => "Это единственный администратор. Сначала назначьте ещё одного.",
        Reason::Oneself => "С собственной учётной записью так сделать нельзя. Попросите другого администратора.",
        Reason::Archived => "Запись в архиве. Сначала восстановите её.",
        Reason::NotArchived => "Запись не в архиве.",
        Reason::ChangedMeanwhile => {
            "Пока страница была открыта, кто-то изменил эту запись. Обновите страницу и внесите правки ещё раз."
        }
        Reason::InUse => "Этим ещё пользуются другие записи. Сначала завершите или уберите их.",
        Reason::Charged => "По этим дням уже выставлен счёт. Аннулируйте его или проведите разницу перерасчётом.",
        Reason::NotRising => "Каждая граница должна быть больше предыдущей.",
        Reason::MustBeOpen => "У последней ступени нет верхней границы: оставьте поле пустым.",
        Reason::Overlaps => "Сроки пересекаются с другим подключением той же услуги. Измените даты.",
        Reason::KeyReused => "Эта операция уже была проведена с другими данными. Откройте страницу заново.",
        Reason::LooksRepeated => "Такой же платёж уже принят меньше пяти минут назад. Если это другой, отметьте это.",
        Reason::PartsAboveSum => "Части вместе больше суммы платежа.",
        Reason::AboveOpen => "Это больше, чем осталось оплатить.",
        Reason::AboveAdvance => "Вернуть можно не больше свободного аванса.",
        Reason::NotMoneyReceived => "Это зачёт без денег: отменить или вернуть его как платёж нельзя.",
        Reason::AlreadyReturned => "Платёж уже отменён или возвращён.",
        Reason::AlreadyRunning => "Это уже выполняется. Дождитесь окончания.",
        Reason::PromiseOpen => "У абонента уже есть действующее обещание. Дождитесь его срока или отмените его.",
        Reason::WrongStatus => "В нынешнем состоянии это невозможно.",
        Reason::Suspended => "Работа организации приостановлена. Обратитесь к владельцу сервиса.",
        Reason::Cancelled => "Остановлено по просьбе сотрудника.",
        Reason::QuotaFull { limit } => {
            return format!(
                "По условиям обслуживания можно не больше {limit}. Чтобы добавить ещё, обратитесь к владельцу сервиса."
            );
        }
        Reason::SoftAboveHard => "Порог предупреждения выше предела. Сделайте его меньше.",
        Reason::AlreadyDone => "Уже сделано: повторять не нужно.",
        Reason::DraftOutdated => {
            "После составления черновика изменились тарифы, услуги или данные абонентов. Составьте черновик заново."
        }
        Reason::NothingToIssue => "В черновике нет ни одного счёта, который можно выставить.",
        Reason::PaidAlready => {
            "По этим счетам уже приняты платежи. Сначала отмените платежи или перенесите их на другие счета."
        }
        Reason::NotComputable => "Сумму не из чего посчитать. Внесите недостающие данные и составьте черновик заново.",
        Reason::FileEmpty => "Файл пуст. Выберите другой.",
        Reason::FileTooLarge { max_mb } => return format!("Файл слишком большой: не больше {max_mb} МБ."),
        Reason::FileKind => "Такие файлы не принимаются. Подойдут PDF, PNG, JPEG, WebP, XLSX, DOCX, CSV и TXT.",
        Reason::NotAPicture => "Нужно изображение: PNG, JPEG или WebP.",
        Reason::NotAScan => "Нужен PDF или изображение: PNG, JPEG, WebP.",
        Reason::Requisite { why } => requisites::russian(*why),
        Reason::AfterTheEnd => "Срок заканчивается раньше. Укажите день не позже последнего.",
        Reason::ChargesRestOnIt => {
            "По этой записи уже выставлены счета, поэтому она не меняется. Внесите новую запись с другой даты."
        }
        Reason::NotTheLatest => "Отменить можно только последнюю запись. Обновите страницу.",
        Reason::FileUnreadable => "Файл не читается как таблица. Сохраните его как CSV или XLSX.",
        Reason::ColumnMissing { column } => {
            return format!("В файле нет столбца «{column}». Добавьте его или выберите другой столбец.");
        }
        Reason::RepeatedInFile { line } => {
            return format!("То же значение стоит в строке {line} файла. Оставьте одно.");
        }
        Reason::TooManyTries { minutes } => {
            return format!("Слишком много попыток. Подождите {}.", plural(*minutes, words.minutes));
        }
    };
    text.to_owned()
}

fn english(reason: &Reason) -> String {
    let words = super::of(Language::En);
    let plural = |n: u32, forms| format!("{n} {}", Language::En.plural(u64::from(n), forms));
    let text = match reason {
        Reason::Required => "Fill in this field.",
        Reason::TooLong { max } => return format!("Too long: {} at most.", plural(*max, words.characters)),
        Reason::TooShort { min } => return format!("Too short: at least {}.", plural(*min, words.characters)),
        Reason::NotANumber => "Enter a number, for example 12.5.",
        Reason::NotMoney => "Enter a sum, for example 1250.50.",
        Reason::NotPositive => "Enter a number above zero.",
        Reason::Negative => "The number can't be below zero.",
        Reason::TooLarge => "The number is too large. Check for extra digits.",
        Reason::BelowLeast { least } => return format!("No less than {least}."),
        Reason::AboveMost { most } => return format!("No more than {most}."),
        Reason::TooPrecise { places } => {
            return format!("No more than {} after the point.", plural(*places, words.places));
        }
        Reason::NotADate => "Enter a date, for example 2026-11-22.",
        Reason::NotAMonth => "Enter a month as 2026-11.",
        Reason::DateOutOfRange => "The date is too far away. Check the year.",
        Reason::EndsBeforeItBegins => "The end is before the beginning. Correct one of the dates.",
        Reason::NotAChoice => "Choose a value from the list.",
        Reason::NotAnEmail => "Enter an e-mail address, for example anna@example.com.",
        Reason::NotAPhone => "Enter a phone number, for example +7 916 123-45-67.",
        Reason::NotADomain => "Enter a domain name, for example crm.daisy.org.",
        Reason::NotVerified => "The domain is not verified yet. Check it first.",
        Reason::BadCharacters => "Some characters can't stand here. Remove them.",
        Reason::Taken => "This is already in use. Enter another one.",
        Reason::Unknown => "There is no such record. Choose an existing one.",
        Reason::PasswordTooCommon => "This password is easy to guess. Choose another, for example a few words.",
        Reason::Reserved => "This address is reserved. Choose another.",
        Reason::DoesNotMatch => "This does not match what is to be repeated.",
        Reason::WrongPassword => "This is not your password. Type the one that you sign in with now.",
        Reason::WrongCredentials => "The e-mail and password do not match. Check them and try again.",
        Reason::LinkExpired => "The link no longer works. Ask for a new one.",
        Reason::LastAdmin => "This is the only administrator. Appoint another one first.",
        Reason::Oneself => "You can't do this to your own account. Ask another administrator.",
        Reason::Archived => "The record is archived. Restore it first.",
        Reason::NotArchived => "The record is not archived.",
        Reason::ChangedMeanwhile => {
            "Somebody changed this record while the page was open. Reload it and make your changes again."
        }
        Reason::InUse => "Other records still use this. End or remove them first.",
        Reason::Charged => "An invoice stands on these days. Void it, or enter the difference as a recalculation.",
        Reason::NotRising => "Each end must be above the one before.",
        Reason::MustBeOpen => "The last tier has no upper end: leave it empty.",
        Reason::Overlaps => "The period overlaps with another one of the same service. Change the dates.",
        Reason::KeyReused => "This operation was already made with other data. Open the page again.",
        Reason::LooksRepeated => {
            "The same payment was taken less than five minutes ago. If this is another one, tick the box."
        }
        Reason::PartsAboveSum => "The parts are together more than the payment.",
        Reason::AboveOpen => "This is more than is left to pay.",
        Reason::AboveAdvance => "No more than the free advance can be paid back.",
        Reason::NotMoneyReceived => "This is a credit without money: it can't be reversed or paid back as a payment.",
        Reason::AlreadyReturned => "The payment has been reversed or paid back already.",
        Reason::AlreadyRunning => "This is at work already. Wait for its end.",
        Reason::PromiseOpen => "The subscriber has an open promise already. Wait for its day or cancel it.",
        Reason::WrongStatus => "This is not possible in the present state.",
        Reason::Suspended => "The organisation is suspended. Ask the owner of the service.",
        Reason::Cancelled => "Stopped because somebody asked for it.",
        Reason::QuotaFull { limit } => {
            return format!("The terms allow {limit} at most. To add more, ask the owner of the service.");
        }
        Reason::SoftAboveHard => "The warning limit is above the hard one. Make it smaller.",
        Reason::AlreadyDone => "Already done: no need to repeat.",
        Reason::DraftOutdated => {
            "Tariffs, services or subscribers have changed since the draft was made. Make the draft anew."
        }
        Reason::NothingToIssue => "The draft holds no invoice that could be issued.",
        Reason::PaidAlready => {
            "Payments have been recorded on these invoices. Reverse them or spread them otherwise first."
        }
        Reason::NotComputable => "The sum can't be computed. Enter what is missing and make the draft anew.",
        Reason::FileEmpty => "The file is empty. Choose another.",
        Reason::FileTooLarge { max_mb } => return format!("The file is too large: {max_mb} MB at most."),
        Reason::FileKind => "Files of this kind are not taken. PDF, PNG, JPEG, WebP, XLSX, DOCX, CSV and TXT are.",
        Reason::NotAPicture => "A picture is needed: PNG, JPEG or WebP.",
        Reason::NotAScan => "A PDF or a picture is needed: PNG, JPEG, WebP.",
        Reason::Requisite { why } => requisites::english(*why),
        Reason::AfterTheEnd => "The term ends earlier. Give a day that is not after its last one.",
        Reason::ChargesRestOnIt => {
            "Invoices have been issued by this entry, so it stays as it is. Enter a new one from another day."
        }
        Reason::NotTheLatest => "Only the latest entry can be taken back. Reload the page.",
        Reason::FileUnreadable => "The file can't be read as a table. Save it as CSV or XLSX.",
        Reason::ColumnMissing { column } => {
            return format!("The file has no column “{column}”. Add it or choose another.");
        }
        Reason::RepeatedInFile { line } => return format!("The same value is in line {line} of the file. Keep one."),
        Reason::TooManyTries { minutes } => {
            return format!("Too many tries. Wait {}.", plural(*minutes, words.minutes));
        }
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons() -> Vec<Reason> {
        use Reason::*;
        vec![
            Required,
            TooLong { max: 21 },
            TooShort { min: 8 },
            NotANumber,
            NotMoney,
            NotPositive,
            Negative,
            TooLarge,
            BelowLeast { least: 1 },
            AboveMost { most: 30 },
            TooPrecise { places: 2 },
            NotADate,
            NotAMonth,
            DateOutOfRange,
            EndsBeforeItBegins,
            NotAChoice,
            NotAnEmail,
            NotAPhone,
            NotADomain,
            NotVerified,
            BadCharacters,
            Taken,
            Unknown,
            PasswordTooCommon,
            Reserved,
            DoesNotMatch,
            WrongCredentials,
            WrongPassword,
            LinkExpired,
            LastAdmin,
            Oneself,
            Archived,
            NotArchived,
            ChangedMeanwhile,
            InUse,
            Overlaps,
            KeyReused,
            LooksRepeated,
            PartsAboveSum,
            AboveOpen,
            AboveAdvance,
            NotMoneyReceived,
            AlreadyReturned,
            AlreadyRunning,
            PromiseOpen,
            WrongStatus,
            Suspended,
            Cancelled,
            QuotaFull { limit: 10 },
            SoftAboveHard,
            AlreadyDone,
            DraftOutdated,
            NothingToIssue,
            PaidAlready,
            NotComputable,
            FileEmpty,
            FileTooLarge { max_mb: 5 },
            FileUnreadable,
            FileKind,
            NotAPicture,
            NotAScan,
            AfterTheEnd,
            ChargesRestOnIt,
            NotTheLatest,
            ColumnMissing {
                column: "ФИО".into()
            },
            RepeatedInFile { line: 7 },
            TooManyTries { minutes: 15 },
        ]
    }

    #[test]
    fn every_reason_is_a_sentence_in_both_languages() {
        let requisites = domain::requisites::Wrong::ALL.map(Reason::from);
        for why in reasons().into_iter().chain(requisites) {
            for language in Language::ALL {
                let text = reason(language, &why);
                assert!(text.ends_with('.') && text.len() > 10, "{why:?} {text}");
                let cyrillic = text.replace("ФИО", "").chars().any(|c| ('а'..='я').contains(&c));
                assert_eq!(cyrillic, language == Language::Ru, "{text}");
            }
        }
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        let table = [
            (Reason::TooLong { max: 21 }, "Слишком длинно: не больше 21 знака."),
            (Reason::TooShort { min: 8 }, "Слишком коротко: не меньше 8 знаков."),
            (
                Reason::TooManyTries { minutes: 1 },
                "Слишком много попыток. Подождите 1 минуту.",
            ),
            (
                Reason::TooManyTries { minutes: 15 },
                "Слишком много попыток. Подождите 15 минут.",
            ),
        ];
        for (why, want) in table {
            assert_eq!(reason(Language::Ru, &why), want);
        }
        assert_eq!(
            reason(Language::En, &Reason::TooPrecise { places: 1 }),
            "No more than 1 place after the point."
        );
    }

    #[test]
    fn every_failure_is_a_sentence_in_both_languages() {
        let all = [
            Failure::SignedOut,
            Failure::Forbidden,
            Failure::NotFound,
            Failure::field("a", Reason::Required),
            Failure::conflict(Reason::LastAdmin),
            Failure::Busy { retry_after: 2 },
            Failure::Unreachable,
            Failure::Internal {
                reference: String::new(),
            },
            Failure::Internal {
                reference: "r-1".into(),
            },
        ];
        for (language, why) in Language::ALL
            .into_iter()
            .flat_map(|language| all.iter().map(move |why| (language, why)))
        {
            assert!(failure(language, why).len() > 10);
        }
        assert!(failure(Language::Ru, &all[8]).contains("r-1"));
        assert_eq!(
            failure(Language::Ru, &all[5]),
            "Подождите 2 секунды и попробуйте снова."
        );
    }
}
