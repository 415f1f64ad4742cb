-- Tariffs: versions of a service's price from a day, of several kinds, with VAT; what links override; seasonal pauses;
-- volumes of a month.

alter table service add column priority integer not null default 100;
comment on column service.priority is 'Where payments are spread by service, a lower number is paid first.';

alter table service_price
    add column kind text not null default 'fixed' check (kind in ('fixed', 'area', 'person', 'metered', 'norm', 'tiered')),
    add column norm numeric(12, 6) check (norm > 0),
    add column norm_per text check (norm_per in ('person', 'area')),
    add column coefficient numeric(6, 3) not null default 1 check (coefficient > 0),
    add column tiers jsonb,
    add column vat text not null default 'none' check (vat in ('none', 'zero', 'reduced', 'standard', 'special5', 'special7')),
    add column entered_by text not null default '',
    add constraint service_price_norm_is_whole check ((norm is null) = (norm_per is null) and (kind <> 'norm' or norm is not null)),
    add constraint service_price_tiers_when_tiered check ((kind = 'tiered') = (tiers is not null));
comment on table service_price is 'The tariff of a service from a day on; the latest row not after a day holds on it.';
comment on column service_price.price is 'For a unit (a month, a square metre, a person, a metered unit), in the tenant''s currency, VAT included; of tiers the first one''s.';
comment on column service_price.kind is 'What is multiplied by the price. fixed: the link''s quantity; area: square metres; person: residents; metered: the volume of the month; norm: norm x residents or area; tiered: the volume, by tiers.';
comment on column service_price.norm is 'Units by norm for a person or a square metre in a month; for metered and tiered: what is charged where volumes are missing for more than three months.';
comment on column service_price.norm_per is 'person or area: what the norm is for.';
comment on column service_price.coefficient is 'Raising coefficient of the norm; 1 if none.';
comment on column service_price.tiers is 'Tiers of a volume, an array of {"upto": "150.000" or null, "price": "4.5000"} in rising order; the last has no upper end.';
comment on column service_price.vat is 'Which VAT is included: none (no VAT at all), zero, reduced, standard, special5, special7; its rate is a row of vat_rate.';
comment on column service_price.entered_by is 'Who entered it.';

create table vat_rate (
    code text not null check (code in ('zero', 'reduced', 'standard', 'special5', 'special7')),
    valid_from date not null,
    percent numeric(5, 2) not null check (percent >= 0 and percent < 100),
    source text not null,
    primary key (code, valid_from)
);
comment on table vat_rate is 'Rates of VAT from a day on; the rate of the last charged day counts. «Without VAT» has no row: it is no rate.';
comment on column vat_rate.code is 'zero, reduced, standard, special5 or special7.';
comment on column vat_rate.valid_from is 'The first day on which it holds.';
comment on column vat_rate.percent is 'Per cent on top of the price without VAT.';
comment on column vat_rate.source is 'The law.';
insert into vat_rate (code, valid_from, percent, source) values
    ('zero', '2001-01-01', 0, 'НК РФ, ст. 164, п. 1'),
    ('reduced', '2004-01-01', 10, 'НК РФ, ст. 164, п. 2'),
    ('standard', '2004-01-01', 18, 'НК РФ, ст. 164, п. 3 (117-ФЗ)'),
    ('standard', '2019-01-01', 20, 'Федеральный закон от 03.08.2018 № 303-ФЗ'),
    ('standard', '2026-01-01', 22, 'Федеральный закон от 28.11.2025 № 425-ФЗ'),
    ('special5', '2025-01-01', 5, 'НК РФ, ст. 164, п. 8 (УСН)'),
    ('special7', '2025-01-01', 7, 'НК РФ, ст. 164, п. 8 (УСН)');

alter table service_link
    alter column quantity drop not null,
    add column price numeric(14, 4) check (price >= 0);
