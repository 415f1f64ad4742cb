-- What the other files of this schema rest on: extensions and the immutability of what is written once.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- A row of the books or of the audit is written once: whoever tries to change or remove one is refused, an owner of
-- rights included. (The tenant's role has no right to either and does not own the tables, so it can't drop this.)
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are written once', tg_table_name using errcode = 'restrict_violation';
end $$;
comment on function refuse_change is 'Refuses changes of rows that are written once.';
