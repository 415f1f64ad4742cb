-- Background work: what people see of a job. Who runs it, when and how often is kept by the queue library in the schema
-- graphile_worker, which points here by id.

create table job (
    id bigint generated always as identity primary key,
    tenant_id bigint references tenant on delete cascade,
    task text not null,
    payload jsonb not null default '{}',
    key text,
    status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempts integer not null default 0,
    max_attempts integer not null check (max_attempts > 0),
    done bigint not null default 0,
    total bigint,
    result jsonb,
    cause text,
    cancel_asked boolean not null default false,
    asked_by text not null,
    worker text,
    created_at timestamptz not null,
    run_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz
);
comment on table job is 'A piece of background work: asked for, under way, done or failed.';
comment on column job.id is 'Identifier.';
comment on column job.tenant_id is 'The organisation that it works for; nothing for the installation''s own.';
comment on column job.task is 'What is to be done: a word of domain::jobs::Task.';
comment on column job.payload is 'What the task needs to know; no secrets.';
comment on column job.key is 'While a job of this key waits or runs, no second one is made.';
comment on column job.status is 'queued, running, done, failed or cancelled.';
comment on column job.attempts is 'How often it was begun; also tells a worker that came back from the dead that another has taken over.';
comment on column job.max_attempts is 'After so many it has failed for good.';
comment on column job.done is 'How many steps are done.';
comment on column job.total is 'How many there are, once that is known.';
comment on column job.result is 'What came of it.';
comment on column job.cause is 'Why the last attempt failed, as a failure of the domain in JSON.';
comment on column job.cancel_asked is 'Somebody asked to stop it; it stops at its next step.';
comment on column job.asked_by is 'Who asked for it: a person, a schedule, the program.';
comment on column job.worker is 'The worker that began it last.';
comment on column job.created_at is 'When it was asked for.';
comment on column job.run_at is 'Not before this.';
comment on column job.started_at is 'When it was begun last.';
comment on column job.finished_at is 'When it was done, had failed for good or was cancelled.';
create unique index job_key_once on job (coalesce(tenant_id, 0), key) where status in ('queued', 'running');
create index job_newest on job (id desc) where status in ('queued', 'running', 'failed');
create index job_of_tenant on job (tenant_id, id desc);
create index job_finished on job (finished_at) where finished_at is not null;

create table schedule (
    id bigint generated always as identity primary key,
    tenant_id bigint references tenant on delete cascade,
    task text not null,
    cron text not null,
    next_at timestamptz not null,
    constraint schedule_once unique nulls not distinct (tenant_id, task)
);
comment on table schedule is 'What is to be done again and again.';
comment on column schedule.id is 'Identifier.';
comment on column schedule.tenant_id is 'The organisation, in whose time zone the times are; nothing for the installation, in UTC.';
comment on column schedule.task is 'What is to be done.';
comment on column schedule.cron is 'When: minute, hour, day of the month, month, day of the week.';
comment on column schedule.next_at is 'The next time.';
create index schedule_due on schedule (next_at);

alter table tenant add column jobs_paused_at timestamptz;
comment on column tenant.jobs_paused_at is 'Since when its background work waits.';
