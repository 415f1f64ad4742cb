//! The words of the limits.

ui::texts! {
    /// Limits: near, reached, and agreed without being held.
    pub struct Words;
    near_title: "Место скоро закончится", "You are near a limit";
    full_title: "Лимит исчерпан", "A limit is reached";
    ask: "Чтобы увеличить лимит, обратитесь к тем, кто подключил вашу организацию.", "To have it raised, ask those who set up your organisation.";
    subscribers_near: "Абоненты: {used} из {hard}. Когда станет {hard}, завести новых и вернуть из архива будет нельзя.", "Subscribers: {used} of {hard}. At {hard} no more can be registered or taken back from the archive.";
    subscribers_full: "Абоненты: {used} из {hard}. Завести новых и вернуть из архива нельзя, остальное работает.", "Subscribers: {used} of {hard}. No more can be registered or taken back from the archive; everything else works.";
    subscribers_soft: "Абоненты: {used}, а договорились о {soft}. Ничего не отключится, но условия стоит обсудить.", "Subscribers: {used}, while {soft} were agreed. Nothing stops, but the terms should be talked over.";
    users_near: "Сотрудники: {used} из {hard}. Когда станет {hard}, пригласить новых будет нельзя.", "Staff: {used} of {hard}. At {hard} nobody else can be invited.";
    users_full: "Сотрудники: {used} из {hard}. Пригласить новых нельзя, пока кому-нибудь не закроете доступ.", "Staff: {used} of {hard}. Nobody else can be invited until you close somebody's access.";
    users_soft: "Сотрудники: {used}, а договорились о {soft}. Ничего не отключится, но условия стоит обсудить.", "Staff: {used}, while {soft} were agreed. Nothing stops, but the terms should be talked over.";
    megabytes_near: "Место для данных и файлов: {used} из {hard} МБ. Когда станет {hard}, загрузить новые файлы будет нельзя.", "Room for data and files: {used} of {hard} MB. At {hard} no more files can be uploaded.";
    megabytes_full: "Место для данных и файлов: {used} из {hard} МБ. Загрузить новые файлы нельзя, остальное работает.", "Room for data and files: {used} of {hard} MB. No more files can be uploaded; everything else works.";
    megabytes_soft: "Место для данных и файлов: {used} МБ, а договорились о {soft}. Ничего не отключится, но условия стоит обсудить.", "Room for data and files: {used} MB, while {soft} were agreed. Nothing stops, but the terms should be talked over.";
}
