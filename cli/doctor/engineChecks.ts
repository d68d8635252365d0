import { type Check, fail, ok, roughly, unknown, warn } from './check.ts';
import type { EngineProcess, EngineState } from './types.ts';

/** A process beats every 5 s; each of its parts goes round within seconds. */
const STILL_MS = 30_000;
const WATCHDOG_STILL_MS = 75_000;

/** The newest of its kind that lives. `now` is the server's time. */
export const living = (engine: EngineState, kind: EngineProcess['process']): EngineProcess | undefined =>
  engine.processes.find(({ process, beatAt }) => process === kind && ageOf(engine, beatAt) <= STILL_MS);

const ageOf = (engine: EngineState, at: string): number => Date.parse(engine.serverTime) - Date.parse(at);

/** Worker, Temporal, relay, sequencer, watchdog, database, what is overdue, heartbeat. */
export function engineChecks(engine: EngineState): Check[] {
  return [
    workerCheck(engine),
    ...workerParts(engine),
    watchdogCheck(engine),
    operatorCheck(engine),
    overdueCheck(engine),
    migrationsCheck(engine),
    heartbeatCheck(engine),
  ];
}

function workerCheck(engine: EngineState): Check {
  const count = engine.processes.filter(
    ({ process, beatAt }) => process === 'worker' && ageOf(engine, beatAt) <= STILL_MS,
  ).length;
  if (count > 0) return ok('worker', count === 1 ? 'one lives' : `${count} live`);
  return fail(
    'worker',
    lastSeen(engine, 'worker'),
    'Start it: npm start, or the service "worker". Its log says why it ended.',
  );
}

function lastSeen(engine: EngineState, kind: EngineProcess['process']): string {
  const newest = engine.processes.find(({ process }) => process === kind);
  return newest ? `last seen ${roughly(ageOf(engine, newest.beatAt))} ago` : 'none has been seen for a day';
}

function workerParts(engine: EngineState): Check[] {
  const worker = living(engine, 'worker');
  if (!worker) return ['Temporal', 'relay', 'sequencer'].map((name) => unknown(name, 'no worker to ask'));
  const { temporal, workflows, relay, sequencer } = worker.parts;
  return [
    moves(engine, temporal) && workflows === true
      ? ok('Temporal', 'answers, and workflows run')
      : fail(
          'Temporal',
          temporal ? 'does not answer' : 'was never reached',
          'docs/runbook.md, "Temporal is down". Nothing is lost; the watchdog alarms meanwhile.',
        ),
    moves(engine, relay)
      ? ok('relay', 'carries changes to Temporal')
      : fail(
          'relay',
          'stands still',
          "The worker's log says why; it goes on when Temporal and the database answer.",
        ),
    moves(engine, sequencer)
      ? ok('sequencer', 'seals the timeline')
      : fail('sequencer', 'stands still', "The worker's log says why."),
  ];
}

const moves = (engine: EngineState, at: string | undefined, limitMs = STILL_MS): boolean =>
  at !== undefined && ageOf(engine, at) <= limitMs;

function watchdogCheck(engine: EngineState): Check {
  const watchdog = living(engine, 'watchdog');
  const cure =
    'Start it: npm start, or the service "watchdog". Without it nobody hears when the engine is stuck.';
  if (!watchdog) return fail('watchdog', lastSeen(engine, 'watchdog'), cure);
  if (!moves(engine, watchdog.parts.look, WATCHDOG_STILL_MS))
    return fail('watchdog', 'lives, but does not see the database', "The watchdog's log says why.");
  const { unseen = 0 } = watchdog.parts;
  if (unseen > 0)
    return fail('watchdog', `cannot see ${unseen} organisations`, "The watchdog's log says which, and why.");
  return ok('watchdog', `looked ${roughly(ageOf(engine, watchdog.parts.look!))} ago`);
}

function operatorCheck(engine: EngineState): Check {
  const operator = living(engine, 'watchdog')?.parts.operator;
  if (operator === undefined) return unknown('operator', 'no watchdog to ask');
  if (operator) return ok('operator', 'hears of what is overdue');
  return warn(
    'operator',
    'nobody who runs Tocsin hears of what is overdue',
    'Set TOCSIN_OPERATOR_EMAIL for the watchdog.',
  );
}

function overdueCheck({ overdue }: EngineState): Check {
  if (overdue.length === 0) return ok('overdue', 'nothing');
  const kinds = [...new Set(overdue)].join(', ');
  return fail(
    'overdue',
    `${overdue.length} (${kinds})`,
    'The engine is stuck: cure what fails here, and look after the deadlines by hand.',
  );
}

function migrationsCheck({ migrations: { expected, applied } }: EngineState): Check {
  if (applied === expected) return ok('database', `at ${expected}`);
  if (applied === null || applied < expected)
    return fail(
      'database',
      `at ${applied ?? 'nothing'}, ${expected} is expected`,
      'Bring it up to date: bin/tocsin migrate',
    );
  return warn(
    'database',
    `at ${applied}, newer than this version (${expected})`,
    'Run the newer version everywhere.',
  );
}

function heartbeatCheck(engine: EngineState): Check {
  const worker = living(engine, 'worker');
  if (!worker) return unknown('heartbeat', 'no worker to ask');
  const { heartbeat } = worker.parts;
  if (!heartbeat)
    return warn(
      'heartbeat',
      'no outside monitor is told',
      'Set TOCSIN_HEARTBEAT_URL (docs/watchdog.md): silence is the alarm that needs nothing of ours.',
    );
  if (heartbeat.failing)
    return fail(
      'heartbeat',
      `not sent, or not taken (${heartbeat.failing})`,
      'The outside monitor will alarm. Cure what fails here.',
    );
  if (!heartbeat.lastAt) return unknown('heartbeat', 'the first one is still to come');
  return ok('heartbeat', `taken ${roughly(ageOf(engine, heartbeat.lastAt))} ago`);
}
