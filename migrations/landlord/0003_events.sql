-- The landlord's own audit.

create table landlord_event (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor_id bigint,
    actor_name text not null,
    verb text not null,
    noun text not null,
    object_id bigint,
    details jsonb not null default '{}',
    request_id text not null
);
comment on table landlord_event is 'What was done in the console; rows are never changed.';
comment on column landlord_event.id is 'Identifier.';
comment on column landlord_event.at is 'When.';
comment on column landlord_event.actor_id is 'The person, when the actor is one.';
comment on column landlord_event.actor_name is 'What the actor was called then.';
comment on column landlord_event.verb is 'What was done.';
comment on column landlord_event.noun is 'To what kind of thing.';
comment on column landlord_event.object_id is 'To which one.';
comment on column landlord_event.details is 'Old and new values; no passwords and no tokens.';
comment on column landlord_event.request_id is 'The request, as in the log.';
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are written once', tg_table_name using errcode = 'restrict_violation';
end $$;
comment on function refuse_change is 'Refuses changes of rows that are written once.';
create trigger landlord_event_is_written_once before update or delete on landlord_event for each row execute function refuse_change();