comment on column service_link.quantity is 'How many units instead of what the tariff''s kind would take (one, the area, the residents, the volume); null: as the kind says.';
comment on column service_link.price is 'The price of a unit for this link instead of the tariff''s; null: the tariff''s.';

create table link_pause (
    id bigint generated always as identity primary key,
    link_id bigint not null references service_link,
    valid_from date not null,
    valid_to date,
    reason text not null,
    created_by text not null,
    created_at timestamptz not null,
    constraint link_pause_ends_after_it_begins check (valid_to >= valid_from),
    constraint link_pause_does_not_overlap exclude using gist (link_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table link_pause is 'Days on which a link is not charged: a season, an absence, a suspended service.';
comment on column link_pause.id is 'Identifier.';
comment on column link_pause.link_id is 'The link.';
comment on column link_pause.valid_from is 'The first day not charged.';
comment on column link_pause.valid_to is 'The last day not charged; open if null.';
comment on column link_pause.reason is 'Why.';
comment on column link_pause.created_by is 'Who entered it.';
comment on column link_pause.created_at is 'When.';

create table volume (
    link_id bigint not null references service_link,
    month date not null check (extract(day from month) = 1),
    volume numeric(14, 3) not null check (volume >= 0),
    entered_by text not null,
    created_at timestamptz not null,
    primary key (link_id, month)
);
comment on table volume is 'What a metered link used in a month. Without a row the average of up to three months is charged, then the norm (rules of decree 354, items 59 and 60).';
create index volume_month on volume (month);
comment on column volume.link_id is 'The link.';
comment on column volume.month is 'The first day of the month.';
comment on column volume.volume is 'Units of the service.';
comment on column volume.entered_by is 'Who entered it.';
comment on column volume.created_at is 'When.';

alter table charge
    drop constraint charge_kind_check,
    add constraint charge_kind_check check (kind in ('regular', 'recalculation', 'penalty')),
    alter column link_id drop not null,
    alter column quantity type numeric(18, 6),
    add column service_id bigint references service,
    add column tariff text not null default 'fixed' check (tariff in ('fixed', 'area', 'person', 'metered', 'norm', 'tiered')),
    add column tariff_from date,
    add column source text not null default 'quantity'
        check (source in ('quantity', 'override', 'area', 'residents', 'volume', 'average', 'norm', 'document')),
    add column inputs jsonb not null default '{}',
    add column vat text not null default 'none' check (vat in ('none', 'zero', 'reduced', 'standard', 'special5', 'special7')),
    add column vat_percent numeric(5, 2),
    add column vat_amount numeric(14, 2),
    add constraint charge_vat_is_whole check ((vat = 'none') = (vat_percent is null) and (vat_percent is null) = (vat_amount is null)),
    add constraint charge_regular_has_link check (kind <> 'regular' or link_id is not null);
comment on table charge is 'One line of an invoice: quantity x price x days / days of the period, rounded once to kopecks.';
comment on column charge.kind is 'regular: of a link and month; recalculation: a line of an adjustment; penalty: of an overdue invoice.';
comment on column charge.link_id is 'The service link that is charged; none on lines of adjustments and penalties.';
comment on column charge.segment is 'Counts the stretches of a link within the month (tariff, area or residents changed, a tier), from 1.';
comment on column charge.service_id is 'The service; none on penalties.';
comment on column charge.tariff is 'The tariff''s kind at issue.';
comment on column charge.tariff_from is 'Which version of the tariff: its first day.';
comment on column charge.source is 'Where the quantity is from: the link''s quantity, an override, the area, the residents, the volume, the average of the volumes before, the norm, a document.';
comment on column charge.inputs is 'The numbers that made the quantity, by name: area, residents, norm, coefficient, volume, months, tier.';
comment on column charge.vat is 'Which VAT the amount includes.';
comment on column charge.vat_percent is 'Its rate on the last charged day; null without VAT.';
comment on column charge.vat_amount is 'The VAT within the amount; null without VAT.';
