import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shifts } from '../../../domain/onCall/index.ts';
import { policy } from './support.ts';

const rota = policy(
  [{ every: 'day', people: ['ann', 'ben', 'cat'] }, { hours: [{ from: '22:00', until: '06:00' }] }],
  'Europe/London',
);
const FROM = '2026-03-20T00:00:00.000Z';
const UNTIL = '2026-04-10T00:00:00.000Z';

const script = `
  const { shifts } = await import(${JSON.stringify(new URL('../../../domain/onCall/index.ts', import.meta.url).href)});
  const offset = new Date('2026-07-01T00:00Z').getTimezoneOffset();
  const found = shifts(${JSON.stringify(rota)}, 'rota', new Date('${FROM}'), new Date('${UNTIL}'), []);
  console.log(JSON.stringify({ offset, found }));`;

test("does not depend on the machine's own time zone", () => {
  const here = JSON.stringify(shifts(rota, 'rota', new Date(FROM), new Date(UNTIL), []));
  const offsets = ['UTC', 'America/Santiago', 'Pacific/Chatham', 'Europe/London'].map((TZ) => {
    const env = { ...process.env, TZ };
    const run = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env,
      encoding: 'utf8',
    });
    const { offset, found } = JSON.parse(run) as { offset: number; found: unknown };
    expect(JSON.stringify(found)).toBe(here);
    return offset;
  });
  expect(offsets).toEqual([0, 240, -765, -60]);
});
