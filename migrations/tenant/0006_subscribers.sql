-- Subscribers: personal accounts and the people behind them.

create sequence account_number_seq;
comment on sequence account_number_seq is 'The next personal account number where the staff choose none.';

create table subscriber (
    id bigint generated always as identity primary key,
    version integer not null default 1,
    account text not null,
    kind text not null check (kind in ('person', 'organisation')),
    name text not null,
    inn text,
    premises_id bigint references premises,
    phone text,
    email text,
    note text,
    address text not null default '',
    import_batch_id bigint,
    created_at timestamptz not null,
    archived_at timestamptz,
    constraint subscriber_account_once unique (account)
);
comment on table subscriber is 'A personal account and who pays on it.';
comment on column subscriber.id is 'Identifier.';
comment on column subscriber.version is 'Counts changes; an edit form carries it, so that nobody overwrites another.';
comment on column subscriber.account is 'The personal account number, upper case.';
comment on column subscriber.kind is 'person or organisation.';
comment on column subscriber.name is 'Surname, name, patronymic, or the organisation''s name.';
comment on column subscriber.inn is 'Taxpayer number, check digits verified.';
comment on column subscriber.premises_id is 'The premises that are served.';
comment on column subscriber.phone is 'Telephone as +79161234567.';
comment on column subscriber.email is 'Lowered e-mail.';
comment on column subscriber.note is 'A note of the staff.';
comment on column subscriber.address is 'The address in one line, kept by triggers for lists and search.';
comment on column subscriber.import_batch_id is 'The import that brought it in.';
comment on column subscriber.created_at is 'When the account was opened.';
comment on column subscriber.archived_at is 'Since when it is in the archive.';

create index subscriber_order on subscriber (account text_pattern_ops, id);
create index subscriber_name_prefix on subscriber (lower(name) text_pattern_ops);
create index subscriber_phone on subscriber (phone text_pattern_ops);
create index subscriber_premises on subscriber (premises_id);
create index subscriber_search on subscriber using gin (lower(name || ' ' || address) gin_trgm_ops);

-- The address follows the premises and the house, wherever they are changed.
create function subscriber_takes_address() returns trigger language plpgsql as $$
begin
    new.address := coalesce((
        select address_line(h.locality, h.street, h.number, p.kind, p.number)
        from premises p join house h on h.id = p.house_id where p.id = new.premises_id), '');
    return new;
end $$;
comment on function subscriber_takes_address is 'Keeps the address of a subscriber in one line.';
create trigger subscriber_address before insert or update of premises_id on subscriber
    for each row execute function subscriber_takes_address();

create function premises_give_address() returns trigger language plpgsql as $$
begin
    update subscriber s set address = address_line(h.locality, h.street, h.number, p.kind, p.number)
    from premises p join house h on h.id = p.house_id
    where s.premises_id = p.id and (
        (tg_table_name = 'house' and h.id = new.id) or (tg_table_name = 'premises' and p.id = new.id));
    return null;
end $$;
comment on function premises_give_address is 'Renews the addresses of subscribers after a house or premises changed.';
create trigger house_address after update of locality, street, number on house
    for each row execute function premises_give_address();
create trigger premises_address after update of house_id, kind, number on premises
    for each row execute function premises_give_address();
