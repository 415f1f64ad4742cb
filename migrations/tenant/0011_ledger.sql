-- The books. One row an entry with the account that it debits, the one that it credits and the sum: debits and credits
-- can't differ. Balances and totals are projections that the database itself keeps with each entry.

create table ledger_entry (
    id bigint generated always as identity,
    booked_on date not null,
    debit text not null check (debit in ('receivable', 'revenue', 'cash', 'card', 'bank', 'opening')),
    credit text not null check (credit in ('receivable', 'revenue', 'cash', 'card', 'bank', 'opening')),
    amount numeric(14, 2) not null check (amount > 0),
    subscriber_id bigint not null references subscriber,
    document text not null check (document in ('invoice', 'payment', 'opening')),
    document_id bigint not null,
    created_at timestamptz not null,
    primary key (booked_on, id),
    constraint ledger_entry_two_accounts check (debit <> credit),
    constraint ledger_entry_one_receivable check ((debit = 'receivable') <> (credit = 'receivable'))
) partition by range (booked_on);
comment on table ledger_entry is 'An entry of the books; rows are never changed.';
comment on column ledger_entry.id is 'Identifier within the year.';
comment on column ledger_entry.booked_on is 'The business day.';
comment on column ledger_entry.debit is 'The account debited.';
comment on column ledger_entry.credit is 'The account credited.';
comment on column ledger_entry.amount is 'The sum, the same on both sides.';
comment on column ledger_entry.subscriber_id is 'Whose receivable it is.';
comment on column ledger_entry.document is 'invoice, payment, or opening for a balance brought in.';
comment on column ledger_entry.document_id is 'The invoice or, of an advance brought in, the payment.';
comment on column ledger_entry.created_at is 'When it was written.';

create table ledger_entry_2024 partition of ledger_entry for values from ('2024-01-01') to ('2025-01-01');
create table ledger_entry_2025 partition of ledger_entry for values from ('2025-01-01') to ('2026-01-01');
create table ledger_entry_2026 partition of ledger_entry for values from ('2026-01-01') to ('2027-01-01');
create table ledger_entry_2027 partition of ledger_entry for values from ('2027-01-01') to ('2028-01-01');
create table ledger_entry_other partition of ledger_entry default;
create index ledger_entry_subscriber on ledger_entry (subscriber_id, booked_on desc, id desc);
create trigger ledger_entry_is_written_once before update or delete on ledger_entry for each row execute function refuse_change();

create table subscriber_balance (
    subscriber_id bigint primary key references subscriber,
    balance numeric(14, 2) not null
);
comment on table subscriber_balance is 'A projection of the books: what each subscriber owes (above zero) or has paid ahead (below).';
comment on column subscriber_balance.subscriber_id is 'The subscriber.';
comment on column subscriber_balance.balance is 'Debits less credits of the receivable.';
create index subscriber_balance_debt on subscriber_balance (balance desc, subscriber_id) where balance > 0;

create table month_total (
    month date not null,
    shard smallint not null,
    charged numeric(16, 2) not null default 0,
    paid numeric(16, 2) not null default 0,
    primary key (month, shard)
);
comment on table month_total is 'A projection of the books: charged and paid by month, in shards so that payments do not wait for one another.';
comment on column month_total.month is 'The first day of the month.';
comment on column month_total.shard is 'One of eight; the sum over them counts.';
comment on column month_total.charged is 'Charged on days of the month; balances brought in are left out.';
comment on column month_total.paid is 'Paid on days of the month; balances brought in are left out.';

create table grand_total (
    shard smallint primary key,
    debt numeric(16, 2) not null default 0,
    debtors bigint not null default 0,
    advance numeric(16, 2) not null default 0,
    subscribers bigint not null default 0
);
comment on table grand_total is 'A projection: sums over all subscribers, in shards.';
comment on column grand_total.shard is 'One of eight; the sum over them counts.';
comment on column grand_total.debt is 'The sum of the balances above zero.';
comment on column grand_total.debtors is 'How many balances are above zero.';
comment on column grand_total.advance is 'The sum of the balances below zero, without its sign.';
comment on column grand_total.subscribers is 'Subscribers outside the archive.';
insert into grand_total (shard) select generate_series(0, 7);

