-- Billing runs: drafts with what each account would be charged, accounts that are parked, and what was issued.

alter table billing_run
    add column status text not null default 'issued' check (status in ('draft', 'issuing', 'issued', 'undone')),
    add column accounts bigint not null default 0,
    add column lines bigint not null default 0,
    add column planned numeric(14, 2) not null default 0,
    add column parked bigint not null default 0,
    add column from_advances numeric(14, 2) not null default 0,
    add column hash bytea,
    add column auto_issue_on date,
    add column issued_on date,
    add column confirmed_by text,
    add column confirmed_at timestamptz,
    add column finished_at timestamptz,
    add column undone_by text,
    add column undone_at timestamptz,
    add column undo_reason text;
comment on table billing_run is 'A run over a month: a draft, then the invoices that it issued.';
comment on column billing_run.status is 'draft, issuing (confirmed, slice by slice), issued, undone.';
comment on column billing_run.issued is 'How many invoices it has issued.';
comment on column billing_run.total is 'Their sum.';
comment on column billing_run.run_by is 'Who made the draft.';
comment on column billing_run.created_at is 'When the draft was made.';
comment on column billing_run.accounts is 'Accounts in the draft.';
comment on column billing_run.lines is 'Lines in the draft.';
comment on column billing_run.planned is 'The sum of the draft.';
comment on column billing_run.parked is 'Accounts that were left out for a reason.';
comment on column billing_run.from_advances is 'What of its invoices was paid ahead.';
comment on column billing_run.hash is 'SHA-256 over the lines of the draft, a line of text each: account, service, segment, amount or problem, with tabs between them and a line feed after each, in the order of account (bytes), service (bytes), link, segment. Equal hashes, equal months.';
comment on column billing_run.auto_issue_on is 'The day on which the draft issues itself unless somebody confirms or deletes it before.';
comment on column billing_run.issued_on is 'The business day of issue, the same on all its invoices.';
comment on column billing_run.confirmed_by is 'Who confirmed it.';
comment on column billing_run.confirmed_at is 'When.';
comment on column billing_run.finished_at is 'When its last slice was issued.';
comment on column billing_run.undone_by is 'Who undid it.';
comment on column billing_run.undone_at is 'When.';
comment on column billing_run.undo_reason is 'Why.';
-- One draft of a month at a time, whatever is pressed and where.
create unique index billing_run_open on billing_run (month) where status in ('draft', 'issuing');

create table run_account (
    run_id bigint not null references billing_run on delete cascade,
    subscriber_id bigint not null references subscriber,
    place bigint not null,
    lines integer not null,
    total numeric(14, 2) not null,
    previous numeric(14, 2),
    state text not null check (state in ('ready', 'parked', 'released', 'nothing', 'issued')),
    reasons text[] not null default '{}',
    decision text,
    decided_by text,
    invoice_id bigint references invoice,
    primary key (run_id, subscriber_id)
);
comment on table run_account is 'What a run makes of an account.';
comment on column run_account.run_id is 'The run.';
comment on column run_account.subscriber_id is 'The subscriber.';
comment on column run_account.place is 'Its place in the order of account numbers.';
comment on column run_account.lines is 'How many lines.';
comment on column run_account.total is 'Their sum.';
comment on column run_account.previous is 'What the month before was charged; nothing if nothing was.';
comment on column run_account.state is 'ready; parked: left out for the reasons; released: parked, but to be issued by somebody''s decision; nothing: nothing to charge; issued.';
comment on column run_account.reasons is 'Why it is parked, or what is striking about it: no_price, no_area, no_residents, no_volume, too_large (the books can not hold it), many_lines, far_above_average, outlier; found while issuing: archived, charged (by another document), too_large.';
comment on column run_account.decision is 'Why it was released.';
comment on column run_account.decided_by is 'Who released it.';
comment on column run_account.invoice_id is 'The invoice that it became.';
create index run_account_order on run_account (run_id, place);
create index run_account_state on run_account (run_id, state, place);
create index run_account_outlier on run_account (run_id, place) where 'outlier' = any(reasons);

