import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { tocsin } from './support.ts';

const NOW = new Date();
let server: ApiServer;
let cwd: string;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tocsin-cwd-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (...args: string[]) =>
  tocsin(args, { cwd, env: { TOCSIN_API_URL: server.url, TOCSIN_API_KEY: server.apiKey } });
const referenceIn = (text: string): string => /S-\d{4}-\d{3}/.exec(text)?.[0] ?? '';

describe('tocsin suspect', () => {
  test('reports with evidence, is listed and shown, and gives the evidence back', async () => {
    writeFileSync(join(cwd, 'log.txt'), 'one\ntwo\n');
    const told = await run(
      'suspect',
      '--title',
      'Odd log-in',
      '--received',
      '1 hour ago',
      '--evidence',
      'log.txt',
      '--reporter',
      'A customer',
      '--by',
      'Ann',
    );
    expect(told).toMatchObject({ code: 0, stderr: '' });
    const reference = referenceIn(told.stdout);
    expect(told.stdout).toContain(`bin/tocsin accept ${reference}`);
    expect((await run('suspected')).stdout).toMatch(new RegExp(`${reference}\\s+open`));
    const shown = await run('suspected', reference, '--save', 'kept');
    const sha256 = createHash('sha256').update('one\ntwo\n').digest('hex');
    expect(shown.stdout).toContain(sha256);
    expect(shown.stdout).toContain('A customer');
    const [file = ''] = readdirSync(join(cwd, 'kept'));
    expect(readFileSync(join(cwd, 'kept', file), 'utf8')).toBe('one\ntwo\n');
  });

  test('says when it is known already', async () => {
    const again = ['suspect', '--title', 'Same', '--source', 'siem', '--repeat-of', 'x'];
    await run(...again);
    expect((await run(...again)).stdout).toMatch(/^Known, 2 times now: S-/);
  });

  test('is bad input without a title, and with evidence that is no text', async () => {
    writeFileSync(join(cwd, 'image.bin'), Buffer.from([0, 1, 2]));
    expect((await run('suspect')).code).toBe(2);
    expect((await run('suspect', '--title', 'x', '--evidence', 'image.bin')).code).toBe(2);
  });
});

describe('tocsin accept', () => {
  test('makes an incident whose timeline is found under both references', async () => {
    const reference = referenceIn((await run('suspect', '--title', 'To be accepted')).stdout);
    const accepted = await run(
      'accept',
      reference,
      '--reason',
      'the log shows it',
      '--danger',
      'no',
      '--by',
      'Ann',
    );
    expect(accepted).toMatchObject({ code: 0 });
    expect(accepted.stdout).toMatch(new RegExp(`Accepted ${reference} as \\S*\\d{4}-\\d{3}`));
    expect(accepted.stdout).toContain('Notify the ICO');
    expect((await run('timeline', reference)).stdout).toMatch(/was accepted as incident \d{4}-\d{3} by Ann/);
    expect((await run('suspected', reference)).stdout).toMatch(/accepted as \d{4}-\d{3}/);
  });

  test('wants a reason for another discovery', async () => {
    const reference = referenceIn((await run('suspect', '--title', 'Earlier')).stdout);
    const refused = await run('accept', reference, '--discovered', '3 hours ago');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('discoveredReason');
    expect(
      (await run('accept', reference, '--discovered', '3 hours ago', '--discovered-reason', 'a call')).code,
    ).toBe(0);
  });
});

describe('tocsin dismiss', () => {
  test('needs a reason', async () => {
    const reference = referenceIn((await run('suspect', '--title', 'To be dismissed')).stdout);
    expect((await run('dismiss', reference)).code).toBe(2);
    expect(await run('dismiss', reference, '--reason', 'our own test', '--by', 'Ann')).toMatchObject({
      code: 0,
    });
    expect((await run('suspected', '--state', 'dismissed')).stdout).toContain('To be dismissed');
    expect((await run('list')).stdout).not.toContain('To be dismissed');
  });

  test('does not know what did not come in', async () => {
    expect(await run('dismiss', 'S-1999-001', '--reason', 'none')).toMatchObject({ code: 1 });
    expect(await run('dismiss', '2026-001', '--reason', 'none')).toMatchObject({ code: 2 });
  });
});
