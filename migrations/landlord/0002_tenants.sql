-- The catalogue: tenants, their hosts, and the servers on which their databases live.

create table pg_server (
    id bigint generated always as identity primary key,
    name text not null,
    host text,
    port integer,
    constraint pg_server_name_once unique (name)
);
comment on table pg_server is 'A Postgres server for tenants'' databases.';
comment on column pg_server.id is 'Identifier.';
comment on column pg_server.name is 'What the landlord calls it; «home» is the server of this database.';
comment on column pg_server.host is 'Its host; nothing means the host of this database.';
comment on column pg_server.port is 'Its port; nothing means the port of this database.';
insert into pg_server (name) values ('home');

create table tenant (
    id bigint generated always as identity primary key,
    name text not null,
    slug text not null,
    status text not null check (status in ('creating', 'active', 'trashed', 'purging')),
    time_zone text not null,
    currency text not null,
    language text not null,
    admin_email text not null,
    contact_email text,
    contact_phone text,
    pg_server_id bigint not null references pg_server,
    database_name text not null,
    role_name text not null,
    schema_version integer not null,
    created_in_ms integer,
    created_at timestamptz not null,
    trashed_at timestamptz,
    constraint tenant_database_once unique (pg_server_id, database_name)
);
comment on table tenant is 'An organisation with its own database.';
comment on column tenant.id is 'Identifier.';
comment on column tenant.name is 'What the organisation calls itself.';
comment on column tenant.slug is 'The label of its address.';
comment on column tenant.status is 'creating, active, trashed or purging.';
comment on column tenant.time_zone is 'IANA name; its business day is reckoned in it.';
comment on column tenant.currency is 'ISO 4217 code of its books.';
comment on column tenant.language is 'Language tag of its greeting.';
comment on column tenant.admin_email is 'The first administrator''s e-mail.';
comment on column tenant.contact_email is 'Whom the landlord writes to.';
comment on column tenant.contact_phone is 'Whom the landlord calls.';
comment on column tenant.pg_server_id is 'The server of its database.';
comment on column tenant.database_name is 'Its database.';
comment on column tenant.role_name is 'The one role that may connect to it.';
comment on column tenant.schema_version is 'The version of its schema.';
comment on column tenant.created_in_ms is 'How long its creation took, milliseconds.';
comment on column tenant.created_at is 'When it was created.';
comment on column tenant.trashed_at is 'When it went to the trash.';
create index tenant_name on tenant (lower(name));

create table tenant_host (
    label text primary key,
    tenant_id bigint not null references tenant on delete cascade,
    is_current boolean not null,
    created_at timestamptz not null
);
comment on table tenant_host is 'The labels under the root domain that lead to a tenant: the current one and former ones, which redirect.';
comment on column tenant_host.label is 'The label.';
comment on column tenant_host.tenant_id is 'The tenant.';
comment on column tenant_host.is_current is 'The one to which the others redirect.';
comment on column tenant_host.created_at is 'Since when.';
create unique index tenant_host_current_once on tenant_host (tenant_id) where is_current;
