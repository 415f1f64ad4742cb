-- What the console shows of organisations, collected by a job and never fanned out over their databases in a request.

create table tenant_figures (
    tenant_id bigint primary key references tenant on delete cascade,
    database_bytes bigint not null,
    file_bytes bigint not null,
    users bigint not null,
    subscribers bigint not null,
    last_log_in_at timestamptz,
    collected_at timestamptz not null
);
comment on table tenant_figures is 'Sizes of an organisation, as they were found last.';
comment on column tenant_figures.tenant_id is 'The organisation.';
comment on column tenant_figures.database_bytes is 'Bytes of its database.';
comment on column tenant_figures.file_bytes is 'Bytes of its files.';
comment on column tenant_figures.users is 'Members of its staff who may sign in.';
comment on column tenant_figures.subscribers is 'Its subscribers without the archive.';
comment on column tenant_figures.last_log_in_at is 'When somebody of its staff signed in last.';
comment on column tenant_figures.collected_at is 'When all this was found.';
create index tenant_figures_size on tenant_figures (database_bytes desc);

create table tenant_hour (
    tenant_id bigint not null references tenant on delete cascade,
    hour timestamptz not null,
    requests bigint not null,
    errors bigint not null,
    slower bigint[] not null,
    primary key (hour, tenant_id)
);
comment on table tenant_hour is 'Requests to an organisation''s host in an hour; nodes add theirs up.';
comment on column tenant_hour.tenant_id is 'The organisation.';
comment on column tenant_hour.hour is 'The beginning of the hour.';
comment on column tenant_hour.requests is 'How many requests there were.';
comment on column tenant_hour.errors is 'How many of them failed by our fault (status 500 and above).';
comment on column tenant_hour.slower is 'How many took up to 10, 25, 50, 100, 250, 500, 1000, 2500 ms, and longer.';
create index tenant_hour_of_tenant on tenant_hour (tenant_id, hour desc);

create table business_month (
    month date not null,
    currency text not null,
    tenants bigint not null,
    subscribers bigint not null,
    payments numeric(18, 2) not null,
    score_sum bigint not null default 0,
    scores bigint not null default 0,
    primary key (month, currency)
);
comment on table business_month is 'The installation''s business by month and currency of the books, as collected last.';
comment on column business_month.month is 'The first day of the month.';
comment on column business_month.currency is 'The currency of the organisations counted.';
comment on column business_month.tenants is 'Organisations in service in which somebody did something.';
comment on column business_month.subscribers is 'Their subscribers at the end of the month, or now.';
comment on column business_month.payments is 'Payments that they recorded for the month.';
comment on column business_month.score_sum is 'Answers of 9 and 10 less those of 0 to 6, of the quarter that begins in the month.';
comment on column business_month.scores is 'How many of their staff answered in that quarter.';

create table isolation_proof (
    id bigint generated always as identity primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    passed boolean not null,
    checks bigint not null,
    findings jsonb not null default '[]',
    asked_by text not null
);
comment on table isolation_proof is 'Attempts to reach one organisation''s data as another, and what came of them.';
comment on column isolation_proof.id is 'Identifier.';
comment on column isolation_proof.started_at is 'When it began.';
comment on column isolation_proof.finished_at is 'When it ended.';
comment on column isolation_proof.passed is 'Nothing leaked.';
comment on column isolation_proof.checks is 'How many attempts were made.';
comment on column isolation_proof.findings is 'What leaked, in words.';
comment on column isolation_proof.asked_by is 'Who asked for it: a person, a schedule, the command line.';
