-- The books with all their documents; sealed blocks; proofs.

alter table ledger_entry
    drop constraint ledger_entry_debit_check,
    drop constraint ledger_entry_credit_check,
    drop constraint ledger_entry_document_check,
    add constraint ledger_entry_debit_check check (debit in ('receivable', 'revenue', 'cash', 'card', 'bank', 'opening', 'penalty', 'writeoff')),
    add constraint ledger_entry_credit_check check (credit in ('receivable', 'revenue', 'cash', 'card', 'bank', 'opening', 'penalty', 'writeoff')),
    add constraint ledger_entry_document_check check (document in ('invoice', 'payment', 'opening', 'void', 'adjustment', 'reversal', 'refund', 'penalty', 'writeoff'));
comment on column ledger_entry.document is 'invoice, payment; opening: a balance brought in; void: an invoice that no longer counts; adjustment; reversal and refund of a payment; penalty; writeoff.';
comment on column ledger_entry.document_id is 'The row that it is about: the invoice (invoice, void, penalty, an opening debt), the payment (payment, an opening advance), the adjustment, the payment_return (reversal, refund), the write_off.';
-- Blocks are sealed in the order of the ids, and rows lie nearly in that order.
create index ledger_entry_by_id on ledger_entry using brin (id) with (pages_per_range = 16, autosummarize = on);
create index event_by_id on event using brin (id) with (pages_per_range = 16, autosummarize = on);

-- What a seal is made of. A step that adds a column leaves these as they are: seals of before have to come out the same.
create function ledger_entry_words(e ledger_entry) returns text language sql stable as $$
    select jsonb_build_array(e.id, to_char(e.booked_on, 'YYYY-MM-DD'), e.debit, e.credit, e.amount::text, e.subscriber_id,
        e.document, e.document_id, to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text
$$;
comment on function ledger_entry_words is 'An entry in words that no setting of a session changes, for seals.';
create function event_words(e event) returns text language sql stable as $$
    select jsonb_build_array(e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor_kind, e.actor_id,
        e.actor_name, e.verb, e.noun, e.object_id, e.details, e.request_id, e.ip::text, e.reason)::text
$$;
comment on function event_words is 'An event in words that no setting of a session changes, for seals.';

alter table month_total
    add column recalculated numeric(16, 2) not null default 0,
    add column penalties numeric(16, 2) not null default 0,
    add column written_off numeric(16, 2) not null default 0;
comment on column month_total.charged is 'Charged on days of the month, less what was voided; balances brought in are left out.';
comment on column month_total.paid is 'Paid on days of the month, less what was taken back or refunded; balances brought in are left out.';
comment on column month_total.recalculated is 'Adjustments of the month: above zero to be paid, below credited.';
comment on column month_total.penalties is 'Penalties charged in the month, less those that were voided.';
comment on column month_total.written_off is 'Written off in the month.';

create or replace function ledger_entry_moves_projections() returns trigger language plpgsql as $$
begin
    insert into subscriber_balance as kept (subscriber_id, balance)
    select subscriber_id, sum(case when debit = 'receivable' then amount else -amount end)
    from written group by subscriber_id order by subscriber_id
    on conflict (subscriber_id) do update set balance = kept.balance + excluded.balance;

    insert into month_total as kept (month, shard, charged, paid, recalculated, penalties, written_off)
    select date_trunc('month', booked_on)::date, shard(),
        coalesce(sum(signed) filter (where document in ('invoice', 'void') and other = 'revenue'), 0),
        coalesce(-sum(signed) filter (where document in ('payment', 'reversal', 'refund')), 0),
        coalesce(sum(signed) filter (where document = 'adjustment'), 0),
        coalesce(sum(signed) filter (where other = 'penalty'), 0),
        coalesce(-sum(signed) filter (where document = 'writeoff'), 0)
    from (
        select booked_on, document, case when debit = 'receivable' then amount else -amount end as signed,
            case when debit = 'receivable' then credit else debit end as other
        from written where document <> 'opening') w
    group by 1 order by 1
    on conflict (month, shard) do update set charged = kept.charged + excluded.charged, paid = kept.paid + excluded.paid,
        recalculated = kept.recalculated + excluded.recalculated, penalties = kept.penalties + excluded.penalties,
        written_off = kept.written_off + excluded.written_off;
    return null;
end $$;

create table seal (
    chain text not null check (chain in ('ledger', 'event')),
    place bigint not null,
    after_id bigint not null,
    upto_id bigint not null,
    rows bigint not null,
    previous bytea not null,
    hash bytea not null,
    sealed_at timestamptz not null,
    primary key (chain, place)
);
comment on table seal is 'Blocks of the books and of the audit, each sealed with the hash of the one before: a row changed, lost or slipped in later breaks the chain.';
comment on column seal.chain is 'ledger or event.';
comment on column seal.place is 'The block''s place in its chain, from 1.';
comment on column seal.after_id is 'The block begins after this id.';
comment on column seal.upto_id is 'And ends with this one: 10 000 ids at most.';
comment on column seal.rows is 'How many rows; ids that a transaction took and gave up have none.';
comment on column seal.previous is 'The hash of the block before; 32 zero bytes for the first.';
comment on column seal.hash is 'SHA-256 of the hash before and the SHA-256 of each row''s words, in the order of the ids.';
comment on column seal.sealed_at is 'When.';
create trigger seal_is_written_once before update or delete on seal for each row execute function refuse_change();

create table seal_mark (
    chain text primary key check (chain in ('ledger', 'event')),
    upto_id bigint not null,
    horizon bigint not null,
    marked_at timestamptz not null
);
comment on table seal_mark is 'Up to where a chain can be sealed once every transaction of then is over.';
comment on column seal_mark.chain is 'ledger or event.';
comment on column seal_mark.upto_id is 'The last id that had been given out then.';
comment on column seal_mark.horizon is 'The first transaction that had not begun then.';
comment on column seal_mark.marked_at is 'When.';

create table book_proof (
    id bigint generated always as identity primary key,
    proved_at timestamptz not null,
    took_ms bigint not null,
    holds boolean not null,
    entries bigint not null,
    sealed_upto bigint not null,
    details jsonb not null,
    asked_by text not null
);
comment on table book_proof is 'When the books were recomputed out of their entries, and what came of it.';
comment on column book_proof.id is 'Identifier.';
comment on column book_proof.proved_at is 'When.';
comment on column book_proof.took_ms is 'How long it took.';
comment on column book_proof.holds is 'Nothing disagreed.';
comment on column book_proof.entries is 'How many entries there were.';
comment on column book_proof.sealed_upto is 'Up to which entry the chain was verified.';
comment on column book_proof.details is 'The figures, by name.';
comment on column book_proof.asked_by is 'Who asked; the nightly job is called kvitok.';
create index book_proof_latest on book_proof (proved_at desc);