create function shard() returns smallint language sql volatile as $$ select (pg_backend_pid() % 8)::smallint $$;
comment on function shard is 'The shard of this connection.';

-- Each statement that writes entries moves the balances and the months with them. Rows are taken in the order of their
-- keys, so that two statements never wait for each other crosswise.
create function ledger_entry_moves_projections() returns trigger language plpgsql as $$
begin
    insert into subscriber_balance as kept (subscriber_id, balance)
    select subscriber_id, sum(case when debit = 'receivable' then amount else -amount end)
    from written group by subscriber_id order by subscriber_id
    on conflict (subscriber_id) do update set balance = kept.balance + excluded.balance;

    insert into month_total as kept (month, shard, charged, paid)
    select date_trunc('month', booked_on)::date, shard(),
        coalesce(sum(amount) filter (where document = 'invoice'), 0),
        coalesce(sum(amount) filter (where document = 'payment'), 0)
    from written where document in ('invoice', 'payment') group by 1 order by 1
    on conflict (month, shard) do update set charged = kept.charged + excluded.charged, paid = kept.paid + excluded.paid;
    return null;
end $$;
comment on function ledger_entry_moves_projections is 'Keeps balances and month totals with the entries.';
create trigger ledger_entry_projections after insert on ledger_entry
    referencing new table as written for each statement execute function ledger_entry_moves_projections();

create function balances_move_totals() returns trigger language plpgsql as $$
declare
    moved record;
begin
    if tg_op = 'INSERT' then
        select coalesce(sum(greatest(balance, 0)), 0) as debt, count(*) filter (where balance > 0) as debtors,
            coalesce(sum(greatest(-balance, 0)), 0) as advance into moved from fresh;
    elsif tg_op = 'UPDATE' then
        select coalesce(sum(greatest(f.balance, 0) - greatest(s.balance, 0)), 0) as debt,
            count(*) filter (where f.balance > 0) - count(*) filter (where s.balance > 0) as debtors,
            coalesce(sum(greatest(-f.balance, 0) - greatest(-s.balance, 0)), 0) as advance
        into moved from fresh f join stale s using (subscriber_id);
    else
        select -coalesce(sum(greatest(balance, 0)), 0) as debt, -count(*) filter (where balance > 0) as debtors,
            -coalesce(sum(greatest(-balance, 0)), 0) as advance into moved from stale;
    end if;
    if moved.debt <> 0 or moved.debtors <> 0 or moved.advance <> 0 then
        update grand_total set debt = debt + moved.debt, debtors = debtors + moved.debtors, advance = advance + moved.advance
        where grand_total.shard = shard();
    end if;
    return null;
end $$;
comment on function balances_move_totals is 'Keeps debt and advance in all with the balances.';
create trigger balance_inserted after insert on subscriber_balance
    referencing new table as fresh for each statement execute function balances_move_totals();
create trigger balance_updated after update on subscriber_balance
    referencing old table as stale new table as fresh for each statement execute function balances_move_totals();
create trigger balance_deleted after delete on subscriber_balance
    referencing old table as stale for each statement execute function balances_move_totals();

create function subscribers_move_totals() returns trigger language plpgsql as $$
declare
    moved bigint;
begin
    if tg_op = 'INSERT' then
        select count(*) filter (where archived_at is null) into moved from fresh;
    elsif tg_op = 'UPDATE' then
        select count(*) filter (where f.archived_at is null) - count(*) filter (where s.archived_at is null)
        into moved from fresh f join stale s using (id);
    else
        select -count(*) filter (where archived_at is null) into moved from stale;
    end if;
    if moved <> 0 then
        update grand_total set subscribers = subscribers + moved where grand_total.shard = shard();
    end if;
    return null;
end $$;
comment on function subscribers_move_totals is 'Keeps the number of subscribers.';
create trigger subscriber_inserted after insert on subscriber
    referencing new table as fresh for each statement execute function subscribers_move_totals();
create trigger subscriber_updated after update on subscriber
    referencing old table as stale new table as fresh for each statement execute function subscribers_move_totals();
create trigger subscriber_deleted after delete on subscriber
    referencing old table as stale for each statement execute function subscribers_move_totals();
