//! The words of tariffs: kinds, norms, tiers, VAT, the formula of a charge; of pauses and of volumes.

use domain::tariffs::{Kind, Per, Problem, Source, Vat};

ui::texts! {
    /// The words of tariffs, pauses and volumes.
    pub struct Words;
    // The form.
    kind: "Как считать", "How it is counted";
    kind_hint: "На что умножается цена", "What the price is multiplied by";
    kind_fixed: "Фиксированная сумма за единицу", "A fixed sum for a unit";
    kind_area: "По площади, за м²", "By area, per m²";
    kind_person: "По числу проживающих", "By residents";
    kind_metered: "По счётчику или объёму", "By meter or volume";
    kind_norm: "По нормативу", "By norm";
    kind_tiered: "По счётчику со ступенями", "By meter in tiers";
    vat: "НДС в цене", "VAT in the price";
    vat_hint: "Цена указывается вместе с НДС. Ставка берётся на последний день начисленного срока.", "The price includes VAT. The rate is that of the last charged day.";
    vat_none: "Без НДС", "Without VAT";
    vat_zero: "0 %", "0 %";
    vat_reduced: "Пониженная ставка (10 %)", "Reduced rate (10 %)";
    vat_standard: "Основная ставка (22 % с 2026 года)", "Standard rate (22 % since 2026)";
    vat_special5: "УСН, 5 %", "Simplified system, 5 %";
    vat_special7: "УСН, 7 %", "Simplified system, 7 %";
    norm: "Норматив в месяц", "Norm for a month";
    norm_hint: "Единиц на человека или м², например 0,0231. По счётчику — если показаний нет больше трёх месяцев.", "Units for a person or m², for example 0.0231. With a meter: where there have been no readings for more than three months.";
    norm_per: "Норматив считается", "The norm is";
    per_person: "на человека", "per person";
    per_area: "на м²", "per m²";
    coefficient: "Повышающий коэффициент", "Raising coefficient";
    coefficient_hint: "Пусто — без коэффициента", "Empty: none";
    tiers: "Ступени объёма за месяц", "Tiers of a month's volume";
    tiers_text: "Границы — за полный месяц, по дням они не делятся. У последней ступени границу оставьте пустой.", "Ends are for a whole month and are not divided by days. Leave the end of the last tier empty.";
    tier_upto: "{n}-я ступень до", "Tier {n} up to";
    tier_price: "Цена {n}-й ступени", "Price of tier {n}";
    priority: "Очередь погашения", "Order of payment";
    priority_hint: "Если оплата делится по услугам, меньшее число гасится первым", "Where payments are spread by service, the lower number is paid first";
    // A version on the card.
    from_price: "от {price}", "from {price}";
    tier_line: "до {upto} — {price}", "up to {upto}: {price}";
    tier_last: "свыше — {price}", "above: {price}";
    norm_line: "норматив {norm} {per}", "norm {norm} {per}";
    coefficient_line: "коэффициент {n}", "coefficient {n}";
    entered_by: "Внёс", "Entered by";
    version_remove: "Удалить", "Delete";
    version_remove_title: "Удалить тариф с {day}?", "Delete the tariff from {day}?";
    version_remove_text: "По нему ещё ничего не начислено. Будет действовать предыдущий тариф.", "Nothing has been charged by it yet. The tariff before it stays in force.";
    // The formula.
    m2: "м²", "m²";
    people: "чел.", "people";
    norm_factor: "{norm} {unit}/{per}", "{norm} {unit}/{per}";
    days: "{days} / {all} дн.", "{days} / {all} days";
    source: "Откуда количество", "Where the quantity is from";
    source_quantity: "количество услуги", "the service's quantity";
    source_override: "переопределено для абонента", "set for this subscriber";
    source_area: "площадь помещения", "area of the premises";
    source_residents: "число проживающих", "residents";
    source_volume: "объём за месяц", "volume of the month";
    source_average: "среднее за {months} мес.", "average of {months} months";
    source_norm: "норматив", "norm";
    source_document: "по документу", "by a document";
    source_tier: "{n}-я ступень, объём {volume}", "tier {n} of {volume}";
    spread_days: "Объём разделён на {all} дн., за которые он израсходован.", "The volume is divided by the {all} days that used it.";
    formula: "Формула", "Formula";
    version: "Тариф", "Tariff";
    version_from: "действует с {day}", "from {day}";
    version_by: "внёс: {who}", "entered by {who}";
    vat_within: "НДС {percent} %: {sum} в том числе", "VAT {percent} %: {sum} included";
    no_price: "Нет тарифа на эти дни", "No tariff on these days";
    no_area: "Не указана площадь", "The area is not known";
    no_residents: "Не указано число проживающих", "The residents are not known";
    no_volume: "Нет объёма", "No volume";
    // Links.
    own_quantity: "Своё количество", "Quantity of its own";
    own_price: "Своя цена", "Price of its own";
    by_tariff: "Пусто — по тарифу", "Empty: by the tariff";
    this_month: "За {month}", "For {month}";
    pause: "Пауза", "Pause";
    pause_add: "Приостановить", "Pause";
    pause_of: "Приостановить услугу «{service}»", "Pause the service “{service}”";
    pause_first: "Первый день без начисления", "First day not charged";
    pause_last: "Последний день без начисления", "Last day not charged";
    pause_reason: "Причина", "Reason";
    pause_reason_hint: "Сезон, отъезд, отключение", "Season, absence, disconnection";
    pause_line: "Пауза {period}: {reason}", "Pause {period}: {reason}";
    pause_end: "Завершить паузу", "End the pause";
    pause_remove: "Удалить паузу", "Delete the pause";
    paused: "Пауза записана", "The pause is recorded";
    pause_ended: "Дата окончания паузы записана", "The end of the pause is recorded";
    pause_removed: "Пауза удалена", "The pause is deleted";
    version_removed: "Тариф удалён", "The tariff is deleted";
    // Volumes.
    volumes: "Объёмы", "Volumes";
    volumes_text: "Сколько израсходовано за месяц по услугам со счётчиком", "What metered services used in a month";
    volume: "Объём", "Volume";
    volume_of: "Объём: {account}, {service}", "Volume: {account}, {service}";
    volume_previous: "За прошлый месяц", "Month before";
    volume_charged: "в счёте", "on an invoice";
    volumes_charged_text: "Объём, по которому выставлен счёт, меняется так: аннулируйте счёт, исправьте объём и выставьте счёт заново — или проведите перерасчёт.", "To change a volume that an invoice stands on, void the invoice, correct the volume and issue again, or enter a recalculation.";
    volumes_none: "Нет услуг, которые считаются по объёму", "No services are counted by volume";
    volumes_none_text: "Назначьте услуге тариф по счётчику и подключите её абоненту.", "Give a service a metered tariff and connect it to a subscriber.";
    volumes_saved: "Объёмы записаны", "Volumes recorded";
    all_services: "Все услуги", "All services";
    volumes_search: "Лицевой счёт или фамилия", "Account or name";
    house: "Дом", "House";
    all_houses: "Все дома", "All houses";
}

