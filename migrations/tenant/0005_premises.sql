-- Premises and, over time, their area and residents.

create table premises (
    id bigint generated always as identity primary key,
    house_id bigint not null references house,
    number text not null,
    kind text not null check (kind in ('flat', 'house', 'plot', 'garage', 'office')),
    created_at timestamptz not null
);
comment on table premises is 'What is served: a flat, house, plot, garage or office.';
comment on column premises.id is 'Identifier.';
comment on column premises.house_id is 'The house.';
comment on column premises.number is 'The number within the house; empty where the house is the premises.';
comment on column premises.kind is 'flat, house, plot, garage or office.';
comment on column premises.created_at is 'When they were registered.';
create unique index premises_number_once on premises (house_id, lower(number));

create table premises_state (
    premises_id bigint not null references premises on delete cascade,
    valid_from date not null,
    area numeric(10, 2) check (area >= 0),
    residents integer check (residents >= 0),
    primary key (premises_id, valid_from)
);
comment on table premises_state is 'Area and residents of premises from a day on; the latest row not after a day holds on it.';
comment on column premises_state.premises_id is 'The premises.';
comment on column premises_state.valid_from is 'The first day on which it holds.';
comment on column premises_state.area is 'Square metres.';
comment on column premises_state.residents is 'How many people live there.';

-- The address in one line, the same everywhere: «Калуга, ул. Садовая, 12, кв. 5».
create function address_line(locality text, street text, house text, kind text, number text) returns text
language sql immutable as $$
    select locality || ', ' || street || ', ' || house || case
        when coalesce(number, '') = '' then ''
        when kind = 'flat' then ', кв. ' || number
        when kind = 'office' then ', пом. ' || number
        when kind = 'plot' then ', уч. ' || number
        when kind = 'garage' then ', бокс ' || number
        else ', ' || number end
$$;
comment on function address_line is 'The address in one line.';
