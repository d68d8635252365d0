-- Up Migration

alter table deliveries
  -- what the other side calls the message: a Slack conversation and timestamp, a provider's id; identifiers only
  add column external_id text,
  -- what the other side said afterwards of a message that it had taken
  add column reported text check (reported in ('delivered', 'bounced')),
  add column reported_code text,
  add column reported_at timestamptz;

-- Events that came from outside, so that one that comes again does nothing. Identifiers only.
create table hook_events (
  organisation_id uuid not null references organisations,
  source text not null,
  event_id text not null,
  received_at timestamptz not null,
  primary key (organisation_id, source, event_id)
);
alter table hook_events enable row level security;
alter table hook_events force row level security;
create policy own_organisation on hook_events using (organisation_id = (select tocsin_organisation()))
  with check (organisation_id = (select tocsin_organisation()));
revoke all on hook_events from public;
grant select, insert, delete on hook_events to tocsin_api;
