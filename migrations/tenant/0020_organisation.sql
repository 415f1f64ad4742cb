-- Who the tenant is: the details that stand on its papers, its bank accounts, who signs.

create table organisation (
    one boolean primary key default true check (one),
    version integer not null default 1,
    full_name text,
    short_name text,
    inn text,
    kpp text,
    ogrn text,
    address text,
    phone text,
    email text,
    site text,
    hours text,
    chief_post text,
    chief_name text,
    accountant_name text,
    logo_id uuid references file
);
comment on table organisation is 'The tenant''s own details, one row; what is not filled in yet is null.';
comment on column organisation.one is 'There is but one row.';
comment on column organisation.version is 'Counts changes, so that nobody overwrites another.';
comment on column organisation.full_name is 'The full name, as registered.';
comment on column organisation.short_name is 'The short name.';
comment on column organisation.inn is 'Taxpayer number of ten or twelve digits, check digits verified.';
comment on column organisation.kpp is 'Code of the reason of registration, nine characters; entrepreneurs have none.';
comment on column organisation.ogrn is 'Registration number of thirteen or fifteen digits, check digit verified.';
comment on column organisation.address is 'The postal address.';
comment on column organisation.phone is 'Telephones for subscribers.';
comment on column organisation.email is 'E-mail for subscribers.';
comment on column organisation.site is 'The site.';
comment on column organisation.hours is 'When the office is open.';
comment on column organisation.chief_post is 'The post of the one who signs first.';
comment on column organisation.chief_name is 'Who signs first.';
comment on column organisation.accountant_name is 'Who signs as chief accountant.';
comment on column organisation.logo_id is 'The logo, a picture among the files.';
insert into organisation default values;

create table bank_account (
    id bigint generated always as identity primary key,
    bic text not null,
    bank text not null,
    correspondent text,
    number text not null,
    is_main boolean not null default false,
    created_at timestamptz not null,
    archived_at timestamptz,
    constraint bank_account_number_once unique (bic, number)
);
comment on table bank_account is 'Bank accounts to which subscribers pay.';
comment on column bank_account.id is 'Identifier.';
comment on column bank_account.bic is 'The bank''s identification code (БИК), nine digits.';
comment on column bank_account.bank is 'The bank''s name and town.';
comment on column bank_account.correspondent is 'The bank''s correspondent account, twenty digits, checked against the code.';
comment on column bank_account.number is 'The account, twenty digits, checked against the code.';
comment on column bank_account.is_main is 'The one that receipts name.';
comment on column bank_account.created_at is 'When it was entered.';
comment on column bank_account.archived_at is 'Since when it is no longer used.';
create unique index bank_account_main_once on bank_account (is_main) where is_main and archived_at is null;
