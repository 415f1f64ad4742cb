-- Contracts with subscribers: number, parties, dates, the links that they cover, the signed scan.

create table contract (
    id bigint generated always as identity primary key,
    version integer not null default 1,
    number text not null,
    subscriber_id bigint not null references subscriber,
    party text not null,
    subject text not null,
    signed_on date not null,
    valid_from date not null,
    valid_to date,
    note text,
    scan_id uuid references file,
    ended_on date,
    end_reason text,
    last_day date generated always as (coalesce(ended_on, valid_to)) stored,
    created_by text not null,
    created_at timestamptz not null,
    constraint contract_number_once unique (number),
    constraint contract_ends_after_it_begins check (valid_to >= valid_from),
    constraint contract_end_is_whole check ((ended_on is null) = (end_reason is null)),
    constraint contract_end_within_term check (ended_on >= valid_from and (valid_to is null or ended_on <= valid_to))
);
comment on table contract is 'A contract with a subscriber.';
comment on column contract.id is 'Identifier.';
comment on column contract.version is 'Counts changes, so that nobody overwrites another.';
comment on column contract.number is 'The number, as on paper.';
comment on column contract.subscriber_id is 'The subscriber.';
comment on column contract.party is 'The other party, as on paper.';
comment on column contract.subject is 'What it is about.';
comment on column contract.signed_on is 'When it was signed.';
comment on column contract.valid_from is 'The first day.';
comment on column contract.valid_to is 'The last day; open if null.';
comment on column contract.note is 'A note of the staff.';
comment on column contract.scan_id is 'The signed paper among the files.';
comment on column contract.ended_on is 'When it was ended before its time.';
comment on column contract.end_reason is 'Why.';
comment on column contract.last_day is 'The last day, be it of the term or of an early end; open if null.';
comment on column contract.created_by is 'Who entered it.';
comment on column contract.created_at is 'When.';
create index contract_order on contract (signed_on desc, id desc);
create index contract_subscriber on contract (subscriber_id, id desc);
create index contract_expiry on contract (last_day, id) where last_day is not null;

create table contract_link (
    contract_id bigint not null references contract,
    link_id bigint not null references service_link,
    primary key (contract_id, link_id)
);
comment on table contract_link is 'The service links that a contract covers.';
comment on column contract_link.contract_id is 'The contract.';
comment on column contract_link.link_id is 'The link.';
create index contract_link_link on contract_link (link_id);
