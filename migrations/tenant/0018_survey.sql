-- What the staff think of the program: two questions, once a quarter at most.

create table survey_reply (
    id bigint generated always as identity primary key,
    user_id bigint not null references staff_user on delete cascade,
    quarter date not null,
    outcome text not null check (outcome in ('answered', 'dismissed', 'postponed')),
    score smallint,
    wish text,
    postponed_until date,
    created_at timestamptz not null,
    constraint survey_reply_once_a_quarter unique (user_id, quarter),
    constraint survey_reply_score_range check (score between 0 and 10),
    constraint survey_reply_score_with_answer check ((outcome = 'answered') = (score is not null)),
    constraint survey_reply_day_with_delay check ((outcome = 'postponed') = (postponed_until is not null))
);
comment on table survey_reply is 'Replies of the staff to the survey of the quarter.';
comment on column survey_reply.id is 'Identifier.';
comment on column survey_reply.user_id is 'Who was asked.';
comment on column survey_reply.quarter is 'First day of the quarter.';
comment on column survey_reply.outcome is 'answered, dismissed or postponed.';
comment on column survey_reply.score is 'How likely a recommendation is, 0 to 10.';
comment on column survey_reply.wish is 'What is missing, in their words.';
comment on column survey_reply.postponed_until is 'The day from which the question is put again.';
comment on column survey_reply.created_at is 'When the reply was given.';
create index survey_reply_quarter on survey_reply (quarter);
