-- Up Migration

-- Which organisations there are: identifiers and nothing else. The worker goes through them to enqueue what is open,
-- one organisation at a time, because it sees the rest of a row only inside that organisation.
create table directory (
  organisation_id uuid primary key references organisations
);

create function tocsin_list_organisation() returns trigger language plpgsql as $$
begin
  insert into directory (organisation_id) values (new.organisation_id);
  return null;
end $$;
create trigger organisations_are_listed after insert on organisations
  for each row execute function tocsin_list_organisation();

-- Row-level security binds the owner as well, and here no organisation is named: it is lifted for this one statement.
alter table organisations no force row level security;
insert into directory (organisation_id) select organisation_id from organisations;
alter table organisations force row level security;

alter table directory enable row level security;
alter table directory force row level security;
create policy own_organisation on directory using (organisation_id = (select tocsin_organisation()))
  with check (organisation_id = (select tocsin_organisation()));
create policy worker_lists_all on directory for select to tocsin_worker using (true);
revoke all on directory from public;
-- Whoever may create an organisation runs the trigger.
grant insert on directory to tocsin_api, tocsin_worker;
grant select on directory to tocsin_worker;

-- Since when an entry waits, on the database's own clock: the writers' clocks may differ.
alter table timeline_unsealed add column queued_at timestamptz not null default clock_timestamp();
