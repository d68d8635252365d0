-- Up Migration

-- A message that was handed over when a process died, and whose page has ended since: nobody knows whether it arrived.
alter table deliveries drop constraint deliveries_status_check;
alter table deliveries add constraint deliveries_status_check
  check (status in ('intended', 'sent', 'failed', 'undeliverable', 'notSent', 'unknown'));

-- The first answer is rebuilt from the incident.
alter table idempotency_keys drop column status, drop column location;