create table run_charge (
    run_id bigint not null references billing_run on delete cascade,
    subscriber_id bigint not null,
    link_id bigint not null,
    segment integer not null,
    service_id bigint not null,
    service text not null,
    unit text not null,
    tariff text not null,
    tariff_from date,
    source text not null,
    inputs jsonb not null,
    quantity numeric(18, 6) not null,
    price numeric(14, 4),
    days integer not null,
    days_of_month integer not null,
    amount numeric(14, 2),
    vat text not null,
    vat_percent numeric(5, 2),
    vat_amount numeric(14, 2),
    problem text,
    primary key (run_id, link_id, segment)
);
comment on table run_charge is 'Lines of drafts; once issued they stand in charge, and these go after a while.';
comment on column run_charge.run_id is 'The run.';
comment on column run_charge.subscriber_id is 'The subscriber.';
comment on column run_charge.link_id is 'The link.';
comment on column run_charge.segment is 'As in charge; stretches that can not be computed count below zero, from -1 down.';
comment on column run_charge.service_id is 'As in charge.';
comment on column run_charge.service is 'As in charge.';
comment on column run_charge.unit is 'As in charge.';
comment on column run_charge.tariff is 'As in charge.';
comment on column run_charge.tariff_from is 'As in charge.';
comment on column run_charge.source is 'As in charge.';
comment on column run_charge.inputs is 'As in charge.';
comment on column run_charge.quantity is 'As in charge.';
comment on column run_charge.price is 'As in charge; nothing where the days have no tariff.';
comment on column run_charge.days is 'As in charge.';
comment on column run_charge.days_of_month is 'As in charge.';
comment on column run_charge.amount is 'As in charge; nothing where it can not be computed.';
comment on column run_charge.vat is 'As in charge.';
comment on column run_charge.vat_percent is 'As in charge.';
comment on column run_charge.vat_amount is 'As in charge.';
comment on column run_charge.problem is 'Why the amount can not be computed or kept: no_price, no_area, no_residents, no_volume, too_large.';
create index run_charge_account on run_charge (run_id, subscriber_id);

alter table setting
    add column grace_days integer check (grace_days between 1 and 30),
    add column outlier_percent integer not null default 50 check (outlier_percent between 5 and 1000),
    add column park_times integer not null default 5 check (park_times between 2 and 100),
    add column park_lines integer not null default 30 check (park_lines between 5 and 500);
comment on column setting.grace_days is 'A draft of a run issues itself after so many days; never if null.';
comment on column setting.outlier_percent is 'A change to the month before by more than this is shown as striking.';
comment on column setting.park_times is 'A sum of more than so many times the average of three months is parked.';
comment on column setting.park_lines is 'An account with more lines than this is parked.';

create table rehearsal (
    id bigint generated always as identity primary key,
    month date not null,
    status text not null default 'asked' check (status in ('asked', 'running', 'done', 'failed')),
    hash bytea,
    accounts bigint,
    lines bigint,
    total numeric(14, 2),
    parked bigint,
    changed bigint,
    differences jsonb,
    cause text,
    asked_by text not null,
    created_at timestamptz not null,
    finished_at timestamptz
);
comment on table rehearsal is 'A month issued in a neutralised copy, to see what would come out.';
comment on column rehearsal.id is 'Identifier.';
comment on column rehearsal.month is 'The first day of the month.';
comment on column rehearsal.status is 'asked, running, done or failed.';
comment on column rehearsal.hash is 'As billing_run.hash: the run itself must have the same.';
comment on column rehearsal.accounts is 'Accounts that got an invoice.';
comment on column rehearsal.lines is 'Lines.';
comment on column rehearsal.total is 'The sum.';
comment on column rehearsal.parked is 'Accounts left out.';
comment on column rehearsal.changed is 'How many accounts differ from the month before.';
comment on column rehearsal.differences is 'The largest differences to the month before: an array of {"subscriber", "account", "name", "before", "now"}.';
comment on column rehearsal.cause is 'Why it failed, a word for people to look up.';
comment on column rehearsal.asked_by is 'Who asked for it.';
comment on column rehearsal.created_at is 'When.';
comment on column rehearsal.finished_at is 'When it was over.';
-- One rehearsal of a month at a time.
create unique index rehearsal_open on rehearsal (month) where status in ('asked', 'running');
