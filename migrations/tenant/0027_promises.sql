-- Promised payments and instalment plans.

create table promise (
    id bigint generated always as identity primary key,
    key uuid not null,
    subscriber_id bigint not null references subscriber,
    kind text not null check (kind in ('promise', 'instalments')),
    amount numeric(14, 2) not null check (amount > 0),
    note text,
    state text not null default 'open' check (state in ('open', 'kept', 'broken', 'cancelled')),
    made_on date not null,
    paid_before numeric(14, 2) not null,
    made_by text not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    seen_by text,
    seen_at timestamptz,
    constraint promise_key_once unique (key),
    constraint promise_end_is_whole check ((state = 'open') = (ended_at is null))
);
comment on table promise is 'A subscriber promised to pay by a day, or in parts by several: reminders wait for it.';
comment on column promise.id is 'Identifier.';
comment on column promise.key is 'The key of the entry: the same key is the same promise.';
comment on column promise.subscriber_id is 'The subscriber.';
comment on column promise.kind is 'promise: one sum by one day; instalments: a plan of parts.';
comment on column promise.amount is 'The whole sum.';
comment on column promise.note is 'What was agreed.';
comment on column promise.state is 'open, kept, broken or cancelled.';
comment on column promise.made_on is 'The business day on which it was given.';
comment on column promise.paid_before is 'What the subscriber had paid in all by then: what comes after counts towards it.';
comment on column promise.made_by is 'Who took it.';
comment on column promise.created_at is 'When.';
comment on column promise.ended_at is 'When it was kept, broken or cancelled.';
comment on column promise.seen_by is 'Who has taken care of a broken one.';
comment on column promise.seen_at is 'When.';
create unique index promise_open_once on promise (subscriber_id) where state = 'open';
create index promise_subscriber on promise (subscriber_id, id desc);
create index promise_broken on promise (ended_at desc, id desc) where state = 'broken' and seen_at is null;

create table promise_part (
    promise_id bigint not null references promise,
    place integer not null,
    due_on date not null,
    amount numeric(14, 2) not null check (amount > 0),
    primary key (promise_id, place)
);
comment on table promise_part is 'A sum of a promise and the day by which it is due.';
comment on column promise_part.promise_id is 'The promise.';
comment on column promise_part.place is 'From 1, in the order of the days.';
comment on column promise_part.due_on is 'The last day.';
comment on column promise_part.amount is 'The sum.';
create index promise_part_due on promise_part (due_on);
