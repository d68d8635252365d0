import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { organisationsToSeal, sealOrganisation } from '../../db/sequencer.ts';
import { SealingLoop } from '../../worker/sealing.ts';
import { openRecords, type Records } from '../support/records.ts';
import { until } from '../support/until.ts';

const clock = { now: () => new Date() };

let records: Records;
beforeAll(async () => {
  records = await openRecords();
});
afterAll(() => records?.close());

it('the organisation that waits longest is sealed first, and one that cannot be sealed stops nobody', async () => {
  const { admin, workerDb } = records;
  const seed = (slug: string) => records.seed(clock.now(), slug);
  const broken = await seed('broken');
  await sealOrganisation(workerDb, broken, clock);
  // What is sealed already cannot be sealed again: the unique constraint refuses it each time.
  await admin.query(
    `insert into timeline_unsealed select organisation_id, entry_id, now(), now() - interval '1 hour'
       from timeline_seals where organisation_id = $1`,
    [broken],
  );
  const [first, second] = [await seed('first'), await seed('second')];
  expect(await organisationsToSeal(workerDb)).toEqual([broken, first, second]);

  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
  const loop = new SealingLoop({ db: workerDb, clock, logger });
  loop.start();
  await until('the others to be sealed', async () => (await organisationsToSeal(workerDb)).length === 1);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await loop.stop();
  // Said once, not at each of the looks that followed.
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ organisationId: broken, code: '23505' }]);
});
