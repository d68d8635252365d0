-- Up Migration

-- Who does what in one incident. One row a role; every change of it is an entry of the timeline.
create table response_roles (
  organisation_id uuid not null,
  incident_id uuid not null,
  role text not null check (role in ('lead', 'dataProtection', 'communications', 'scribe')),
  -- of the policy; null where somebody else was named
  person_id text,
  -- on the incident's clock
  assigned_at timestamptz not null,
  -- the name, and who assigned it: sealed
  content_sealed bytea not null,
  primary key (organisation_id, incident_id, role),
  foreign key (organisation_id, incident_id) references incidents
);

create table tasks (
  organisation_id uuid not null,
  incident_id uuid not null,
  -- "task-1": stable inside the incident
  id text not null,
  -- the step of a playbook that it came from; null for one that a person wrote
  step text,
  playbooks text[] not null default '{}',
  guard boolean not null default false,
  owner_role text,
  owner_person text,
  state text not null check (state in ('open', 'done', 'notNeeded')),
  -- on the incident's clock, as all its instants
  starts_at timestamptz not null,
  due_at timestamptz,
  added_at timestamptz not null,
  closed_at timestamptz,
  -- title, why, source, who did or decided what, comments: sealed
  content_sealed bytea not null,
  primary key (organisation_id, incident_id, id),
  foreign key (organisation_id, incident_id) references incidents
);
create unique index tasks_step_once on tasks (organisation_id, incident_id, step) where step is not null;

-- What may not be deleted while a breach is open to question.
create table legal_holds (
  organisation_id uuid not null,
  incident_id uuid not null,
  -- "hold-1": stable inside the incident
  id text not null,
  covers text[] not null check (cardinality(covers) > 0),
  -- real time
  set_at timestamptz not null,
  lifted_at timestamptz,
  -- who set it and why, who lifted it and why: sealed
  content_sealed bytea not null,
  primary key (organisation_id, incident_id, id),
  foreign key (organisation_id, incident_id) references incidents
);
create index legal_holds_standing on legal_holds (organisation_id, incident_id) where lifted_at is null;

-- While a hold stands, nobody erases the key of its incident, nor that of its organisation: not by age, not by hand.
create function tocsin_refuse_erasure() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  if old.wrapped is null or (tg_op = 'UPDATE' and new.wrapped is not null) then
    return coalesce(new, old);
  end if;
  if exists (select 1 from legal_holds where organisation_id = old.organisation_id and lifted_at is null
      and (incident_id = old.subject_id or old.subject_id = old.organisation_id)) then
    raise exception 'a legal hold stands: the key of % is not erased', old.subject_id
      using errcode = 'insufficient_privilege', hint = 'A named person lifts the hold first, with a reason.';
  end if;
  return coalesce(new, old);
end $$;
create trigger data_keys_held before update or delete on data_keys
  for each row execute function tocsin_refuse_erasure();

-- Who may know of an incident: each change adds a version, none is ever changed or deleted. The newest holds.
create table incident_restrictions (
  organisation_id uuid not null,
  incident_id uuid not null,
  version integer not null,
  -- people of the policy; null: lifted
  people text[] check (cardinality(people) > 0),
  -- real time
  recorded_at timestamptz not null,
  -- who and why: sealed
  content_sealed bytea not null,
  primary key (organisation_id, incident_id, version),
  foreign key (organisation_id, incident_id) references incidents
);
create trigger incident_restrictions_append_only before update or delete on incident_restrictions
  for each row execute function tocsin_refuse_change();
create trigger incident_restrictions_no_truncate before truncate on incident_restrictions
  for each statement execute function tocsin_refuse_change();

-- The newest version's people, for whoever reads the incident; null: not restricted.
alter table incidents add column restricted_to text[] check (cardinality(restricted_to) > 0);

-- A restricted incident takes its number from a series of its own, so that no gap tells of it.
alter table incident_numbers add column restricted boolean not null default false;
alter table incident_numbers drop constraint incident_numbers_pkey;
alter table incident_numbers add primary key (organisation_id, year, drill, restricted);

-- The person of the policy who uses a key: it sees the restricted incidents that name them.
alter table api_keys add column person_id text;

do $$
declare t text;
begin
  foreach t in array array['response_roles', 'tasks', 'legal_holds', 'incident_restrictions']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_organisation on %I using (organisation_id = (select tocsin_organisation()))
      with check (organisation_id = (select tocsin_organisation()))', t);
    execute format('revoke all on %I from public', t);
  end loop;
end $$;
-- The trigger above looks with the owner's eyes, whoever erases and whoever is looking.
do $$ begin
  execute format('create policy held_for_all on legal_holds for select to %I using (true)', current_user);
end $$;
grant select, insert, update on response_roles, tasks, legal_holds to tocsin_api, tocsin_worker;
grant select, insert on incident_restrictions to tocsin_api;
grant select on incident_restrictions to tocsin_worker;

-- Who is looking, set beside the organisation: a person of the policy, '*' for whoever may see all, unset for others.
create function tocsin_viewer() returns text
  language sql stable parallel safe
  return coalesce(current_setting('tocsin.viewer', true), '');

-- The restricted incidents of this organisation that do not name the one who is looking.
create function tocsin_hidden_incidents() returns uuid[] language sql stable parallel safe as $$
  select coalesce(array_agg(newest.incident_id), '{}')
    from (
      select distinct on (incident_id) incident_id, people from incident_restrictions
        where organisation_id = (select tocsin_organisation()) and (select tocsin_viewer()) <> '*'
        order by incident_id, version desc
    ) newest
    where newest.people is not null and not ((select tocsin_viewer()) = any (newest.people))
$$;

-- Deny by default: behind the API's role no query of any route, list, search, count or document sees what the one who
-- is looking may not know. Every table that names an incident, those of other parts as well; the workers, which page
-- the people who are named, are not bound by it.
do $$
declare t text;
begin
  for t in
    select c.table_name from information_schema.columns c join information_schema.tables using (table_schema, table_name)
      where c.table_schema = current_schema() and c.column_name = 'incident_id' and table_type = 'BASE TABLE'
        and c.table_name not in ('incident_restrictions', 'outbox', 'idempotency_keys')
  loop
    execute format('create policy not_hidden on %I as restrictive for select to tocsin_api
      using (incident_id is null or incident_id <> all ((select tocsin_hidden_incidents())::uuid[]))', t);
  end loop;
end $$;
create policy not_hidden on incidents as restrictive for select to tocsin_api
  using (id <> all ((select tocsin_hidden_incidents())::uuid[]));
-- Messages hang on their page.
create policy not_hidden on deliveries as restrictive for select to tocsin_api
  using ((select tocsin_hidden_incidents()) = '{}' or exists (
    select 1 from pages p where p.organisation_id = deliveries.organisation_id and p.id = deliveries.page_id));
