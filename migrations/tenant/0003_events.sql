-- The audit: who did what, when, on whose behalf. Written once, partitioned by year.

create table event (
    id bigint generated always as identity,
    at timestamptz not null,
    actor_kind text not null check (actor_kind in ('user', 'system', 'landlord', 'anonymous')),
    actor_id bigint,
    actor_name text not null,
    verb text not null,
    noun text not null,
    object_id bigint,
    details jsonb not null default '{}',
    request_id text not null,
    primary key (at, id)
) partition by range (at);
comment on table event is 'What was done; rows are never changed.';
comment on column event.id is 'Identifier within the year.';
comment on column event.at is 'When.';
comment on column event.actor_kind is 'user, system, landlord or anonymous.';
comment on column event.actor_id is 'The person, when the actor is one.';
comment on column event.actor_name is 'What the actor was called then.';
comment on column event.verb is 'What was done: created, changed, archived, recorded, ...';
comment on column event.noun is 'To what kind of thing.';
comment on column event.object_id is 'To which one.';
comment on column event.details is 'Old and new values; no passwords and no tokens.';
comment on column event.request_id is 'The request, as in the log.';

create table event_2025 partition of event for values from ('2025-01-01') to ('2026-01-01');
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
create table event_2027 partition of event for values from ('2027-01-01') to ('2028-01-01');
create table event_other partition of event default;
create index event_object on event (noun, object_id, at desc);
create trigger event_is_written_once before update or delete on event for each row execute function refuse_change();
