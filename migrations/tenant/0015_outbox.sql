-- What use cases hand to the program around them: written in their own transaction, handed over after it.

create table outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    payload jsonb not null,
    created_at timestamptz not null,
    handed_at timestamptz
);
comment on table outbox is 'What waits to be handed over: letters and other work outside of this database.';
comment on column outbox.id is 'Identifier; with the tenant it makes the thing handed over unique.';
comment on column outbox.topic is 'What kind of thing it is: letter, ...';
comment on column outbox.payload is 'The thing itself; emptied once it is handed over, since it may hold a one-time link.';
comment on column outbox.created_at is 'When it was put here.';
comment on column outbox.handed_at is 'When it was handed over.';
create index outbox_waiting on outbox (id) where handed_at is null;
