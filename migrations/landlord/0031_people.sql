-- Colleagues of the landlord: invited by a link, disabled without being forgotten.

alter table landlord_user alter column password_hash drop not null;
alter table landlord_user add column disabled_at timestamptz;
comment on column landlord_user.password_hash is 'argon2id in PHC form; nothing until the invitation is accepted.';
comment on column landlord_user.disabled_at is 'Since when the person can not sign in.';

create table landlord_link (
    id bigint generated always as identity primary key,
    user_id bigint not null references landlord_user on delete cascade,
    purpose text not null check (purpose in ('invitation', 'reset')),
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint landlord_link_token_once unique (token_hash)
);
comment on table landlord_link is 'One-time links handed to the landlord''s people: an invitation or a new password.';
comment on column landlord_link.id is 'Identifier.';
comment on column landlord_link.user_id is 'Whom it lets in.';
comment on column landlord_link.purpose is 'invitation or reset.';
comment on column landlord_link.token_hash is 'SHA-256 of the token in the link.';
comment on column landlord_link.created_at is 'When it was made; an older link of the same person is void.';
comment on column landlord_link.expires_at is 'Until when it works.';
comment on column landlord_link.used_at is 'When it was used.';
create index landlord_link_user_id on landlord_link (user_id);
