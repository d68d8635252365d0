-- Up Migration

-- A record that only adds to an earlier one (a reference that arrived) is no report of its own; and on which facts a
-- report was made.
alter table submissions
  add column adds_to uuid,
  add column facts_revision integer,
  add foreign key (organisation_id, adds_to) references submissions;
