-- Staff, their sessions and the links handed to them.

create table staff_user (
    id bigint generated always as identity primary key,
    name text not null,
    email text not null,
    role text not null check (role in ('admin', 'manager', 'operator')),
    password_hash text,
    disabled_at timestamptz,
    last_log_in_at timestamptz,
    created_at timestamptz not null,
    constraint staff_user_email_once unique (email)
);
comment on table staff_user is 'People of the tenant who may sign in.';
comment on column staff_user.id is 'Identifier.';
comment on column staff_user.name is 'How colleagues call the person.';
comment on column staff_user.email is 'Lowered e-mail with which the person signs in.';
comment on column staff_user.role is 'admin, manager or operator; what each may do is one table in the program.';
comment on column staff_user.password_hash is 'argon2id in PHC form; nothing until the invitation is accepted.';
comment on column staff_user.disabled_at is 'Since when the person can not sign in.';
comment on column staff_user.last_log_in_at is 'The last log-in.';
comment on column staff_user.created_at is 'When the person was invited.';

create table session (
    id bigint generated always as identity primary key,
    user_id bigint not null references staff_user on delete cascade,
    token_hash bytea not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    flash jsonb,
    constraint session_token_once unique (token_hash)
);
comment on table session is 'Who is signed in where.';
comment on column session.id is 'Identifier.';
comment on column session.user_id is 'The person.';
comment on column session.token_hash is 'SHA-256 of the token in the cookie; the token itself is nowhere kept.';
comment on column session.created_at is 'When the person signed in.';
comment on column session.seen_at is 'The last request, to a minute.';
comment on column session.expires_at is 'When the session ends whatever happens.';
comment on column session.flash is 'What a refused form held and why, until the next page shows it.';
create index session_user_id on session (user_id);

create table handed_link (
    id bigint generated always as identity primary key,
    user_id bigint not null references staff_user on delete cascade,
    purpose text not null check (purpose in ('invitation', 'reset')),
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint handed_link_token_once unique (token_hash)
);
comment on table handed_link is 'One-time links: an invitation or a new password.';
comment on column handed_link.id is 'Identifier.';
comment on column handed_link.user_id is 'Whom it lets in.';
comment on column handed_link.purpose is 'invitation or reset.';
comment on column handed_link.token_hash is 'SHA-256 of the token in the link.';
comment on column handed_link.created_at is 'When it was made; an older link of the same person is void.';
comment on column handed_link.expires_at is 'Until when it works.';
comment on column handed_link.used_at is 'When it was used.';
create index handed_link_user_id on handed_link (user_id);
