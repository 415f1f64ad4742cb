-- The tenant's own settings: one row.

create table setting (
    one boolean primary key default true check (one),
    due_day integer not null default 15 check (due_day between 1 and 31)
);
comment on table setting is 'The tenant''s settings, one row.';
comment on column setting.one is 'There is but one row.';
comment on column setting.due_day is 'The day of the following month by which invoices are to be paid; housing and utilities: the 15th since 2026-03-01 (housing code, art. 155).';
insert into setting default values;
