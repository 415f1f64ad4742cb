-- Databases that are made ahead for organisations to come: a creation then takes one instead of making one.

create table ready_database (
    id bigint primary key,
    pg_server_id bigint not null references pg_server,
    schema_version integer not null,
    begun_at timestamptz not null,
    made_at timestamptz
);
comment on table ready_database is 'Empty databases, each with its role, that wait for new tenants. A creation deletes the row in the transaction in which it writes the tenant''s.';
comment on column ready_database.id is 'The number that its tenant will have: database and role are already called after it.';
comment on column ready_database.pg_server_id is 'The server on which it stands.';
comment on column ready_database.schema_version is 'The version of its schema; older ones are dropped and never used.';
comment on column ready_database.begun_at is 'When its making, or its removal, began.';
comment on column ready_database.made_at is 'When it was whole; nothing means that it is being made or removed, and nobody takes it.';
create index ready_database_pg_server_id on ready_database (pg_server_id);
