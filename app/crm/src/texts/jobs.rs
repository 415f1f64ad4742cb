//! The words of the organisation's background work; those of its lists and cards are in `ui::work`.

ui::texts! {
    /// Background work.
    pub struct Words;
    title: "Фоновые задания", "Background work";
    none_text: "Здесь видно долгую работу программы: например, загрузку большого файла абонентов. Задание появится, когда кто-нибудь его запустит.", "Long work of the program is seen here, such as the import of a large file of subscribers. A job appears when somebody starts one.";
}
