//! A visit of the landlord's people.

ui::texts! {
    /// The words of a visit.
    pub struct Visits;
    title: "Вы вошли как {name} от имени поддержки ({visitor})", "You are logged in as {name}, for support ({visitor})";
    about: "Все действия записываются. Сеанс закончится {until}.", "Everything you do is recorded. The session ends {until}.";
    finish: "Закончить", "Finish";
}
