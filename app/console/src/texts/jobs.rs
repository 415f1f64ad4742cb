//! The words of background work in the console; those of its lists and cards are in `ui::work`.

ui::texts! {
    /// Background work.
    pub struct Words;
    title: "Фоновые задачи", "Background work";
    none_text: "Здесь видно всё, что программа делает сама: сборы показателей, очистку корзины, проверки. Задачи появятся по расписанию.", "Everything that the program does by itself is seen here: figures, the trash, proofs. Jobs appear by schedule.";
}
