-- Up Migration

-- Real instant at which the page goes on by itself (its next step, or the end of what holds it back). The watchdog
-- compares it with the present: it knows no rules of escalation. Null before the first attempt.
alter table pages add column next_step_at timestamptz;
