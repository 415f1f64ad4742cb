-- The fleet: several servers for tenants' databases, runs that bring all schemas up to date, moves between servers.

alter table pg_server
    add column weight integer not null default 100 check (weight between 0 and 10000),
    add column capacity integer check (capacity >= 0),
    add column accepts_new boolean not null default true;
comment on column pg_server.host is 'Its host, as the configuration last said; nothing means the host of this database. User and password stand in the configuration alone.';
comment on column pg_server.port is 'Its port, as the configuration last said; nothing means the port of this database.';
comment on column pg_server.weight is 'Its share of new tenants, beside the weights of the others; 0 gets none.';
comment on column pg_server.capacity is 'How many tenants it takes at most; nothing means no limit.';
comment on column pg_server.accepts_new is 'Whether new tenants may be placed on it.';

alter table tenant
    add column is_canary boolean not null default false,
    add column read_only_since timestamptz;
comment on column tenant.is_canary is 'Its schema is brought up to date before all others, unless a run names another tenant.';
comment on column tenant.read_only_since is 'Since when its data can only be read, because its database is being moved.';
create index tenant_schema_version on tenant (schema_version);

create table migration_run (
    id bigint generated always as identity primary key,
    status text not null check (status in ('running', 'stopped', 'done')),
    from_version integer not null,
    to_version integer not null,
    canary_tenant_id bigint references tenant on delete set null,
    parallel integer not null check (parallel > 0),
    stop_after integer not null check (stop_after > 0),
    is_retry boolean not null,
    tenants integer not null,
    migrated integer not null default 0,
    failed integer not null default 0,
    actor_name text not null,
    started_at timestamptz not null,
    finished_at timestamptz
);
comment on table migration_run is 'Runs over all tenants that bring their schemas up to date.';
comment on column migration_run.id is 'Identifier.';
comment on column migration_run.status is 'running, stopped (too many failures, a failed canary, or the program ended) or done.';
comment on column migration_run.from_version is 'The oldest schema among its tenants.';
comment on column migration_run.to_version is 'The schema they are brought to.';
comment on column migration_run.canary_tenant_id is 'The tenant that went first.';
comment on column migration_run.parallel is 'How many tenants at a time.';
comment on column migration_run.stop_after is 'After how many failures no further tenant is touched.';
comment on column migration_run.is_retry is 'Takes only those that failed in the run before.';
comment on column migration_run.tenants is 'How many tenants were behind when it began.';
comment on column migration_run.migrated is 'How many were brought up to date.';
comment on column migration_run.failed is 'How many failed.';
comment on column migration_run.actor_name is 'Who began it.';
comment on column migration_run.started_at is 'When it began.';
comment on column migration_run.finished_at is 'When it ended.';

create table migration_result (
    run_id bigint not null references migration_run on delete cascade,
    tenant_id bigint not null references tenant on delete cascade,
    from_version integer not null,
    to_version integer not null,
    ms integer not null,
    error text,
    attempts integer not null,
    primary key (run_id, tenant_id)
);
comment on table migration_result is 'What a run did to each tenant that it touched.';
comment on column migration_result.run_id is 'The run.';
comment on column migration_result.tenant_id is 'The tenant.';
comment on column migration_result.from_version is 'Its schema before.';
comment on column migration_result.to_version is 'Its schema afterwards; after a failure the same as before.';
comment on column migration_result.ms is 'How long it took, milliseconds.';
comment on column migration_result.error is 'What the database said against it; for the landlord alone.';
comment on column migration_result.attempts is 'How often it was tried: locks that were not to be had are tried again.';
create index migration_result_tenant_id on migration_result (tenant_id);

create table tenant_move (
    tenant_id bigint primary key references tenant,
    from_server_id bigint not null references pg_server,
    to_server_id bigint not null references pg_server,
    started_at timestamptz not null
);
comment on table tenant_move is 'Moves of tenants that have begun and not ended: what a move that was cut short has to take back.';
comment on column tenant_move.tenant_id is 'The tenant.';
comment on column tenant_move.from_server_id is 'The server that serves it until the move has succeeded.';
comment on column tenant_move.to_server_id is 'The server on which its copy is being made.';
comment on column tenant_move.started_at is 'When it began.';

create table kept_database (
    id bigint generated always as identity primary key,
    pg_server_id bigint not null references pg_server,
    database_name text not null,
    kept_name text not null,
    role_name text not null,
    slug text not null,
    kept_at timestamptz not null,
    drop_after timestamptz not null,
    is_closed boolean not null default false
);
comment on table kept_database is 'Databases that moved tenants left behind: closed, and dropped some days later.';
comment on column kept_database.id is 'Identifier.';
comment on column kept_database.pg_server_id is 'The server on which it is.';
comment on column kept_database.database_name is 'What it was called in service.';
comment on column kept_database.kept_name is 'What it is called while it is kept.';
comment on column kept_database.role_name is 'The role that could connect to it.';
comment on column kept_database.slug is 'The tenant''s address when it moved.';
comment on column kept_database.kept_at is 'When the tenant moved.';
comment on column kept_database.drop_after is 'When it may be dropped.';
comment on column kept_database.is_closed is 'It has been closed and renamed.';
