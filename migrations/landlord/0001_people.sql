-- The landlord's people, their sessions, and the one-time setup link.

create table landlord_user (
    id bigint generated always as identity primary key,
    name text not null,
    email text not null,
    role text not null check (role in ('owner', 'support')),
    password_hash text not null,
    last_log_in_at timestamptz,
    created_at timestamptz not null,
    constraint landlord_user_email_once unique (email)
);
comment on table landlord_user is 'People of the landlord who may sign in to the console.';
comment on column landlord_user.id is 'Identifier.';
comment on column landlord_user.name is 'How colleagues call the person.';
comment on column landlord_user.email is 'Lowered e-mail with which the person signs in.';
comment on column landlord_user.role is 'owner or support.';
comment on column landlord_user.password_hash is 'argon2id in PHC form.';
comment on column landlord_user.last_log_in_at is 'The last log-in.';
comment on column landlord_user.created_at is 'When the account was made.';

create table landlord_session (
    id bigint generated always as identity primary key,
    user_id bigint not null references landlord_user on delete cascade,
    token_hash bytea not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    flash jsonb,
    constraint landlord_session_token_once unique (token_hash)
);
comment on table landlord_session is 'Who is signed in to the console where.';
comment on column landlord_session.id is 'Identifier.';
comment on column landlord_session.user_id is 'The person.';
comment on column landlord_session.token_hash is 'SHA-256 of the token in the cookie.';
comment on column landlord_session.created_at is 'When the person signed in.';
comment on column landlord_session.seen_at is 'The last request, to a minute.';
comment on column landlord_session.expires_at is 'When the session ends whatever happens.';
comment on column landlord_session.flash is 'What a refused form held and why, until the next page shows it.';
create index landlord_session_user_id on landlord_session (user_id);

create table setup_link (
    id bigint generated always as identity primary key,
    token_hash bytea not null,
    created_at timestamptz not null,
    used_at timestamptz
);
comment on table setup_link is 'The one-time link with which the first landlord administrator is made.';
comment on column setup_link.id is 'Identifier.';
comment on column setup_link.token_hash is 'SHA-256 of the token in the link; only the newest works.';
comment on column setup_link.created_at is 'When it was printed.';
comment on column setup_link.used_at is 'When it was used.';
