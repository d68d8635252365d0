-- Up Migration

-- Who is asking: every query runs inside a transaction that has set this. Unset, nothing is visible.
create function tocsin_organisation() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('tocsin.organisation_id', true), '')::uuid;

create function tocsin_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the timeline is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege', hint = 'Write a new entry that corrects the old one.';
end $$;

create table organisations (
  organisation_id uuid primary key,
  slug text not null unique,
  name text not null,
  revision integer not null default 1,
  -- the whole organisation.ts document, sealed under the organisation's data key: it names people
  configuration_sealed bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Envelope encryption: a data key for the organisation and one for each incident, wrapped by the master key.
-- Deleting the wrapped key erases what it sealed.
create table data_keys (
  organisation_id uuid not null references organisations,
  subject_id uuid not null,
  wrapped bytea,
  master_key_id text not null,
  created_at timestamptz not null,
  erased_at timestamptz,
  primary key (organisation_id, subject_id)
);

create table api_keys (
  organisation_id uuid not null references organisations,
  id uuid not null,
  name text not null,
  scopes text[] not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation_id, id)
);

create table incident_numbers (
  organisation_id uuid not null references organisations,
  year integer not null,
  drill boolean not null,
  last integer not null,
  primary key (organisation_id, year, drill)
);

create table incidents (
  organisation_id uuid not null references organisations,
  id uuid not null,
  reference text not null,
  revision integer not null default 1,
  -- grows when something changes that a notice is made from
  facts_revision integer not null default 1,
  status text not null check (status in ('open', 'closed')),
  drill_scale double precision check (drill_scale > 0),
  drill_started_at timestamptz,
  -- a drill whose mail goes to the local catcher and nowhere else
  drill_local_only boolean not null default false,
  occurred_from timestamptz,
  occurred_to timestamptz,
  discovered_at timestamptz not null,
  aware_at timestamptz not null,
  declared_at timestamptz not null,
  -- the real instant of the declaration; differs from declared_at only on a drill's clock
  declared_real_at timestamptz not null,
  contained_at timestamptz,
  scope_assessed_at timestamptz,
  closed_at timestamptz,
  -- the real instant at which a drill became an incident: what was reported before was practice
  made_real_at timestamptz,
  physical_danger text check (physical_danger in ('yes', 'no', 'unknown')),
  insider_involved text check (insider_involved in ('yes', 'no', 'unknown')),
  channels_compromised text check (channels_compromised in ('yes', 'no', 'unknown')),
  -- title, tracks, narrative: sealed under the incident's data key
  content_sealed bytea not null,
  -- the organisation and its policy as they were at declaration
  organisation_sealed bytea not null,
  primary key (organisation_id, id),
  unique (organisation_id, reference),
  check ((drill_scale is null) = (drill_started_at is null))
);
create index incidents_recent on incidents (organisation_id, declared_real_at desc, id desc);

create table obligations (
  organisation_id uuid not null,
  incident_id uuid not null,
  id text not null,
  kind text not null,
  applicability text not null check (applicability in ('required', 'decide', 'notRequired')),
  state text not null check (state in ('open', 'drafted', 'approved', 'dispatched', 'satisfied', 'notRequired')),
  basis text not null,
  qualifier text,
  own_target boolean not null,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  clock_version integer not null default 1,
  reasons jsonb not null default '[]',
  opened_at timestamptz not null,
  decided_at timestamptz,
  -- who decided and why, sealed
  decision_sealed bytea,
  satisfied_at timestamptz,
  plan_until timestamptz,
  plan_sealed bytea,
  primary key (organisation_id, incident_id, id),
  foreign key (organisation_id, incident_id) references incidents
);

-- Each milestone of each clock at most once: the row is the intent, inserted before anything goes out.
create table milestones (
  organisation_id uuid not null,
  incident_id uuid not null,
  obligation_id text not null,
  clock_version integer not null,
  milestone text not null,
  planned_at timestamptz not null,
  outcome text not null check (outcome in ('fired', 'missed', 'paused')),
  page_id uuid,
  recorded_at timestamptz not null,
  primary key (organisation_id, incident_id, obligation_id, clock_version, milestone),
  foreign key (organisation_id, incident_id) references incidents
);

create table pages (
  organisation_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  obligation_id text,
  clock_version integer not null,
  milestone text not null,
  reason text not null,
  state text not null check (state in ('open', 'acknowledged', 'ended')),
  ended_because text,
  -- where this page begins in the escalation: after the last step of the page that it superseded
  first_attempt integer not null default 0,
  -- the attempt under way, counted from first_attempt: attempt n is step n mod steps of round n div steps
  attempt integer not null default 0,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- who answered: sealed
  acknowledged_sealed bytea,
  acknowledged_through text,
  primary key (organisation_id, id),
  foreign key (organisation_id, incident_id) references incidents
);
create unique index pages_once on pages (organisation_id, incident_id, coalesce(obligation_id, '-'), clock_version, milestone);
create index pages_of_incident on pages (organisation_id, incident_id, state);

-- One row for one message to one person through one channel, inserted before it is tried.
create table deliveries (
  organisation_id uuid not null,
  -- incident/obligation/clockVersion/milestone/round/step/contact/channel
  key text not null,
  page_id uuid not null,
  round integer not null,
  step integer not null,
  contact_id text not null,
  channel text not null,
  status text not null check (status in ('intended', 'sent', 'failed', 'undeliverable', 'notSent')),
  attempts integer not null default 0,
  last_code text,
  message_id text,
  intended_at timestamptz not null,
  attempted_at timestamptz,
  finished_at timestamptz,
  primary key (organisation_id, key),
  foreign key (organisation_id, page_id) references pages
);
create index deliveries_of_page on deliveries (organisation_id, page_id);

