-- Outgoing letters, and the links with which the landlord's people set a new password.

create table letter (
    id bigint generated always as identity primary key,
    key text not null,
    tenant_id bigint references tenant on delete cascade,
    kind text not null check (kind in ('invitation', 'reset')),
    recipient text not null,
    subject text not null,
    body text not null,
    status text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'kept')),
    attempts integer not null default 0 check (attempts >= 0),
    next_try_at timestamptz not null,
    cause text,
    created_at timestamptz not null,
    sent_at timestamptz,
    constraint letter_key_once unique (key),
    constraint letter_sent_is_blank check (status <> 'sent' or (body = '' and sent_at is not null))
);
comment on table letter is 'Letters on their way out, of the landlord and of all tenants.';
comment on column letter.id is 'Identifier.';
comment on column letter.key is 'What the letter is about, once: the same letter is never queued twice.';
comment on column letter.tenant_id is 'The tenant on whose behalf it is written; nothing for the landlord''s own.';
comment on column letter.kind is 'invitation or reset.';
comment on column letter.recipient is 'The address it goes to.';
comment on column letter.subject is 'Its subject.';
comment on column letter.body is 'Its plain text; may hold a one-time link, so it is emptied once the letter is sent.';
comment on column letter.status is 'queued, sent, failed (given up) or kept (no mail server is configured).';
comment on column letter.attempts is 'How often it was handed to the mail server, the attempt under way included.';
comment on column letter.next_try_at is 'When it is due; while an attempt is under way, when somebody else may take it over.';
comment on column letter.cause is 'What stood against the last attempt.';
comment on column letter.created_at is 'When it was queued.';
comment on column letter.sent_at is 'When the mail server took it.';
create index letter_due on letter (next_try_at) where status = 'queued';
create index letter_tenant_id on letter (tenant_id) where tenant_id is not null;

create table landlord_reset (
    id bigint generated always as identity primary key,
    user_id bigint not null references landlord_user on delete cascade,
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint landlord_reset_token_once unique (token_hash)
);
comment on table landlord_reset is 'One-time links with which the landlord''s people set a new password.';
comment on column landlord_reset.id is 'Identifier.';
comment on column landlord_reset.user_id is 'Whom it lets in.';
comment on column landlord_reset.token_hash is 'SHA-256 of the token in the link.';
comment on column landlord_reset.created_at is 'When it was made; an older link of the same person is void.';
comment on column landlord_reset.expires_at is 'Until when it works.';
comment on column landlord_reset.used_at is 'When it was used.';
create index landlord_reset_user_id on landlord_reset (user_id);
