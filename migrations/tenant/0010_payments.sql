-- Payments and how they are spread over invoices.

create table payment (
    id bigint generated always as identity primary key,
    key uuid not null,
    subscriber_id bigint not null references subscriber,
    received_on date not null,
    amount numeric(14, 2) not null check (amount > 0),
    advance numeric(14, 2) not null,
    method text not null check (method in ('cash', 'card', 'bank', 'opening')),
    note text,
    recorded_by text not null,
    created_at timestamptz not null,
    constraint payment_key_once unique (key),
    constraint payment_advance_within_amount check (advance >= 0 and advance <= amount)
);
comment on table payment is 'Money received from a subscriber.';
comment on column payment.id is 'Identifier.';
comment on column payment.key is 'The key of the entry: the same key is the same payment.';
comment on column payment.subscriber_id is 'The subscriber.';
comment on column payment.received_on is 'The business day on which it was received.';
comment on column payment.amount is 'The sum.';
comment on column payment.advance is 'What of it no invoice has used yet: the sum less its allocations, kept in the same transaction.';
comment on column payment.method is 'cash, card, bank, or opening for an advance brought in from another system.';
comment on column payment.note is 'A note.';
comment on column payment.recorded_by is 'Who recorded it.';
comment on column payment.created_at is 'When it was recorded.';
create index payment_order on payment (received_on desc, id desc);
create index payment_subscriber on payment (subscriber_id, id desc);
create index payment_advance on payment (subscriber_id, id) where advance > 0;

create table allocation (
    id bigint generated always as identity primary key,
    payment_id bigint not null references payment,
    invoice_id bigint not null references invoice,
    amount numeric(14, 2) not null check (amount > 0),
    created_at timestamptz not null,
    constraint allocation_once unique (payment_id, invoice_id)
);
comment on table allocation is 'The part of a payment that paid an invoice.';
comment on column allocation.id is 'Identifier.';
comment on column allocation.payment_id is 'The payment.';
comment on column allocation.invoice_id is 'The invoice.';
comment on column allocation.amount is 'The part.';
comment on column allocation.created_at is 'When.';
create index allocation_invoice on allocation (invoice_id);

create function payment_is_a_snapshot() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or to_jsonb(old) - 'advance' is distinct from to_jsonb(new) - 'advance' then
        raise exception 'a recorded payment does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
comment on function payment_is_a_snapshot is 'Refuses changes of a recorded payment other than what is left of it.';
create trigger payment_snapshot before update or delete on payment for each row execute function payment_is_a_snapshot();
create trigger allocation_is_written_once before update or delete on allocation for each row execute function refuse_change();
