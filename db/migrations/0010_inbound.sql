-- Up Migration

-- Something that came in and may be an incident is a row of incidents from the start: it pages, reminds, is sealed and
-- recorded like any other, and no clock of the law runs (docs/adr/0010-suspected-incidents.md).
alter table incidents drop constraint incidents_status_check;
alter table incidents add constraint incidents_status_check
  check (status in ('suspected', 'dismissed', 'open', 'closed'));

-- S-2026-001: a number of its own, so that the references of declared incidents have no gaps.
create table suspected_numbers (
  organisation_id uuid not null references organisations,
  year integer not null,
  last integer not null,
  primary key (organisation_id, year)
);

create table suspected_incidents (
  organisation_id uuid not null,
  incident_id uuid not null,
  reference text not null,
  -- id of the policy's inbound source, or "api", "manual"
  source text not null,
  kind text not null check (kind in ('mail', 'alertmanager', 'sentry', 'json', 'api', 'manual')),
  state text not null check (state in ('open', 'accepted', 'dismissed')),
  -- the first one: what is proposed as discovery
  received_at timestamptz not null,
  last_received_at timestamptz not null,
  received_count integer not null default 1,
  decided_at timestamptz,
  -- who decided and why: sealed under the incident's key
  decision_sealed bytea,
  -- details, who reported: sealed under the incident's key
  content_sealed bytea not null,
  primary key (organisation_id, incident_id),
  unique (organisation_id, reference),
  foreign key (organisation_id, incident_id) references incidents
);
create index suspected_recent on suspected_incidents (organisation_id, received_at desc, incident_id desc);
create index suspected_of_source on suspected_incidents (organisation_id, source, received_at desc);

-- Everything that came in about it, the first and each repeat, with what was received.
create table suspected_receipts (
  organisation_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  source text not null,
  signal text not null check (signal in ('firing', 'ended', 'aside')),
  received_at timestamptz not null,
  occurred_at timestamptz,
  -- HMACs, under the organisation's key, of what is equal in repeats of one event
  keys text[] not null,
  -- HMAC of what names this one message (Message-ID and content, webhook id, Idempotency-Key): the same twice is one
  message_key text,
  media_type text,
  -- SHA-256 of the whole as received, also where only the beginning is kept
  digest text,
  bytes bigint,
  kept_bytes bigint not null default 0,
  -- sealed under the incident's key
  evidence_sealed bytea,
  primary key (organisation_id, id),
  foreign key (organisation_id, incident_id) references suspected_incidents
);
create unique index suspected_receipts_once on suspected_receipts (organisation_id, source, message_key)
  where message_key is not null;
create index suspected_receipts_keys on suspected_receipts using gin (keys);
create index suspected_receipts_of_incident on suspected_receipts (organisation_id, incident_id, received_at);

-- Replies to the mail of a page: what became of each, and whether it was answered.
create table page_replies (
  organisation_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  page_id uuid not null,
  -- HMAC of page, Message-ID and content: the same mail twice is one
  message_key text not null,
  received_at timestamptz not null,
  outcome text not null check (outcome in ('acknowledged', 'notCounted')),
  because text,
  -- its sender was told why it does not count
  answered boolean not null,
  primary key (organisation_id, id),
  unique (organisation_id, message_key),
  foreign key (organisation_id, incident_id) references incidents,
  foreign key (organisation_id, page_id) references pages
);

do $$
declare t text;
begin
  foreach t in array array['suspected_numbers', 'suspected_incidents', 'suspected_receipts', 'page_replies']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_organisation on %I using (organisation_id = (select tocsin_organisation()))
      with check (organisation_id = (select tocsin_organisation()))', t);
    execute format('revoke all on %I from public', t);
  end loop;
end $$;

-- Webhooks, people and the API come in through the API, mail through the worker.
grant select, insert, update on suspected_numbers, suspected_incidents to tocsin_api, tocsin_worker;
grant select, insert on suspected_receipts to tocsin_api, tocsin_worker;
grant select, insert on page_replies to tocsin_worker;