impl Words {
    /// How a tariff counts.
    #[must_use]
    pub const fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Fixed => self.kind_fixed,
            Kind::Area => self.kind_area,
            Kind::Person => self.kind_person,
            Kind::Metered => self.kind_metered,
            Kind::Norm => self.kind_norm,
            Kind::Tiered => self.kind_tiered,
        }
    }

    /// A VAT.
    #[must_use]
    pub const fn vat_of(&self, vat: Vat) -> &'static str {
        match vat {
            Vat::None => self.vat_none,
            Vat::Zero => self.vat_zero,
            Vat::Reduced => self.vat_reduced,
            Vat::Standard => self.vat_standard,
            Vat::Special5 => self.vat_special5,
            Vat::Special7 => self.vat_special7,
        }
    }

    /// What a norm is for.
    #[must_use]
    pub const fn per_of(&self, per: Per) -> &'static str {
        match per {
            Per::Person => self.per_person,
            Per::Area => self.per_area,
        }
    }

    /// Where a quantity is from; of an average with its months still to fill in.
    #[must_use]
    pub const fn source_of(&self, source: Source) -> &'static str {
        match source {
            Source::Quantity => self.source_quantity,
            Source::Override => self.source_override,
            Source::Area => self.source_area,
            Source::Residents => self.source_residents,
            Source::Volume => self.source_volume,
            Source::Average => self.source_average,
            Source::Norm => self.source_norm,
            Source::Document => self.source_document,
        }
    }

    /// Why nothing can be charged.
    #[must_use]
    pub const fn problem_of(&self, problem: Problem) -> &'static str {
        match problem {
            Problem::NoPrice => self.no_price,
            Problem::NoArea => self.no_area,
            Problem::NoResidents => self.no_residents,
            Problem::NoVolume => self.no_volume,
        }
    }
}
