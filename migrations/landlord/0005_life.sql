-- The life of a tenant beyond creation: suspended, in the trash for a time, a copy that expires; what it may use.

alter table tenant drop constraint tenant_status_check;
alter table tenant add constraint tenant_status_check check (status in ('creating', 'active', 'suspended', 'trashed', 'purging'));
comment on column tenant.status is 'creating, active, suspended, trashed or purging.';

alter table tenant add column suspended_at timestamptz;
comment on column tenant.suspended_at is 'Since when it is suspended.';
alter table tenant add column suspended_for text;
comment on column tenant.suspended_for is 'Why it is suspended, as its staff read it.';
alter table tenant add column status_before_trash text check (status_before_trash in ('active', 'suspended'));
comment on column tenant.status_before_trash is 'What a restore gives back.';
alter table tenant add column purge_warned_at timestamptz;
comment on column tenant.purge_warned_at is 'When the end of its time in the trash was announced.';
alter table tenant add column copy_of bigint references tenant on delete set null;
comment on column tenant.copy_of is 'The organisation of which it is a copy to try things on.';
alter table tenant add column is_copy boolean not null default false;
comment on column tenant.is_copy is 'It is a copy: nothing leaves it, and it expires.';
alter table tenant add column expires_at timestamptz;
comment on column tenant.expires_at is 'When a copy goes to the trash by itself.';
alter table tenant add column plan text not null default '';
comment on column tenant.plan is 'What the landlord calls the terms of service.';
alter table tenant add column tags text[] not null default '{}';
comment on column tenant.tags is 'The landlord''s own words to find it by.';
create index tenant_status on tenant (status, lower(name));
create index tenant_tags on tenant using gin (tags);

create table quota (
    tenant_id bigint not null references tenant on delete cascade,
    what text not null check (what in ('subscribers', 'users', 'megabytes')),
    soft bigint check (soft > 0),
    hard bigint check (hard > 0),
    primary key (tenant_id, what),
    constraint quota_soft_below_hard check (soft is null or hard is null or soft <= hard)
);
comment on table quota is 'How much of something an organisation may use.';
comment on column quota.tenant_id is 'The organisation.';
comment on column quota.what is 'subscribers, users or megabytes.';
comment on column quota.soft is 'From here on its administrators and the landlord are warned.';
comment on column quota.hard is 'More than this is refused.';
