-- Imports: what was read from a file, before and after it is posted.

create table import_batch (
    id bigint generated always as identity primary key,
    file_name text not null,
    status text not null default 'previewed' check (status in ('previewed', 'posted', 'discarded')),
    headings jsonb not null,
    unknown_headings jsonb not null,
    uploaded_by text not null,
    created_at timestamptz not null,
    ended_at timestamptz
);
comment on table import_batch is 'A file of subscribers.';
comment on column import_batch.id is 'Identifier.';
comment on column import_batch.file_name is 'The file''s name, as its owner called it.';
comment on column import_batch.status is 'previewed, posted or discarded.';
comment on column import_batch.headings is 'The first row of the file.';
comment on column import_batch.unknown_headings is 'Headings that mean nothing to the program.';
comment on column import_batch.uploaded_by is 'Who uploaded it.';
comment on column import_batch.created_at is 'When.';
comment on column import_batch.ended_at is 'When it was posted or discarded.';

create table import_row (
    batch_id bigint not null references import_batch on delete cascade,
    line integer not null,
    cells jsonb not null,
    parsed jsonb,
    errors jsonb not null default '[]',
    subscriber_id bigint references subscriber,
    primary key (batch_id, line)
);
comment on table import_row is 'A row of a file with what was understood of it.';
comment on column import_row.batch_id is 'The file.';
comment on column import_row.line is 'The line in the file; the headings stand in line 1.';
comment on column import_row.cells is 'The row as it stands in the file.';
comment on column import_row.parsed is 'What was understood; nothing where the row is refused.';
comment on column import_row.errors is 'Why it is refused: pairs of column and reason.';
comment on column import_row.subscriber_id is 'The account that it became.';
create index import_row_refused on import_row (batch_id, line) where parsed is null;
alter table subscriber add constraint subscriber_import_batch foreign key (import_batch_id) references import_batch;
create index subscriber_import_batch_id on subscriber (import_batch_id) where import_batch_id is not null;
