//! The words of the files.

use domain::files::Kind;

ui::texts! {
    /// The words of the files' page.
    pub struct Words;
    title: "Файлы", "Files";
    subtitle: "Договоры, акты, сметы — всё, что нужно под рукой", "Contracts, acts, estimates: everything to have at hand";
    upload: "Загрузить файл", "Upload a file";
    file: "Файл", "File";
    file_hint: "PDF, PNG, JPEG, WebP, XLSX, DOCX, CSV или TXT, не больше {max} МБ.", "PDF, PNG, JPEG, WebP, XLSX, DOCX, CSV or TXT, {max} MB at most.";
    do_upload: "Загрузить", "Upload";
    kind: "Вид", "Kind";
    size: "Размер", "Size";
    uploaded: "Загружен", "Uploaded";
    uploaded_by: "Кто загрузил", "Uploaded by";
    none: "Файлов пока нет", "No files yet";
    none_text: "Загрузите первый: его увидят все сотрудники организации.", "Upload the first one: the whole staff of the organisation will see it.";
    none_text_reader: "Файлы загружают администраторы и менеджеры.", "Administrators and managers upload files.";
    delete: "Удалить", "Delete";
    delete_title: "Удалить файл?", "Delete the file?";
    delete_text: "{name} исчезнет для всех сотрудников. Вернуть файл будет нельзя.", "{name} will be gone for the whole staff. It can't be brought back.";
    actions: "Действия", "Actions";
    done_uploaded: "Файл загружен", "File uploaded";
    done_deleted: "Файл удалён", "File deleted";
    bytes: "{n} Б", "{n} B";
    kilobytes: "{n} КБ", "{n} KB";
    megabytes: "{n} МБ", "{n} MB";
    table: "таблица", "spreadsheet";
    document: "документ", "document";
    picture: "изображение", "picture";
    text: "текст", "text";
}

impl Words {
    /// What a kind is called.
    #[must_use]
    pub const fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Pdf => "PDF",
            Kind::Docx => self.document,
            Kind::Xlsx | Kind::Csv => self.table,
            Kind::Png | Kind::Jpeg | Kind::Webp => self.picture,
            Kind::Txt => self.text,
        }
    }
}
