-- «Log in as»: the one-time passes with which the landlord's people enter a tenant.

create table visit_pass (
    id bigint generated always as identity primary key,
    tenant_id bigint not null references tenant on delete cascade,
    staff_id bigint not null,
    user_id bigint not null references landlord_user on delete cascade,
    user_name text not null,
    reason text not null,
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint visit_pass_token_once unique (token_hash)
);
comment on table visit_pass is 'One-time passes of the landlord''s people into a tenant; each lives for a minute.';
comment on column visit_pass.id is 'Identifier.';
comment on column visit_pass.tenant_id is 'The only tenant whose door it opens.';
comment on column visit_pass.staff_id is 'As whom, in the tenant''s own numbering.';
comment on column visit_pass.user_id is 'Who enters.';
comment on column visit_pass.user_name is 'What that person was called then.';
comment on column visit_pass.reason is 'Why, in that person''s words.';
comment on column visit_pass.token_hash is 'SHA-256 of the token; the token itself is nowhere kept.';
comment on column visit_pass.created_at is 'When it was made.';
comment on column visit_pass.expires_at is 'Until when it opens the door.';
comment on column visit_pass.used_at is 'When it opened the door.';
create index visit_pass_tenant_id on visit_pass (tenant_id);
create index visit_pass_user_id on visit_pass (user_id);
