//! Houses and their premises.

ui::texts! {
    /// The words of houses and premises.
    pub struct Houses;
    title: "Дома", "Houses";
    new_title: "Новый дом", "New house";
    add: "Добавить дом", "Add a house";
    search: "Населённый пункт, улица или номер дома", "Town, street or number";
    table: "Дома", "Houses";
    address: "Адрес", "Address";
    locality: "Населённый пункт", "Town or village";
    locality_hint: "Город, посёлок, СНТ: «Калуга», «СНТ Родник».", "Town, village or settlement.";
    street: "Улица", "Street";
    street_hint: "Вместе с видом: «ул. Садовая», «1-я линия».", "With its kind: Garden Street, 1st Lane.";
    number: "Номер дома", "Number";
    number_hint: "С корпусом и литерой: «12 к. 1», «5А».", "With building and letter: 12/1, 5A.";
    district: "Район или участок обслуживания", "District";
    district_short: "Район", "District";
    district_hint: "Ваше внутреннее деление, можно не заполнять.", "Your own division; may be left empty.";
    route: "Маршрут", "Route";
    route_hint: "Обход, по которому разносят счета. Можно не заполнять.", "The round on which invoices are delivered; may be left empty.";
    premises_count: "Помещений", "Premises";
    subscribers_count: "Абонентов", "Subscribers";
    premises_forms: ["помещение", "помещения", "помещений"], ["flat or other premises", "premises", "premises"];
    subscribers_forms: ["абонент", "абонента", "абонентов"], ["subscriber", "subscribers", "subscribers"];
    route_short: "маршрут {route}", "route {route}";
    empty: "Домов пока нет", "No houses yet";
    empty_text: "Добавьте дом, чтобы указывать адреса абонентов. При импорте дома появятся сами.", "Add a house to give subscribers an address. An import adds houses by itself.";
    edit: "Изменить адрес и район", "Edit address and district";
    premises: "Помещения", "Premises";
    premises_column: "Помещение", "Premises";
    premises_empty: "Помещений пока нет", "No premises yet";
    premises_empty_text: "Добавьте квартиры, участки или сам дом, если он частный. Помещение появится и само, когда вы укажете его у абонента.", "Add flats, plots, or the house itself if it is a private one. Premises also appear when named on a subscriber.";
    premises_new: "Новое помещение", "New premises";
    premises_add: "Добавить помещение", "Add premises";
    premises_number: "Номер", "Number";
    premises_number_hint: "Оставьте пустым, если дом частный и весь занят одним абонентом.", "Leave empty for a private house with one subscriber.";
    premises_kind: "Вид", "Kind";
    flat: "Квартира", "Flat";
    house: "Частный дом", "House";
    plot: "Участок", "Plot";
    garage: "Гараж", "Garage";
    office: "Нежилое помещение", "Office";
    area: "Площадь", "Area";
    area_unit: "м²", "m²";
    residents: "Проживает", "Residents";
    people: ["человек", "человека", "человек"], ["person", "people", "people"];
    from: "Действует с", "Holds from";
    from_hint: "С этого дня верны площадь и число проживающих; прежние останутся в истории.", "Area and residents hold from this day; earlier ones stay in the history.";
    since: "с {day}", "since {day}";
    accounts: "Лицевые счета", "Personal accounts";
    no_account: "Добавить абонента", "Add a subscriber";
}
