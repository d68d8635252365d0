import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAUSES } from '../../domain/facts.ts';
import { playbooks, readPlaybooks, SAVE_LOGS, sharedStep } from '../../templates/playbooks.ts';

const all = playbooks('en');

describe('the playbooks', () => {
  it('cover what happens most', () => {
    expect(all.map(({ id }) => id).sort()).toEqual([
      'accountTakeover', 'availability', 'exposedStore', 'insider', 'lostDevice', 'misdirectedMail', 'processorBreach',
      'ransomware', 'websiteCompromise', 'wrongAttachment',
    ]); // prettier-ignore
  });

  it('are each proposed by a cause of the vocabulary; the other causes propose none', () => {
    const proposed = new Set(all.flatMap(({ when }) => when.causes));
    expect(CAUSES.filter((cause) => !proposed.has(cause))).toEqual(['nearMiss', 'other', 'unknown']);
  });

  it('ask whether the logs are saved and the insurer told, as guards, wherever something is wiped or restored', () => {
    const without = all.filter(
      ({ steps }) =>
        !['saveLogs', 'processorKeepsLogs'].some((id) => steps.some((step) => step.id === id && step.guard)),
    );
    // Nothing is wiped, restored or hired for after a message to the wrong person.
    expect(without.map(({ id }) => id).sort()).toEqual(['misdirectedMail', 'wrongAttachment']);
    for (const { id, steps } of all.filter((one) => !without.includes(one)))
      expect([id, steps.find((step) => step.id === 'tellInsurer')?.guard]).toEqual([id, true]);
  });

  it('name a source for every step, and call law only what is one', () => {
    for (const { source } of all.flatMap(({ steps }) => steps))
      expect(source.kind === 'law').toBe(/^UK GDPR Arts?\.? /.test(source.cite));
  });

  it('are in English where there is no other language, and have the step of every declaration', () => {
    expect(playbooks('cy')).toBe(all);
    expect(playbooks('../../secrets')).toBe(all);
    expect(sharedStep(SAVE_LOGS, 'en')).toMatchObject({ guard: true, owner: 'lead' });
  });
});

describe('a folder of playbooks', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'playbooks-'));
    writeFileSync(
      join(folder, 'common.yaml'),
      'a: { title: A, why: A, owner: lead, due: null, source: { kind: practice, cite: P } }\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const own = '{ id: b, title: B, why: B, owner: lead, due: null, source: { kind: practice, cite: P } }';
  const write = (name: string, steps: string) =>
    writeFileSync(join(folder, `${name}.yaml`), `version: 1\ntitle: ${name}\nwhen: {}\nsteps: [${steps}]\n`);

  it('is read with its shared steps filled in', () => {
    write('one', `{ use: a }, ${own}`);
    expect(readPlaybooks(folder)[0]?.steps.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it.each([
    ['{ use: nowhere }', /uses "nowhere", which is not in common.yaml/],
    ['{ id: b, title: B }', /one.yaml/],
    ['{ use: a, hours: 3 }', /one.yaml/],
  ])('with %s is refused', (steps, message) => {
    write('one', steps);
    expect(() => readPlaybooks(folder)).toThrow(message);
  });

  it('in which two playbooks write the same step twice is refused: equal steps are one task', () => {
    write('one', own);
    write('two', own);
    expect(() => readPlaybooks(folder)).toThrow(/step "b" is in one too; put it into common.yaml/);
  });
});
