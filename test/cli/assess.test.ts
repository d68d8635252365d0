import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ran, tocsin } from './support.ts';

const CASES = JSON.parse(
  readFileSync(new URL('../fixtures/law/edpb-cases.json', import.meta.url), 'utf8'),
) as { cases: { id: string; facts: Record<string, unknown> }[] };
const factsOf = (id: string) => CASES.cases.find((one) => one.id === id)?.facts ?? {};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of a command
type Loose = Record<string, any>;

let folder = '';
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'tocsin-assess-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a refusal looks like: nothing on stdout, a problem document on stderr, exit code 2. */
function refusal({ code, stdout, stderr }: Ran): Loose {
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const document = JSON.parse(stderr) as Record<string, unknown>;
  expect(document).toMatchObject({
    type: '/problems/invalidRequest',
    title: expect.any(String),
    status: 400,
    detail: expect.any(String),
    errors: expect.any(Array),
  });
  return document;
}

describe('tocsin assess', () => {
  it('answers from a file, without a server, a key or a database', async () => {
    const path = file('hospital.json', JSON.stringify(factsOf('EDPB-03')));
    const { code, stdout, stderr } = await tocsin(['assess', '--json', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answer = JSON.parse(stdout) as Loose;
    expect(answer).toMatchObject({
      personalDataBreach: true,
      risk: 'high',
      severity: {
        dpc: 4,
        ei: 1,
        cb: 0.75,
        se: 4.75,
        band: 'veryHigh',
        flags: { over100: true, unintelligible: false },
      },
      notifyAuthority: 'required',
      communicateToDataSubjects: 'required',
      notifyControllers: 'notRequired',
      art34Exceptions: [],
      missing: [],
    });
    expect(answer.reasons).toContainEqual({
      rule: 'riskHigh',
      source: 'UK GDPR Art. 34(1)',
      text: expect.stringContaining('high risk'),
      standing: 'statute',
      facts: [],
    });
  });

  it('takes --json before the command too, and the facts from standard input', async () => {
    const input = JSON.stringify(factsOf('EDPB-01'));
    const first = await tocsin(['--json', 'assess', '-'], { input });
    const second = await tocsin(['assess', '-', '--json'], { input });
    expect(JSON.parse(first.stdout)).toMatchObject({
      notifyAuthority: 'notRequired',
      art34Exceptions: ['a'],
    });
    expect(second.stdout).toBe(first.stdout);
  });

  it('reads YAML', async () => {
    const path = file('facts.yaml', 'role: processor\ncause: crossTenantBug\n');
    const { stdout } = await tocsin(['assess', '--json', path]);
    expect(JSON.parse(stdout)).toMatchObject({
      personalDataBreach: null,
      notifyAuthority: 'notRequired',
      communicateToDataSubjects: 'notRequired',
      notifyControllers: 'required',
    });
  });

  it('explains itself to a person', async () => {
    const { code, stdout } = await tocsin(['assess', file('bank.json', JSON.stringify(factsOf('WP250-v')))]);
    expect(code).toBe(0);
    expect(stdout).toContain('Tell the ICO: required');
    expect(stdout).toContain('Tell the people affected: a person must decide');
    expect(stdout).toMatch(/To decide: Tell the people affected\. .+\?\n- required: .+\n- not required: .+/);
    expect(stdout).toContain('Not known, and could change this: sector');
    expect(stdout).toContain('this is not legal advice');
  });

  it('refuses facts that are not in the vocabulary, and names every one', async () => {
    const facts = {
      ...factsOf('EDPB-09'),
      fooo: 1,
      cause: 'gremlins',
      cia: { integrity: 'bad', extra: true },
    };
    const document = refusal(await tocsin(['assess', '--json', '-'], { input: JSON.stringify(facts) }));
    const fields = document.errors.map((error: { field: string }) => error.field);
    expect(fields.sort()).toEqual(['cause', 'cia.extra', 'cia.integrity', 'fooo']);
  });

  it.each([
    ['no role', '{}', 'role'],
    ['a wrong type', '{"role":"controller","malicious":"yes"}', 'malicious'],
    ['a number that is too small', '{"role":"controller","individuals":{"approx":-1}}', 'individuals.approx'],
  ])('refuses %s', async (_, input, field) => {
    const document = refusal(await tocsin(['assess', '--json', '-'], { input }));
    expect(document.errors[0].field).toBe(field);
  });

  it.each([
    ['a file that is not there', ['assess', '--json', '/nonexistent/facts.json'], ''],
    ['what is neither JSON nor YAML', ['assess', '--json', '-'], '{"role":'],
    ['a list', ['assess', '--json', '-'], '[1]'],
    ['a whole incident', ['assess', '--json', '-'], '{"tracks":[]}'],
    ['no file at all', ['assess', '--json'], ''],
    ['an option that it does not know', ['assess', '--json', '-', '--foo'], '{"role":"controller"}'],
  ])('refuses %s', async (_, args, input) => refusal(await tocsin(args, { input })));

  it('tells a person in sentences what is wrong', async () => {
    const { code, stdout, stderr } = await tocsin(['assess', '-'], { input: '{"role":"boss"}' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^role: /);
  });
});

describe('tocsin severity', () => {
  const score = (values: Record<string, string>, ...more: string[]) =>
    tocsin([
      'severity',
      '--json',
      ...Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]),
      ...more,
    ]);
  const MAXIMUM = { dpc: '4', ei: '1', confidentiality: '0.5', integrity: '0.5', availability: '0.5' };

  it('prints the bare arithmetic', async () => {
    const { code, stdout, stderr } = await score(MAXIMUM, '--malicious');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ dpc: 4, ei: 1, cb: 2, se: 6, band: 'veryHigh' });
    expect(JSON.parse((await score(MAXIMUM)).stdout)).toMatchObject({ cb: 1.5, se: 5.5 });
  });

  it('shows flags that are asked for and adds nothing', async () => {
    const many = await score(MAXIMUM, '--individuals', '101', '--unintelligible');
    expect(JSON.parse(many.stdout)).toMatchObject({
      se: 5.5,
      flags: { over100: true, unintelligible: true },
    });
    const few = await score(MAXIMUM, '--individuals', '100');
    expect(JSON.parse(few.stdout)).toMatchObject({ flags: { over100: false, unintelligible: false } });
  });

  it('says it in a line for a person', async () => {
    const values = [
      '--dpc',
      '1',
      '--ei',
      '0.75',
      '--confidentiality',
      '0.25',
      '--integrity',
      '0',
      '--availability',
      '0',
    ];
    const { stdout } = await tocsin(['severity', ...values]);
    expect(stdout).toBe('SE 1 (low) = DPC 1 × EI 0.75 + CB 0.25\n');
  });

  it.each([
    ['dpc', '5', 'must be one of 1, 2, 3, 4'],
    ['dpc', '-1', 'must be one of 1, 2, 3, 4'],
    ['dpc', 'much', 'must be one of 1, 2, 3, 4'],
    ['ei', '0.6', 'must be one of 0.25, 0.5, 0.75, 1'],
    ['availability', '1', 'must be one of 0, 0.25, 0.5'],
    ['integrity', '', 'must be one of 0, 0.25, 0.5'],
  ])('refuses %s %s', async (field, value, message) => {
    const document = refusal(await score({ ...MAXIMUM, [field]: value }));
    expect(document.errors).toEqual([{ field, message }]);
  });

  it('refuses a missing score and a number of people that is none', async () => {
    const { ei: _, ...rest } = MAXIMUM;
    expect(refusal(await score(rest)).errors[0].field).toBe('ei');
    expect(refusal(await score(MAXIMUM, '--individuals', 'many')).errors[0].field).toBe('individuals');
  });
});

it('bin/tocsin itself runs both', async () => {
  const bin = fileURLToPath(new URL('../../bin/tocsin', import.meta.url));
  const child = spawn(bin, ['assess', '--json', '-'], { env: { PATH: process.env.PATH } });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stdin.end('{"role":"controller"}');
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ risk: 'undetermined', notifyAuthority: 'required' });
});
