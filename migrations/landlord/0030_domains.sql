-- Domains of tenants' own, beside the label under the root domain.

create table tenant_domain (
    id bigint generated always as identity primary key,
    tenant_id bigint not null references tenant on delete cascade,
    name text not null,
    method text not null check (method in ('dns', 'http')),
    token text not null,
    verified_at timestamptz,
    is_canonical boolean not null default false,
    last_checked_at timestamptz,
    cause text,
    created_at timestamptz not null,
    constraint tenant_domain_name_once unique (name),
    constraint tenant_domain_canonical_is_verified check (verified_at is not null or not is_canonical)
);
comment on table tenant_domain is 'Domains of their own that lead to a tenant once they are verified.';
comment on column tenant_domain.id is 'Identifier.';
comment on column tenant_domain.tenant_id is 'The tenant.';
comment on column tenant_domain.name is 'The name: lower case, punycode, no trailing dot. One tenant has it, verified or not.';
comment on column tenant_domain.method is 'How the right to it is proven: dns (a TXT record) or http (the name leads to this installation).';
comment on column tenant_domain.token is 'What the TXT record or the path of the proof holds; public, no secret.';
comment on column tenant_domain.verified_at is 'When the proof was first seen; the name is served from then on until it is removed.';
comment on column tenant_domain.is_canonical is 'The tenant''s other hosts redirect to it; where none is, its label under the root domain is the canonical host.';
comment on column tenant_domain.last_checked_at is 'The last look for the proof.';
comment on column tenant_domain.cause is 'Why the last look did not find it; nothing when it did.';
comment on column tenant_domain.created_at is 'When it was added.';
create unique index tenant_domain_canonical_once on tenant_domain (tenant_id) where is_canonical;
create index tenant_domain_tenant_id on tenant_domain (tenant_id);
