-- Corrections: documents are voided or adjusted, never changed; what an allocation gave can be taken back by another row.

alter table invoice
    drop constraint invoice_kind_check,
    add constraint invoice_kind_check check (kind in ('regular', 'additional', 'opening', 'adjustment', 'penalty')),
    add column voided_at timestamptz,
    add column voided_on date,
    add column voided_by text,
    add column void_reason text,
    add constraint invoice_void_is_whole check ((voided_at is null) = (voided_on is null) and (voided_at is null) = (voided_by is null)
        and (voided_at is null) = (void_reason is null)),
    add constraint invoice_void_is_unpaid check (voided_at is null or paid = 0);
comment on column invoice.kind is 'regular: the charges of a month; additional: links that were not on the month''s invoice; adjustment: a recalculation to pay; penalty: penalties; opening: a debt brought in from another system.';
comment on column invoice.voided_at is 'Since when it is void; its number stays taken.';
comment on column invoice.voided_on is 'The business day on which it was voided.';
comment on column invoice.voided_by is 'Who voided it.';
comment on column invoice.void_reason is 'Why.';

drop index invoice_once;
create unique index invoice_once on invoice (subscriber_id, month, kind) where kind in ('regular', 'penalty') and voided_at is null;
create unique index invoice_additional_once on invoice (subscriber_id, run_id) where kind = 'additional' and voided_at is null;
create index invoice_run on invoice (run_id, id);
drop index invoice_open;
drop index invoice_unpaid;
create index invoice_open on invoice (subscriber_id, due_on, id) where paid < total and voided_at is null;
create index invoice_unpaid on invoice (month desc, id desc) where paid < total and voided_at is null;

create or replace function invoice_is_a_snapshot() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
        or to_jsonb(old) - '{paid,voided_at,voided_on,voided_by,void_reason}'::text[]
            is distinct from to_jsonb(new) - '{paid,voided_at,voided_on,voided_by,void_reason}'::text[]
        or (old.voided_at is not null and to_jsonb(old) is distinct from to_jsonb(new)) then
        raise exception 'an issued invoice does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
comment on function invoice_is_a_snapshot is 'Refuses changes of an issued invoice other than what has been paid of it and, once, its voiding.';

-- The lines of a void invoice no longer count, so that its links can be charged again. The tenant's role may not change
-- charges by itself: the function works with its owner's rights, and only from here.
create function invoice_voids_charges() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update charge c set voided_at = n.voided_at
    from fresh n join stale o using (id)
    where c.invoice_id = n.id and o.voided_at is null and n.voided_at is not null;
    return null;
end $$;
comment on function invoice_voids_charges is 'Takes the lines of voided invoices out of count.';
create trigger invoice_voided after update on invoice
    referencing old table as stale new table as fresh for each statement execute function invoice_voids_charges();

create function charge_is_a_snapshot() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.voided_at is not null or to_jsonb(old) - 'voided_at' is distinct from to_jsonb(new) - 'voided_at' then
        raise exception 'rows of charge are written once' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
comment on function charge_is_a_snapshot is 'Refuses changes of a charge other than, once, that it no longer counts.';
drop trigger charge_is_written_once on charge;
create trigger charge_is_written_once before update or delete on charge for each row execute function charge_is_a_snapshot();

alter table allocation
    drop constraint allocation_once,
    drop constraint allocation_amount_check,
    add constraint allocation_amount_check check (amount <> 0),
    add column cause text not null default 'payment'
        check (cause in ('payment', 'advance', 'reallocation', 'void', 'undo', 'reversal', 'refund', 'adjustment', 'writeoff')),
    add column made_by text not null default '';
comment on table allocation is 'What of a payment went to an invoice, written once: a row below zero takes back. What counts is the sum for payment and invoice.';
comment on column allocation.amount is 'The part; below zero where it is taken back.';
comment on column allocation.cause is 'Why it was written: the payment itself, an advance used by an invoice, a reallocation, a void document, an undone run, a reversed or refunded payment, an adjustment, a write-off.';
comment on column allocation.made_by is 'Who did it.';
create index allocation_payment on allocation (payment_id, invoice_id);

create table adjustment (
    id bigint generated always as identity primary key,
    key uuid not null,
    number text not null,
    subscriber_id bigint not null references subscriber,
    ground text not null check (ground in ('absence', 'quality', 'error', 'benefit', 'tariff', 'reading', 'other')),
    reason text not null,
    period_from date not null,
    period_to date not null,
    amount numeric(14, 2) not null check (amount <> 0),
    invoice_id bigint references invoice,
    payment_id bigint references payment,
    booked_on date not null,
    made_by text not null,
    created_at timestamptz not null,
    constraint adjustment_key_once unique (key),
    constraint adjustment_number_once unique (number),
    constraint adjustment_period_ends_after_it_begins check (period_to >= period_from),
    constraint adjustment_has_its_document check ((amount > 0) = (invoice_id is not null) and (amount < 0) = (payment_id is not null))
);
comment on table adjustment is 'A recalculation (перерасчёт): what was charged too little or too much, for a period and a reason.';
comment on column adjustment.id is 'Identifier.';
comment on column adjustment.key is 'The key of the entry: the same key is the same adjustment.';
comment on column adjustment.number is 'Gap-free within a year: П2026-000001.';
comment on column adjustment.subscriber_id is 'The subscriber.';
comment on column adjustment.ground is 'absence, quality, error, benefit, tariff, reading or other.';
comment on column adjustment.reason is 'The reason in words, as the subscriber reads it.';
comment on column adjustment.period_from is 'The first day of the period that is recalculated.';
comment on column adjustment.period_to is 'The last day.';
comment on column adjustment.amount is 'More than nothing: to be paid; less: credited.';
comment on column adjustment.invoice_id is 'The invoice to pay, where it is more than nothing.';
comment on column adjustment.payment_id is 'The credit, where it is less.';
comment on column adjustment.booked_on is 'The business day.';
comment on column adjustment.made_by is 'Who made it.';
comment on column adjustment.created_at is 'When.';
create index adjustment_subscriber on adjustment (subscriber_id, id desc);
create trigger adjustment_is_written_once before update or delete on adjustment for each row execute function refuse_change();

create table adjustment_line (
    adjustment_id bigint not null references adjustment,
    place integer not null,
    service_id bigint not null references service,
    service text not null,
    amount numeric(14, 2) not null check (amount <> 0),
    explanation text not null,
    primary key (adjustment_id, place)
);
comment on table adjustment_line is 'The part of an adjustment that falls to a service.';
comment on column adjustment_line.adjustment_id is 'The adjustment.';
comment on column adjustment_line.place is 'From 1.';
comment on column adjustment_line.service_id is 'The service.';
comment on column adjustment_line.service is 'Its name then.';
comment on column adjustment_line.amount is 'More than nothing: to be paid; less: credited.';
comment on column adjustment_line.explanation is 'How it was computed, as the subscriber reads it.';
create trigger adjustment_line_is_written_once before update or delete on adjustment_line for each row execute function refuse_change();

create table adjustment_counter (
    year integer primary key,
    last bigint not null
);
comment on table adjustment_counter is 'The last number of an adjustment given in a year.';
comment on column adjustment_counter.year is 'The year.';
comment on column adjustment_counter.last is 'The last number given.';
