-- Up Migration

-- One message to one way of one person outside of any incident (a code, a test, an alarm), sent by the worker straight
-- from here, without Temporal. The row is the intent; its id is the key that every attempt keeps.
create table direct_messages (
  organisation_id uuid not null references organisations,
  id uuid not null,
  kind text not null,
  -- null: the operator of the installation
  person_id text,
  method_id text not null,
  channel text not null,
  status text not null default 'intended' check (status in ('intended', 'sent', 'failed', 'unknown')),
  attempts integer not null default 0,
  -- of the newest attempt; null while its outcome is not on record
  last_code text,
  message_id text,
  -- address, subject and text, under the organisation's data key; gone when the message is settled
  content_sealed bytea,
  intended_at timestamptz not null,
  attempted_at timestamptz,
  give_up_at timestamptz not null,
  finished_at timestamptz,
  -- a test that was answered
  answered_at timestamptz,
  primary key (organisation_id, id)
);
create index direct_messages_recent on direct_messages (organisation_id, intended_at);

-- What is still to be sent. Identifiers only, because whoever sends looks across organisations.
create table direct_message_queue (
  organisation_id uuid not null,
  message_id uuid not null,
  -- smaller goes first
  priority smallint not null,
  -- while an attempt is under way this is the end of its lease
  next_attempt_at timestamptz not null,
  primary key (organisation_id, message_id),
  foreign key (organisation_id, message_id) references direct_messages
);
create index direct_messages_due on direct_message_queue (next_attempt_at);

-- What should have happened by now and did not: one row as long as it lasts, and after its end.
create table watchdog_findings (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- kind and what it is about, in identifiers
  key text not null,
  kind text not null,
  incident_id uuid,
  -- since when it is overdue
  due_at timestamptz not null,
  found_at timestamptz not null,
  alarms integer not null default 0,
  next_alarm_at timestamptz not null,
  ended_at timestamptz,
  primary key (organisation_id, id)
);
create unique index watchdog_findings_open on watchdog_findings (organisation_id, key) where ended_at is null;

-- Processes of this installation and when each was last well. Belongs to no organisation and names nobody.
create table process_beats (
  id uuid primary key,
  process text not null check (process in ('worker', 'watchdog')),
  build text not null,
  started_at timestamptz not null,
  beat_at timestamptz not null,
  -- when each part last moved, as instants by name
  parts jsonb not null default '{}'
);

do $$
declare t text;
begin
  foreach t in array array['direct_messages', 'direct_message_queue', 'watchdog_findings']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_organisation on %I using (organisation_id = (select tocsin_organisation()))
      with check (organisation_id = (select tocsin_organisation()))', t);
  end loop;
end $$;
create policy sender_finds_work on direct_message_queue for select to tocsin_worker using (true);

alter table process_beats enable row level security;
alter table process_beats force row level security;
create policy processes_beat on process_beats to tocsin_worker using (true) with check (true);
create policy api_shows_beats on process_beats for select to tocsin_api using (true);

revoke all on direct_messages, direct_message_queue, watchdog_findings, process_beats from public;
grant select, insert, update on direct_messages to tocsin_api, tocsin_worker;
grant insert on direct_message_queue to tocsin_api, tocsin_worker;
grant select, update, delete on direct_message_queue to tocsin_worker;
grant select, insert, update on watchdog_findings to tocsin_worker;
grant select on watchdog_findings to tocsin_api;
grant select, insert, update, delete on process_beats to tocsin_worker;
grant select on process_beats to tocsin_api;
