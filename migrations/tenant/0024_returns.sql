-- Payments that are reversed or refunded, credits that are no money (adjustments, write-offs), and how payments are spread.

alter table payment
    drop constraint payment_method_check,
    add constraint payment_method_check check (method in ('cash', 'card', 'bank', 'opening', 'adjustment', 'writeoff')),
    drop constraint payment_advance_within_amount,
    add column returned numeric(14, 2) not null default 0,
    add column recorded_by_id bigint,
    add constraint payment_advance_within_amount check (advance >= 0 and returned >= 0 and advance + returned <= amount);
comment on table payment is 'Money received from a subscriber; also credits that are no money, which pay invoices alike.';
comment on column payment.method is 'cash, card, bank; opening: an advance brought in; adjustment: credited by a recalculation; writeoff: a debt that is given up.';
comment on column payment.advance is 'What of it no invoice has used yet: the sum less its allocations and what was given back, kept in the same transaction.';
comment on column payment.returned is 'What of it was reversed or refunded, kept in the same transaction.';
comment on column payment.recorded_by_id is 'The person of the staff who recorded it: they may take it back on the same day.';

create or replace function payment_is_a_snapshot() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or to_jsonb(old) - '{advance,returned}'::text[] is distinct from to_jsonb(new) - '{advance,returned}'::text[]
        or new.returned < old.returned then
        raise exception 'a recorded payment does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
comment on function payment_is_a_snapshot is 'Refuses changes of a recorded payment other than what is left of it and what was given back.';

create index payment_recorder on payment (recorded_by_id, id desc) where recorded_by_id is not null;

create table payment_return (
    id bigint generated always as identity primary key,
    key uuid not null,
    place integer not null default 1,
    payment_id bigint not null references payment,
    subscriber_id bigint not null references subscriber,
    kind text not null check (kind in ('reversal', 'refund')),
    amount numeric(14, 2) not null check (amount > 0),
    method text not null check (method in ('cash', 'card', 'bank')),
    returned_on date not null,
    reason text not null,
    recorded_by text not null,
    created_at timestamptz not null,
    constraint payment_return_key_once unique (key, place)
);
comment on table payment_return is 'A payment taken back (it was entered by mistake) or money paid back to the subscriber.';
comment on column payment_return.id is 'Identifier.';
comment on column payment_return.key is 'The key of the entry: the same key is the same return.';
comment on column payment_return.place is 'From 1: a refund of more than one payment has a row for each.';
comment on column payment_return.payment_id is 'The payment.';
comment on column payment_return.subscriber_id is 'Its subscriber.';
comment on column payment_return.kind is 'reversal: the whole payment never was; refund: money goes back.';
comment on column payment_return.amount is 'The sum.';
comment on column payment_return.method is 'Where the money leaves from.';
comment on column payment_return.returned_on is 'The business day.';
comment on column payment_return.reason is 'Why.';
comment on column payment_return.recorded_by is 'Who recorded it.';
comment on column payment_return.created_at is 'When.';
create unique index payment_return_reversal_once on payment_return (payment_id) where kind = 'reversal';
create index payment_return_payment on payment_return (payment_id);
create index payment_return_subscriber on payment_return (subscriber_id, id desc);
create trigger payment_return_is_written_once before update or delete on payment_return for each row execute function refuse_change();

create table reallocation (
    id bigint generated always as identity primary key,
    key uuid not null,
    payment_id bigint not null references payment,
    was jsonb not null,
    became jsonb not null,
    reason text not null,
    made_by text not null,
    created_at timestamptz not null,
    constraint reallocation_key_once unique (key)
);
comment on table reallocation is 'A payment spread otherwise than it was; the rows of allocation hold the sums, this says from what to what and why.';
comment on column reallocation.id is 'Identifier.';
comment on column reallocation.key is 'The key of the entry: the same key is the same reallocation.';
comment on column reallocation.payment_id is 'The payment.';
comment on column reallocation.was is 'Before: pairs of invoice''s number and part.';
comment on column reallocation.became is 'After: pairs of invoice''s number and part.';
comment on column reallocation.reason is 'Why.';
comment on column reallocation.made_by is 'Who did it.';
comment on column reallocation.created_at is 'When.';
create index reallocation_payment on reallocation (payment_id, id);
create trigger reallocation_is_written_once before update or delete on reallocation for each row execute function refuse_change();

create table write_off (
    id bigint generated always as identity primary key,
    key uuid not null,
    subscriber_id bigint not null references subscriber,
    invoice_id bigint not null references invoice,
    payment_id bigint not null references payment,
    kind text not null check (kind in ('penalty', 'debt', 'rounding')),
    amount numeric(14, 2) not null check (amount > 0),
    reason text not null,
    booked_on date not null,
    made_by text not null,
    created_at timestamptz not null,
    constraint write_off_key_once unique (key)
);
comment on table write_off is 'What of an invoice is given up, for a reason.';
comment on column write_off.id is 'Identifier.';
comment on column write_off.key is 'The key of the entry: the same key is the same write-off.';
comment on column write_off.subscriber_id is 'The subscriber.';
comment on column write_off.invoice_id is 'The invoice.';
comment on column write_off.payment_id is 'The credit that settles it.';
comment on column write_off.kind is 'penalty, debt, or rounding for a few kopecks.';
comment on column write_off.amount is 'The sum.';
comment on column write_off.reason is 'Why.';
comment on column write_off.booked_on is 'The business day.';
comment on column write_off.made_by is 'Who decided.';
comment on column write_off.created_at is 'When.';
create index write_off_subscriber on write_off (subscriber_id, id desc);
create trigger write_off_is_written_once before update or delete on write_off for each row execute function refuse_change();

alter table setting
    add column allocation_rule text not null default 'oldest' check (allocation_rule in ('oldest', 'current', 'service', 'manual')),
    add column write_off_limit numeric(14, 2) not null default 100 check (write_off_limit >= 0);
comment on column setting.allocation_rule is 'How payments are spread: oldest first; current: the newest month first, then the oldest; service: by the services'' priority; manual: the person says, else the oldest first.';
comment on column setting.write_off_limit is 'The largest difference that a manager may write off as rounding.';
