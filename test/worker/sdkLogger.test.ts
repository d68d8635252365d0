import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { sdkLogger } from '../../worker/sdkLogger.ts';

function logged(meta: Record<string, unknown>): Record<string, unknown> {
  const lines: string[] = [];
  sdkLogger(pino({ base: null }, { write: (line: string) => lines.push(line) })).error(
    'activity failed',
    meta,
  );
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]!);
}

it('says which activity failed, at which attempt, with which code and where', () => {
  const frame = '    at plan (file:///srv/tocsin/activities/page.ts:12:3)';
  const meta = {
    workflowId: 'page/1',
    activityType: 'deliver',
    attempt: 3,
    code: 'database/57P01',
    at: [frame],
  };
  expect(logged(meta)).toMatchObject({
    msg: 'activity failed',
    workflow: 'page/1',
    activityType: 'deliver',
    attempt: 3,
    code: 'database/57P01',
    at: [frame.trim()],
  });
});

it('lets no error, no sentence and no fact through', () => {
  const fact = 'Jane Doe opened the file';
  const line = logged({
    error: new Error(fact),
    failure: { message: fact },
    args: [fact],
    code: fact,
    activityType: fact,
    attempt: fact,
    at: [`Error: ${fact}`, fact],
  });
  expect(JSON.stringify(line)).not.toContain('Jane');
  expect(line['at']).toEqual([]);
});
