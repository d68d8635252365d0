import { describe, expect, test } from '@jest/globals';
import { declarationBody } from '../../cli/declaration.ts';
import { changedTracks, readAnswers, readAssignment } from '../../cli/facts.ts';
import { readWhen } from '../../cli/instants.ts';

const NOW = new Date('2026-11-24T10:00:00Z');

describe('A declaration from flags and file', () => {
  test('flags become the fields of the API', () => {
    const body = declarationBody(
      {
        title: 'Lost laptop',
        discovered: 'now',
        danger: 'no',
        channelsCompromised: 'unknown',
        whatHappened: 'Left on a train',
        by: 'Ann',
      },
      {},
      NOW,
    );
    expect(body).toEqual({
      title: 'Lost laptop',
      discoveredAt: '2026-11-24T10:00:00.000Z',
      questions: { physicalDanger: 'no', channelsCompromised: 'unknown' },
      narrative: { whatHappened: 'Left on a train' },
      by: 'Ann',
    });
  });

  test('a flag wins over the file, field by field', () => {
    const file = {
      title: 'From file',
      discoveredAt: '2 hours ago',
      questions: { physicalDanger: 'yes', insiderInvolved: 'no' },
    };
    const body = declarationBody({ title: 'From flag', danger: 'no' }, file, NOW);
    expect(body).toEqual({
      title: 'From flag',
      discoveredAt: '2026-11-24T08:00:00.000Z',
      questions: { physicalDanger: 'no', insiderInvolved: 'no' },
    });
  });

  test('a drill carries its scale', () => {
    const body = declarationBody(
      { title: 'x', discovered: 'now', drill: true, scale: '720', localOnly: true },
      {},
      NOW,
    );
    expect(body.drill).toEqual({ scale: 720, localOnly: true });
  });

  test('a drill in the file is kept, and a flag adds to it', () => {
    const file = { title: 'x', discoveredAt: 'now', drill: { scale: 60 } };
    expect(declarationBody({ localOnly: true }, file, NOW).drill).toEqual({ scale: 60, localOnly: true });
  });

  test.each([
    ['a title', {}, /--title/],
    ['a discovery', { title: 'x' }, /--discovered/],
    ['--drill beside --scale', { title: 'x', discovered: 'now', scale: '60' }, /add --drill/],
    ['a number as scale', { title: 'x', discovered: 'now', drill: true, scale: 'fast' }, /"fast"/],
  ])('without %s it is refused with the cure, as bad input', (_, flags, message) => {
    expect(() => declarationBody(flags, {}, NOW)).toThrow(message);
    expect(() => declarationBody(flags, {}, NOW)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('An instant', () => {
  test.each([
    ['now', '2026-11-24T10:00:00.000Z'],
    ['30 minutes ago', '2026-11-24T09:30:00.000Z'],
    ['1 hour ago', '2026-11-24T09:00:00.000Z'],
    ['2h ago', '2026-11-24T08:00:00.000Z'],
    ['3 days ago', '2026-11-21T10:00:00.000Z'],
    ['2026-11-23T14:05', '2026-11-23T14:05'],
    ['2026-11-23 14:05+01:00', '2026-11-23 14:05+01:00'],
  ])('"%s" is %s', (text, expected) => {
    expect(readWhen(text, NOW)).toBe(expected);
  });

  test.each(['yesterday', '14:05', '2026-11-23', 'ago', ''])('"%s" is refused', (text) => {
    expect(() => readWhen(text, NOW)).toThrow('is no time');
  });
});

describe('Facts from flags', () => {
  const staff = { id: 'staff', facts: { role: 'controller', individuals: { children: false } } };

  test.each([
    ['individuals.approx=120', ['individuals', 'approx'], 120],
    ['specialCategory=null', ['specialCategory'], null],
    ['dataCategories=[name, email]', ['dataCategories'], ['name', 'email']],
    ['cia.confidentiality=confirmed', ['cia', 'confidentiality'], 'confirmed'],
  ])('"%s" is a path and a value', async (text, path, value) => {
    expect(await readAssignment(text)).toEqual({ path, value });
  });

  test.each(['approx', '=3', '__proto__.x=1', 'a..b=1'])('"%s" is refused', async (text) => {
    await expect(readAssignment(text)).rejects.toThrow('sets nothing');
  });

  test('they change the one track and leave its other facts', async () => {
    expect(await changedTracks([staff], ['individuals.approx=120', 'malicious=true'])).toEqual([
      {
        id: 'staff',
        facts: { role: 'controller', individuals: { children: false, approx: 120 }, malicious: true },
      },
    ]);
    expect(staff.facts.individuals).toEqual({ children: false });
  });

  test('with several tracks the track must be named', async () => {
    const customers = { id: 'customers', facts: { role: 'processor' } };
    await expect(changedTracks([staff, customers], ['malicious=true'])).rejects.toThrow('staff, customers');
    await expect(changedTracks([staff], ['malicious=true'], 'other')).rejects.toThrow('no track "other"');
    const changed = await changedTracks([staff, customers], ['malicious=true'], 'customers');
    expect(changed[1]?.facts).toEqual({ role: 'processor', malicious: true });
    expect(changed[0]).toBe(staff);
  });

  test('answers are taken as text, except a number of records and "not yet known"', () => {
    expect(readAnswers(['measuresTaken=a = b', 'recordsApprox=12', 'trainingDescription=null'])).toEqual({
      measuresTaken: 'a = b',
      recordsApprox: 12,
      trainingDescription: null,
    });
    expect(() => readAnswers(['nothing'])).toThrow('answers nothing');
  });
});
