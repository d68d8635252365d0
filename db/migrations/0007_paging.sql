-- Up Migration

-- Whom to page is asked anew at every attempt, so the steps may change between two of them: where a page is stands on
-- the page itself, and only grows. Null before the first attempt.
alter table pages
  add column round integer,
  add column step integer,
  add column round_started_at timestamptz,
  -- the page that speaks for this one while both are open
  add column bundled_into uuid,
  -- real instant at which the page comes back
  add column snoozed_until timestamptz,
  -- when everybody was told that a whole step had failed; once for a page
  add column alarmed_at timestamptz;
create index pages_of_bundle on pages (organisation_id, bundled_into) where bundled_into is not null;

alter table deliveries
  -- which of the person's ways; null from older releases, where it was the channel
  add column method text,
  -- what a pager is told: to open an alert, or that it was answered or is over
  add column action text not null default 'trigger' check (action in ('trigger', 'acknowledge', 'resolve'));

-- People who were asked beside the steps: added, or handed the page.
create table page_responders (
  organisation_id uuid not null,
  page_id uuid not null,
  -- 1, 2, 3 …: part of the keys of what is sent at once
  n integer not null,
  person_id text not null,
  handed_over boolean not null,
  added_at timestamptz not null,
  asked_at timestamptz,
  primary key (organisation_id, page_id, n),
  foreign key (organisation_id, page_id) references pages
);
alter table page_responders enable row level security;
alter table page_responders force row level security;
create policy own_organisation on page_responders using (organisation_id = (select tocsin_organisation()))
  with check (organisation_id = (select tocsin_organisation()));
revoke all on page_responders from public;
grant select, insert, update on page_responders to tocsin_api, tocsin_worker;

-- Ways that the attacker may read or use: messages avoid them, answers through them do not count.
alter table incidents add column excluded_channels text[] not null default '{}';

-- An early reminder that waits for the end of the quiet hours is on record before it is sent.
alter table milestones drop constraint milestones_outcome_check;
alter table milestones add constraint milestones_outcome_check
  check (outcome in ('fired', 'missed', 'paused', 'waiting'));
