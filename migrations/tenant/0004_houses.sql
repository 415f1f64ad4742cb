-- Houses: an address with its district and route.

create table house (
    id bigint generated always as identity primary key,
    locality text not null,
    street text not null,
    number text not null,
    district text,
    route text,
    created_at timestamptz not null
);
comment on table house is 'A house with its address.';
comment on column house.id is 'Identifier.';
comment on column house.locality is 'Town or village.';
comment on column house.street is 'The street with its kind.';
comment on column house.number is 'The number with building and letter.';
comment on column house.district is 'The district of the tenant''s own division.';
comment on column house.route is 'The route of delivery and readings.';
comment on column house.created_at is 'When it was registered.';
create unique index house_address_once on house (lower(locality), lower(street), lower(number));
create index house_order on house (locality, street, number, id);
