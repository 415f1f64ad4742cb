-- The audit tells from where and why, too.

alter table landlord_event add column ip inet;
alter table landlord_event add column reason text;
comment on column landlord_event.ip is 'The client''s address, where there was a client.';
comment on column landlord_event.reason is 'Why, in the words of the person who did it, where a reason is asked for.';
create index landlord_event_object on landlord_event (noun, object_id, id desc);
create index landlord_event_actor on landlord_event (actor_id, id desc);
create index landlord_event_verb on landlord_event (verb, id desc);
create trigger landlord_event_is_never_emptied before truncate on landlord_event for each statement execute function refuse_change();
