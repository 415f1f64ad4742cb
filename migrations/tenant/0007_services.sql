-- Services and their prices from a date.

create table service (
    id bigint generated always as identity primary key,
    name text not null,
    unit text not null,
    created_at timestamptz not null,
    archived_at timestamptz
);
comment on table service is 'What subscribers are charged for.';
comment on column service.id is 'Identifier.';
comment on column service.name is 'The name on the invoice.';
comment on column service.unit is 'The unit of the price.';
comment on column service.created_at is 'When it was registered.';
comment on column service.archived_at is 'Since when no new link can be made.';
create unique index service_name_once on service (lower(name));

create table service_price (
    service_id bigint not null references service on delete cascade,
    valid_from date not null,
    price numeric(14, 4) not null check (price >= 0),
    created_at timestamptz not null,
    primary key (service_id, valid_from)
);
comment on table service_price is 'The price of a unit for a month from a day on; the latest row not after a day holds on it.';
comment on column service_price.service_id is 'The service.';
comment on column service_price.valid_from is 'The first day on which it holds.';
comment on column service_price.price is 'For a unit for a month, in the tenant''s currency.';
comment on column service_price.created_at is 'When it was entered.';
