//! The sections, what has just been done, and the page that does not exist.

ui::texts! {
    /// The words of the frame.
    pub struct Frame;
    home: "Главная", "Home";
    subscribers: "Абоненты", "Subscribers";
    payments: "Платежи", "Payments";
    invoices: "Счета", "Invoices";
    houses: "Дома", "Houses";
    services: "Услуги", "Services";
    imports: "Импорт", "Import";
    users: "Сотрудники", "Staff";
    saved: "Изменения сохранены", "Changes saved";
    created: "Запись добавлена", "Record added";
    archived: "Перенесено в архив", "Moved to the archive";
    restored: "Возвращено из архива", "Restored from the archive";
    invited: "Приглашение создано", "Invitation created";
    role_changed: "Роль изменена, новые права уже действуют", "Role changed, the new rights already hold";
    disabled: "Доступ закрыт", "Access closed";
    enabled: "Доступ открыт", "Access opened";
    password_changed: "Пароль изменён", "Password changed";
    price_set: "Новая цена записана", "New price recorded";
    link_added: "Услуга подключена", "Service added";
    link_ended: "Дата окончания услуги записана", "End of the service recorded";
    issued: "Счета выставлены", "Invoices issued";
    paid: "Платёж принят", "Payment recorded";
    discarded: "Загруженный файл отклонён", "Uploaded file discarded";
    posting: "Загрузка поставлена в очередь", "The import is queued";
    posted: "Данные из файла загружены", "Data from the file posted";
    lost_text: "Возможно, в адресе опечатка или страницу перенесли.", "The address may be mistyped, or the page was moved.";
}
