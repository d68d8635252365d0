-- Up Migration

-- Where a duty comes from (domain/regimes), for which track, towards whom; null for own promises.
alter table obligations
  add column starts_from text not null default 'aware',
  add column track text,
  add column duty text,
  add column stage text,
  add column recipient text,
  -- a police request holds its reminders until then
  add column held_until timestamptz,
  -- what an edit would change if a named person confirmed it
  add column proposal jsonb,
  -- the deadline that counted before somebody confirmed a later one
  add column earlier_due_at timestamptz,
  -- who confirmed or rejected the newest proposal and why, sealed
  add column confirmation_sealed bytea;
update obligations set starts_from = 'discovered' where kind in ('containment', 'scope');

-- What others ask for once an incident is known: questions and orders of the authority, complaints, access requests,
-- contractual notices, police requests. Instants on the incident's clock.
create table demands (
  organisation_id uuid not null,
  incident_id uuid not null,
  -- "complaint-1": stable inside the incident
  id text not null,
  kind text not null check (kind in
    ('authorityQuestion', 'authorityOrder', 'complaint', 'accessRequest', 'contract', 'police')),
  received_at timestamptz not null,
  due_at timestamptz,
  hours double precision check (hours > 0),
  holds text[] not null default '{}' check (holds <@ array['individuals', 'public']),
  ended_at timestamptz,
  recorded_at timestamptz not null,
  -- who asks, what for, references, officer and force: sealed
  content_sealed bytea not null,
  primary key (organisation_id, incident_id, id),
  foreign key (organisation_id, incident_id) references incidents
);
alter table demands enable row level security;
alter table demands force row level security;
create policy own_organisation on demands using (organisation_id = (select tocsin_organisation()))
  with check (organisation_id = (select tocsin_organisation()));
revoke all on demands from public;
grant select, insert, update on demands to tocsin_api, tocsin_worker;

-- What the report lacked of Art. 33(3) when it was made; a first report, a later one, the last, or its withdrawal.
alter table submissions
  add column phase text not null default 'initial' check (phase in ('initial', 'followUp', 'final', 'withdrawal')),
  add column missing text[] not null default '{}';
