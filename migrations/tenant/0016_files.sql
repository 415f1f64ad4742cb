-- Files: the rows of what is kept in the file store.

create table file (
    id uuid primary key,
    name text not null,
    media_type text not null,
    size bigint not null check (size > 0),
    sha256 bytea not null check (octet_length(sha256) = 32),
    created_at timestamptz not null,
    created_by text not null,
    deleted_at timestamptz
);
comment on table file is 'Files that the tenant keeps; their bytes lie in the file store under the tenant''s own prefix.';
comment on column file.id is 'Identifier, random: the name in the file store too.';
comment on column file.name is 'What people call it; never used to find it.';
comment on column file.media_type is 'What its bytes say it is, whatever the name says.';
comment on column file.size is 'Bytes.';
comment on column file.sha256 is 'SHA-256 of its bytes.';
comment on column file.created_at is 'When it was uploaded.';
comment on column file.created_by is 'Who uploaded it.';
comment on column file.deleted_at is 'When it was deleted; its bytes are gone then.';
create index file_order on file (created_at desc, id desc) where deleted_at is null;
