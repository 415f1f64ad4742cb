-- Penalties for late payment, and the days by which invoices are due: rules and rates as data with their source.

create table due_day (
    valid_from date primary key check (extract(day from valid_from) = 1),
    day integer not null check (day between 1 and 31),
    source text not null
);
comment on table due_day is 'The day of the following month by which the invoices of a month are to be paid, from a month on.';
comment on column due_day.valid_from is 'The first charged month (its first day) for which it holds.';
comment on column due_day.day is 'The day of the month after; its last day where the month is shorter.';
comment on column due_day.source is 'The law, contract or charter.';
insert into due_day (valid_from, day, source) values
    ('1990-01-01', 10, 'ЖК РФ, ст. 155, ч. 1, в редакции до 01.03.2026'),
    ('2026-03-01', 15, 'ЖК РФ, ст. 155, ч. 1, в редакции с 01.03.2026');

create function due_on(month date) returns date language sql stable as $$
    select least((d.next + (d.day - 1)), (d.next + interval '1 month')::date - 1)
    from (
        select (date_trunc('month', $1) + interval '1 month')::date as next,
            coalesce((select r.day from due_day r where r.valid_from <= $1 order by r.valid_from desc limit 1), 10) as day) d
$$;
comment on function due_on is 'The last day to pay the invoices of a month (its first day).';
alter table setting drop column due_day;

create table penalty_policy (
    valid_from date primary key,
    rule text not null check (rule in ('none', 'housing', 'daily')),
    percent_per_day numeric(7, 4) check (percent_per_day > 0),
    free_days integer check (free_days >= 0),
    cap_percent numeric(7, 2) check (cap_percent > 0),
    source text not null,
    constraint penalty_policy_daily_is_whole check ((rule = 'daily') = (percent_per_day is not null and free_days is not null))
);
comment on table penalty_policy is 'How delay is charged, from a due day on.';
comment on column penalty_policy.valid_from is 'Invoices due on or after this day follow the rule.';
comment on column penalty_policy.rule is 'none; housing: 1/300 of the rate a day from the 31st day, 1/130 from the 91st (housing code, art. 155, part 14); daily: so many per cent a day by contract or charter.';
comment on column penalty_policy.percent_per_day is 'Of the rule daily.';
comment on column penalty_policy.free_days is 'Of the rule daily: days of delay that cost nothing.';
comment on column penalty_policy.cap_percent is 'Penalties of an invoice never exceed this share of it; no cap if null.';
comment on column penalty_policy.source is 'The law, contract or charter.';
insert into penalty_policy (valid_from, rule, source) values ('1990-01-01', 'housing', 'ЖК РФ, ст. 155, ч. 14');

create table penalty_rate (
    valid_from date primary key,
    valid_to date,
    percent numeric(6, 2) not null check (percent >= 0),
    source text not null,
    constraint penalty_rate_ends_after_it_begins check (valid_to >= valid_from)
);
comment on table penalty_rate is 'The yearly rate from which penalties are reckoned; on a day after the last row''s end the last rate goes on and is shown as unconfirmed.';
comment on column penalty_rate.valid_from is 'The first day.';
comment on column penalty_rate.valid_to is 'The last day, where the source names one.';
comment on column penalty_rate.percent is 'Per cent a year.';
comment on column penalty_rate.source is 'The decree or the bank''s decision.';
insert into penalty_rate (valid_from, valid_to, percent, source) values
    ('2022-02-28', '2024-12-31', 9.5, 'Постановления Правительства РФ о ключевой ставке на 27.02.2022 (до 2025 года)'),
    ('2025-01-01', '2026-12-31', 9.5, 'Постановление Правительства РФ от 18.03.2025 № 329');

create table penalty_accrual (
    id bigint generated always as identity primary key,
    invoice_id bigint not null references invoice,
    document_id bigint not null references invoice,
    upto date not null,
    amount numeric(14, 2) not null check (amount > 0),
    stretches jsonb not null,
    created_at timestamptz not null
);
comment on table penalty_accrual is 'What an overdue invoice cost in penalties on a penalty document: the whole delay up to a day less what was charged before.';
comment on column penalty_accrual.id is 'Identifier.';
comment on column penalty_accrual.invoice_id is 'The overdue invoice.';
comment on column penalty_accrual.document_id is 'The penalty document, an invoice of the kind penalty.';
comment on column penalty_accrual.upto is 'The last day reckoned.';
comment on column penalty_accrual.amount is 'The sum on the document.';
comment on column penalty_accrual.stretches is 'The schedule as the subscriber reads it: stretches of days with debt, rate, divisor and sum.';
comment on column penalty_accrual.created_at is 'When.';
create index penalty_accrual_invoice on penalty_accrual (invoice_id, id);
create index penalty_accrual_document on penalty_accrual (document_id);
create trigger penalty_accrual_is_written_once before update or delete on penalty_accrual for each row execute function refuse_change();
