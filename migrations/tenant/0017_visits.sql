-- Sessions of the landlord's people, and where the audit's security events came from.

alter table session add column visitor_id bigint;
alter table session add column visitor_name text;
alter table session add constraint session_visitor_has_a_name check ((visitor_id is null) = (visitor_name is null));
comment on column session.visitor_id is 'The landlord''s person who acts in this session, in the landlord''s own numbering; nothing for the person themselves.';
comment on column session.visitor_name is 'What that person was called when the session began.';

alter table event add column ip inet;
alter table event add column reason text;
comment on column event.ip is 'The client''s address, where the event is about a client: a refused log-in, a refused right.';
comment on column event.reason is 'Why, in the words of the person who did it, where a reason is asked for.';
