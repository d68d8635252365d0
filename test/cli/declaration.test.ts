import { describe, expect, test } from '@jest/globals';
import { declarationBody } from '../../cli/declaration.ts';
import { changedTrack, readAnswers, readAssignment } from '../../cli/facts.ts';
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

  test('they say what changes of the one track, and nothing of the rest', async () => {
    const fact = ['individuals.approx=120', 'malicious=true'];
    expect(await changedTrack([staff], { fact })).toEqual({
      id: 'staff',
      facts: { individuals: { approx: 120 }, malicious: true },
    });
    expect(await changedTrack([staff], { moment: ['classified=2026-11-27T14:05', 'paid=null'] })).toEqual({
      id: 'staff',
      moments: { classified: '2026-11-27T14:05', paid: null },
    });
    expect(await changedTrack([staff], { track: 'staff' })).toBeUndefined();
  });

  test('with several tracks the track must be named', async () => {
    const customers = { id: 'customers', facts: { role: 'processor' } };
    const fact = ['malicious=true'];
    await expect(changedTrack([staff, customers], { fact })).rejects.toThrow('staff, customers');
    await expect(changedTrack([staff], { fact, track: 'other' })).rejects.toThrow('no track "other"');
    expect(await changedTrack([staff, customers], { fact, track: 'customers' })).toMatchObject({
      id: 'customers',
    });
  });

  test.each(['classified', '=now', 'classified=yesterday'])('"%s" states no moment', async (moment) => {
    await expect(changedTrack([staff], { moment: [moment] })).rejects.toThrow('write it like');
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
