-- Proofs of own domains are looked for again every day.

alter table tenant_domain
    add column missed_days integer not null default 0 check (missed_days >= 0),
    add column missed_on date,
    add column lapsed_at timestamptz,
    add constraint tenant_domain_lapsed_is_not_verified check (lapsed_at is null or verified_at is null);
comment on column tenant_domain.verified_at is 'When the proof was first seen; the name is served from then on until it is removed or lapses.';
comment on column tenant_domain.missed_days is 'For how many days in a row the proof has not been found; counted anew when it stops being the canonical one.';
comment on column tenant_domain.missed_on is 'The last day that was counted: a day counts once, however often one looks.';
comment on column tenant_domain.lapsed_at is 'When it stopped being served, its proof having been gone for too long; nothing once the proof is seen again.';

alter table letter drop constraint letter_kind_check,
    add constraint letter_kind_check check (kind in ('invitation', 'reset', 'domain'));
comment on column letter.kind is 'invitation, reset or domain.';
