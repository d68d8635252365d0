-- Up Migration

-- Somebody takes over a schedule for a while, up to its end or to its withdrawal.
create table on_call_overrides (
  organisation_id uuid not null references organisations,
  -- a UUIDv7: of two that overlap the later one holds
  id uuid not null,
  schedule_id text not null,
  person_id text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (organisation_id, id),
  check (starts_at < ends_at)
);
create index on_call_overrides_by_end on on_call_overrides (organisation_id, coalesce(withdrawn_at, ends_at));

-- One row for each way to reach somebody that was ever asked to prove itself. No address and no name: a digest of both.
create table contact_verifications (
  organisation_id uuid not null references organisations,
  digest text not null,
  -- HMAC of the code under the organisation's key; null when none is out
  code_hash text,
  code_expires_at timestamptz,
  tries integer not null default 0,
  -- when codes were sent in the last hour
  sent_at timestamptz[] not null default '{}',
  verified_at timestamptz,
  -- the direct message that carries the newest code
  message_id uuid,
  primary key (organisation_id, digest)
);

-- A calendar that a person subscribes to by a secret address, until it is withdrawn or replaced.
create table on_call_feeds (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id text not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['on_call_overrides', 'contact_verifications', 'on_call_feeds']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_organisation on %I using (organisation_id = (select tocsin_organisation()))
      with check (organisation_id = (select tocsin_organisation()))', t);
    execute format('revoke all on %I from public', t);
  end loop;
end $$;

grant select, insert, update on on_call_overrides, on_call_feeds to tocsin_api;
grant select, insert, update, delete on contact_verifications to tocsin_api;
grant select on on_call_overrides, contact_verifications to tocsin_worker;