create table notices (
  organisation_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null,
  version integer not null,
  facts_revision integer not null,
  -- of the model the notice was rendered from: the same facts make no second version
  model_digest text not null,
  state text not null check (state in ('draft', 'approved', 'superseded')),
  language text not null,
  -- the model and the Markdown made from it
  content_sealed bytea not null,
  content_hash text not null,
  created_at timestamptz not null,
  approved_at timestamptz,
  approved_by_sealed bytea,
  primary key (organisation_id, id),
  unique (organisation_id, incident_id, kind, version),
  foreign key (organisation_id, incident_id) references incidents
);

create table submissions (
  organisation_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  obligation_id text not null,
  notice_id uuid,
  made_at timestamptz not null,
  recorded_at timestamptz not null,
  -- null: reference awaited
  reference text,
  late boolean not null,
  approved boolean not null,
  -- route, who, reasons for delay, remarks
  content_sealed bytea not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, incident_id) references incidents
);

create table timeline_entries (
  organisation_id uuid not null references organisations,
  id uuid not null,
  incident_id uuid,
  kind text not null,
  actor_kind text not null,
  actor_id text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  -- RFC 8785 canonical JSON; what is personal is only a salted commitment in it
  content bytea not null,
  -- RFC 6962 leaf hash: SHA-256(0x00 || content)
  leaf_hash bytea not null,
  primary key (organisation_id, id)
);
create index timeline_of_incident on timeline_entries (organisation_id, incident_id, recorded_at, id);

-- The values behind the commitments, erasable without touching the record.
create table timeline_values (
  organisation_id uuid not null,
  entry_id uuid not null,
  field text not null,
  sealed bytea not null,
  primary key (organisation_id, entry_id, field),
  foreign key (organisation_id, entry_id) references timeline_entries
);

create table timeline_seals (
  organisation_id uuid not null references organisations,
  seq bigint not null,
  entry_id uuid not null,
  leaf_hash bytea not null,
  -- SHA-256(previous chain hash || leaf hash); 32 zero bytes before the first
  chain_hash bytea not null,
  sealed_at timestamptz not null,
  primary key (organisation_id, seq),
  unique (organisation_id, entry_id),
  foreign key (organisation_id, entry_id) references timeline_entries
);

-- What the sequencer has still to order. Identifiers only.
create table timeline_unsealed (
  organisation_id uuid not null,
  entry_id uuid not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, entry_id)
);

-- "Look again": incidents and pages that changed. Identifiers only.
create table outbox (
  id bigint generated always as identity primary key,
  organisation_id uuid not null,
  subject text not null check (subject in ('incident', 'page')),
  subject_id uuid not null,
  incident_id uuid not null,
  revision integer not null,
  not_before timestamptz not null,
  attempts integer not null default 0
);

create table idempotency_keys (
  organisation_id uuid not null references organisations,
  key text not null,
  request_hash text not null,
  status integer not null,
  location text,
  incident_id uuid,
  created_at timestamptz not null,
  primary key (organisation_id, key)
);

-- Append-only: for the application's roles by grant, for everybody by trigger.
create trigger timeline_entries_append_only before update or delete on timeline_entries
  for each row execute function tocsin_refuse_change();
create trigger timeline_entries_no_truncate before truncate on timeline_entries
  for each statement execute function tocsin_refuse_change();
create trigger timeline_seals_append_only before update or delete on timeline_seals
  for each row execute function tocsin_refuse_change();
create trigger timeline_seals_no_truncate before truncate on timeline_seals
  for each statement execute function tocsin_refuse_change();
create trigger timeline_values_no_update before update on timeline_values
  for each row execute function tocsin_refuse_change();
create trigger timeline_values_no_truncate before truncate on timeline_values
  for each statement execute function tocsin_refuse_change();

-- Row-level security, forced so that it binds the owner as well.
do $$
declare t text;
begin
  foreach t in array array['organisations', 'data_keys', 'api_keys', 'incident_numbers', 'incidents', 'obligations',
    'milestones', 'pages', 'deliveries', 'notices', 'submissions', 'timeline_entries', 'timeline_values',
    'timeline_seals', 'timeline_unsealed', 'outbox', 'idempotency_keys']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_organisation on %I using (organisation_id = (select tocsin_organisation()))
      with check (organisation_id = (select tocsin_organisation()))', t);
  end loop;
end $$;
create policy relay_sees_all on outbox to tocsin_relay using (true) with check (true);
create policy sequencer_finds_work on timeline_unsealed for select to tocsin_worker using (true);

revoke all on all tables in schema public from public;
grant usage on schema public to tocsin_api, tocsin_worker, tocsin_relay;

grant select, insert, update on organisations, data_keys, incidents, obligations, pages, deliveries, notices,
  incident_numbers to tocsin_api, tocsin_worker;
grant select, insert, update on api_keys to tocsin_api;
grant select, insert on milestones, submissions, timeline_entries, timeline_values to tocsin_api, tocsin_worker;
grant insert on timeline_unsealed, outbox to tocsin_api, tocsin_worker;
grant usage on sequence outbox_id_seq to tocsin_api, tocsin_worker;
grant select on timeline_seals, timeline_unsealed to tocsin_api;
grant select, insert on timeline_seals to tocsin_worker;
grant select, delete on timeline_unsealed to tocsin_worker;
grant select, insert, delete on idempotency_keys to tocsin_api;
grant select, update, delete on outbox to tocsin_relay;
