import { describe, expect, it } from '@jest/globals';
import type { IncidentStatus } from '../../../domain/incident.ts';
import { fromAlertmanager } from '../../../domain/suspected/alertmanager.ts';
import { type Fold, foldOf } from '../../../domain/suspected/fold.ts';
import { normalisedSubject } from '../../../domain/suspected/mailSubject.ts';
import { atPointer, instantOf, textOf } from '../../../domain/suspected/pointer.ts';
import { oneLine, type Signal } from '../../../domain/suspected/received.ts';
import { planObligations } from '../../../domain/plan/index.ts';
import { sampleIncident, sampleOrganisation } from '../../support/samples.ts';

const FOLDS: [IncidentStatus | null, Signal, Fold][] = [
  [null, 'firing', 'new'],
  [null, 'ended', 'new'],
  [null, 'aside', 'nothing'],
  ['suspected', 'firing', 'repeat'],
  ['suspected', 'ended', 'note'],
  ['suspected', 'aside', 'note'],
  ['open', 'firing', 'repeat'],
  ['open', 'ended', 'note'],
  ['dismissed', 'firing', 'new'],
  ['dismissed', 'ended', 'note'],
  ['dismissed', 'aside', 'note'],
  ['closed', 'firing', 'new'],
  ['closed', 'ended', 'note'],
];

describe('what becomes of a message', () => {
  it.each(FOLDS)('known as %s and %s: %s', (status, signal, fold) => {
    expect(foldOf(status === null ? undefined : { status }, signal)).toBe(fold);
  });
});

describe('the duties of a suspicion', () => {
  const at = (status: IncidentStatus) =>
    planObligations(sampleIncident({ status, organisation: sampleOrganisation({ triageHours: 3 }) }));

  it('are one, from its receipt, and none once it is dismissed', () => {
    expect(at('suspected')).toMatchObject([
      { id: 'triage', kind: 'triage', ownTarget: true, dueAt: new Date('2026-02-03T15:17:00Z') },
    ]);
    expect(at('dismissed')).toEqual([]);
  });

  it('do not come with a declared incident', () => {
    expect(at('open').map(({ id }) => id)).not.toContain('triage');
    expect(at('open').length).toBeGreaterThan(3);
  });
});

describe('a JSON pointer', () => {
  const document = { a: [{ 'b/c': 1, '~': 'tilde' }], '': 'empty', n: null };
  it.each([
    ['', document],
    ['/a/0/b~1c', 1],
    ['/a/0/~0', 'tilde'],
    ['/', 'empty'],
    ['/n', null],
    ['/a/1', undefined],
    ['/a/length/x', undefined],
    ['/toString', undefined],
    ['/__proto__', undefined],
    ['/n/x', undefined],
  ])('%j', (pointer, value) => {
    expect(atPointer(document, pointer)).toEqual(value);
  });

  it.each([
    ['x', 'x'],
    [0, '0'],
    [false, 'false'],
    ['  ', undefined],
    [null, undefined],
    [{}, undefined],
  ])('as text: %j is %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it.each([
    ['2026-02-03T12:00:00Z', '2026-02-03T12:00:00.000Z'],
    ['2026-02-03T12:00:00.123456789+01:00', '2026-02-03T11:00:00.123Z'],
    [1770120000, '2026-02-03T12:00:00.000Z'],
    [1770120000000, '2026-02-03T12:00:00.000Z'],
    ['0001-01-01T00:00:00Z', undefined],
    ['yesterday', undefined],
    ['1', undefined],
    [1e20, undefined],
    [null, undefined],
  ])('as an instant: %j is %j', (value, instant) => {
    expect(instantOf(value)?.toISOString()).toBe(instant);
  });
});

describe('a subject', () => {
  it.each([
    ['Re: Odd log-in', 'odd log-in'],
    ['AW: WG: Re[2]: [ops] [P1]  Odd   Log-in', 'odd log-in'],
    ['Réf : Odd log-in', 'odd log-in'],
    ['Tenant 12 leaked', 'tenant 12 leaked'],
    ['Re:', ''],
    ['Regarding: nothing', 'regarding: nothing'],
  ])('%s', (subject, same) => {
    expect(normalisedSubject(subject)).toBe(same);
  });

  it('is one line of text that can be kept', () => {
    expect(oneLine('a\u0000b\r\nBcc: x\ud800 \u0007')).toBe('ab Bcc: x\ufffd');
    expect(oneLine('x'.repeat(500))).toHaveLength(200);
  });
});

describe('a payload that is no notification of Alertmanager', () => {
  it.each([
    [null],
    [[]],
    [{}],
    [{ status: 'firing', alerts: [] }],
    [{ status: 'odd', groupKey: 'g', alerts: [{}] }],
    [{ status: 'firing', alerts: [{}] }],
    [{ status: 'firing', alerts: 'x', groupKey: 'g' }],
  ])('%j', (payload) => {
    expect(fromAlertmanager(payload)).toBeUndefined();
  });

  it('while one without a groupKey is named by its alerts', () => {
    const payload = {
      status: 'firing',
      alerts: [{ fingerprint: 'f1' }, { fingerprint: 'f2', startsAt: '0001-01-01T00:00:00Z' }],
    };
    expect(fromAlertmanager(payload)).toMatchObject({
      title: 'Alert',
      keys: [{ value: 'alert:f1' }, { value: 'alert:f2' }],
      occurredAt: null,
    });
  });
});
