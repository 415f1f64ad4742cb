-- Invoices and the charges on them.

create table number_counter (
    year integer primary key,
    last bigint not null
);
comment on table number_counter is 'The last invoice number given in a year; numbers have no gaps, since a block is taken in the run''s own transaction.';
comment on column number_counter.year is 'The year of issue.';
comment on column number_counter.last is 'The last number given.';

-- Six digits at least, so that numbers of a year sort as they count.
create function invoice_number(year integer, place bigint) returns text language sql immutable as $$
    select year::text || '-' || lpad(place::text, greatest(6, length(place::text)), '0')
$$;
comment on function invoice_number is 'The number of the invoice at a place in a year: 2026-000001.';

create table billing_run (
    id bigint generated always as identity primary key,
    month date not null,
    issued bigint not null,
    total numeric(14, 2) not null,
    run_by text not null,
    created_at timestamptz not null
);
comment on table billing_run is 'A run that issued invoices of a month.';
comment on column billing_run.id is 'Identifier.';
comment on column billing_run.month is 'The first day of the month.';
comment on column billing_run.issued is 'How many invoices it issued.';
comment on column billing_run.total is 'Their sum.';
comment on column billing_run.run_by is 'Who ran it.';
comment on column billing_run.created_at is 'When.';

create table invoice (
    id bigint generated always as identity primary key,
    number text not null,
    kind text not null check (kind in ('regular', 'opening')),
    subscriber_id bigint not null references subscriber,
    month date not null check (extract(day from month) = 1),
    issued_on date not null,
    due_on date not null,
    account text not null,
    name text not null,
    address text not null,
    total numeric(14, 2) not null check (total >= 0),
    paid numeric(14, 2) not null default 0,
    run_id bigint references billing_run,
    created_at timestamptz not null,
    constraint invoice_number_once unique (number),
    constraint invoice_paid_within_total check (paid >= 0 and paid <= total)
);
comment on table invoice is 'What a subscriber is charged for a month; the payer''s data is a snapshot of the day of issue.';
comment on column invoice.id is 'Identifier.';
comment on column invoice.number is 'Gap-free within a year: 2026-000001.';
comment on column invoice.kind is 'regular: the charges of a month; opening: a debt brought in from another system.';
comment on column invoice.subscriber_id is 'The subscriber.';
comment on column invoice.month is 'The first day of the month that it charges.';
comment on column invoice.issued_on is 'The business day of issue.';
comment on column invoice.due_on is 'The last day to pay.';
comment on column invoice.account is 'The personal account at issue.';
comment on column invoice.name is 'The payer''s name at issue.';
comment on column invoice.address is 'The address at issue.';
comment on column invoice.total is 'The sum of its charges.';
comment on column invoice.paid is 'The sum of its allocations, kept in the same transaction.';
comment on column invoice.run_id is 'The run that issued it.';
comment on column invoice.created_at is 'When it was issued.';
-- One invoice for a subscriber and month: pressing «issue» twice can't make two, whatever the program does.
create unique index invoice_once on invoice (subscriber_id, month) where kind = 'regular';
create index invoice_order on invoice (month desc, id desc);
create index invoice_open on invoice (subscriber_id, due_on, id) where paid < total;
create index invoice_unpaid on invoice (month desc, id desc) where paid < total;
create index invoice_subscriber on invoice (subscriber_id, id desc);

create table charge (
    id bigint generated always as identity primary key,
    invoice_id bigint not null references invoice,
    link_id bigint not null references service_link,
    month date not null,
    kind text not null default 'regular' check (kind in ('regular')),
    segment integer not null default 1,
    service text not null,
    unit text not null,
    quantity numeric(12, 3) not null,
    price numeric(14, 4) not null,
    days integer not null,
    days_of_month integer not null,
    amount numeric(14, 2) not null check (amount >= 0),
    voided_at timestamptz
);
comment on table charge is 'One line of an invoice: quantity x price x days / days of the month, rounded once to kopecks.';
comment on column charge.id is 'Identifier.';
comment on column charge.invoice_id is 'The invoice.';
comment on column charge.link_id is 'The service link that is charged.';
comment on column charge.month is 'The first day of the month.';
comment on column charge.kind is 'regular.';
comment on column charge.segment is 'Counts the prices of a service within the month, from 1.';
comment on column charge.service is 'The service''s name at issue.';
comment on column charge.unit is 'The unit at issue.';
comment on column charge.quantity is 'How many units.';
comment on column charge.price is 'The price of a unit for the whole month.';
comment on column charge.days is 'Days charged.';
comment on column charge.days_of_month is 'Days of the month.';
comment on column charge.amount is 'The sum.';
comment on column charge.voided_at is 'Since when it no longer counts.';
create unique index charge_once on charge (link_id, month, kind, segment) where voided_at is null;
create index charge_invoice on charge (invoice_id);

-- An issued invoice is a snapshot: only what has been paid of it may change. A charge is written once.
create function invoice_is_a_snapshot() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or to_jsonb(old) - 'paid' is distinct from to_jsonb(new) - 'paid' then
        raise exception 'an issued invoice does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
comment on function invoice_is_a_snapshot is 'Refuses changes of an issued invoice other than what has been paid of it.';
create trigger invoice_snapshot before update or delete on invoice for each row execute function invoice_is_a_snapshot();
create trigger charge_is_written_once before update or delete on charge for each row execute function refuse_change();
