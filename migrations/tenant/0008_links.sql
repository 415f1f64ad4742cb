-- Service links: who has which service from when to when.

create table service_link (
    id bigint generated always as identity primary key,
    subscriber_id bigint not null references subscriber,
    service_id bigint not null references service,
    valid_from date not null,
    valid_to date,
    quantity numeric(12, 3) not null check (quantity > 0),
    created_at timestamptz not null,
    constraint service_link_ends_after_it_begins check (valid_to >= valid_from),
    constraint service_link_does_not_overlap exclude using gist (
        subscriber_id with =, service_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table service_link is 'A subscriber has a service from a day to a day; both days belong to it.';
comment on column service_link.id is 'Identifier.';
comment on column service_link.subscriber_id is 'The subscriber.';
comment on column service_link.service_id is 'The service.';
comment on column service_link.valid_from is 'The first day.';
comment on column service_link.valid_to is 'The last day; open if null.';
comment on column service_link.quantity is 'How many units.';
comment on column service_link.created_at is 'When it was made.';
create index service_link_service on service_link (service_id);
