-- Imports are posted in the background.

alter table import_batch drop constraint import_batch_status_check,
    add constraint import_batch_status_check check (status in ('previewed', 'posting', 'posted', 'discarded'));
comment on column import_batch.status is 'previewed, posting (in the background), posted or discarded.';
comment on column outbox.topic is 'What kind of thing it is: letter, job.';
