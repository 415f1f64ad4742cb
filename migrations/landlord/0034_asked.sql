-- Background work that organisations ask for themselves.

alter table job add column outbox_id bigint;
comment on column job.outbox_id is 'Where it stood in the organisation''s outbox; handed over twice it is one job all the same.';
create unique index job_outbox_once on job (tenant_id, outbox_id) where outbox_id is not null;
create index job_of_tenant_key on job (tenant_id, key, id desc) where tenant_id is not null and key is not null;
