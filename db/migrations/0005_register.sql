-- Up Migration

-- Similar breaches that are reported to an authority in one notification. Each stays an entry of its own.
create table register_bundles (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- grows with every change, which also locks the bundle against another change at the same time
  revision integer not null default 1,
  created_at timestamptz not null,
  -- name, reason, who: sealed under the organisation's data key
  content_sealed bytea not null,
  primary key (organisation_id, id)
);

-- An incident is in one bundle at most. Who put it there and why stands in the incident's timeline.
create table register_bundle_members (
  organisation_id uuid not null,
  incident_id uuid not null,
  bundle_id uuid not null,
  added_at timestamptz not null,
  primary key (organisation_id, incident_id),
  foreign key (organisation_id, incident_id) references incidents,
  foreign key (organisation_id, bundle_id) references register_bundles
);
create index register_members_of_bundle on register_bundle_members (organisation_id, bundle_id);

-- One notification for a whole bundle: each incident has a submission of its own, and they share the report.
create table register_bundle_reports (
  organisation_id uuid not null,
  submission_id uuid not null,
  bundle_id uuid not null,
  report_id uuid not null,
  primary key (organisation_id, submission_id),
  foreign key (organisation_id, submission_id) references submissions,
  foreign key (organisation_id, bundle_id) references register_bundles
);

do $$
declare t text;
begin
  foreach t in array array['register_bundles', 'register_bundle_members', 'register_bundle_reports']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_organisation on %I using (organisation_id = (select tocsin_organisation()))
      with check (organisation_id = (select tocsin_organisation()))', t);
    execute format('revoke all on %I from public', t);
  end loop;
end $$;

-- Only the API makes, changes and reads them.
grant select, insert, update on register_bundles to tocsin_api;
grant select, insert, delete on register_bundle_members to tocsin_api;
grant select, insert on register_bundle_reports to tocsin_api;
