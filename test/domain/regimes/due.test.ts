import { describe, expect, test } from '@jest/globals';
import { DueError, dueInstant, type DuePlace, stageOuterLimit } from '../../../domain/regimes/due.ts';
import { DUTIES, dutyById } from '../../../domain/regimes/index.ts';
import type { Duration, Stage } from '../../../domain/regimes/types.ts';
import { formatInstant } from '../../../domain/time/format.ts';
import { InvalidTimeError, parseInstant } from '../../../domain/time/parse.ts';

const LONDON = 'Europe/London';

const stageOf = (id: string, stage: string): Stage => dutyById(id)!.stages.find((one) => one.id === stage)!;

const lasting = (value: number, unit: Duration['unit']): Stage => ({
  ...stageOf('uk-gdpr-33-1', 'notification'),
  duration: { value, unit },
});

/** When it is due, on the clock of the place. */
function due(stage: Stage, from: string, place: DuePlace): string {
  const { dueAt } = dueInstant(stage, parseInstant(from, place.timeZone), place);
  return dueAt === null ? 'no number' : formatInstant(dueAt, place.timeZone);
}

describe('clock hours are elapsed time', () => {
  test.each([
    ['an ordinary week', '2026-11-24T12:17', LONDON, 72, 'Fri 27 Nov 2026, 12:17 GMT'],
    ['over Christmas', '2026-12-24T18:00', LONDON, 72, 'Sun 27 Dec 2026, 18:00 GMT'],
    ['to Easter Day', '2026-04-02T18:05', LONDON, 72, 'Sun 5 Apr 2026, 18:05 BST'],
    ['over the clock change of spring', '2026-03-27T16:30', LONDON, 72, 'Mon 30 Mar 2026, 17:30 BST'],
    ['over the clock change of autumn', '2026-10-23T16:30', LONDON, 72, 'Mon 26 Oct 2026, 15:30 GMT'],
    ['into the hour that exists twice', '2026-10-24T01:30', LONDON, 24, 'Sun 25 Oct 2026, 01:30 BST'],
    ['into the same hour, second time', '2026-10-24T02:30', LONDON, 24, 'Sun 25 Oct 2026, 01:30 GMT'],
    ['over the hour that does not exist', '2026-03-28T01:30', LONDON, 24, 'Sun 29 Mar 2026, 02:30 BST'],
    ['over a leap day', '2028-02-28T09:00', LONDON, 72, 'Thu 2 Mar 2028, 09:00 GMT'],
    ['a year further than the holidays', '2031-05-01T09:00', LONDON, 72, 'Sun 4 May 2031, 09:00 BST'],
    ['over a half-hour change', '2026-10-03T12:00', 'Australia/Lord_Howe', 24, 'Sun 4 Oct 2026, 12:30 LHDT'],
  ])('%s', (_name, from, timeZone, hours, wanted) => {
    expect(due(lasting(hours, 'clockHours'), from, { timeZone })).toBe(wanted);
  });

  test('have no last date', () => {
    const answer = dueInstant(lasting(72, 'clockHours'), new Date('2026-11-24T12:17Z'), { timeZone: LONDON });
    expect(answer).toEqual({
      dueAt: new Date('2026-11-27T12:17Z'),
      lastDate: null,
      qualifier: 'without undue delay and, where feasible,',
    });
  });
});

describe('calendar days end at local midnight, the day of the start not counted', () => {
  test.each([
    ['early in the day', '2026-11-24T00:00', LONDON, 3, '2026-11-27', 'Sat 28 Nov 2026, 00:00 GMT'],
    ['late in the day', '2026-11-24T23:59:59', LONDON, 3, '2026-11-27', 'Sat 28 Nov 2026, 00:00 GMT'],
    [
      'ends on a Sunday; nothing is rolled over',
      '2026-11-26T10:00',
      LONDON,
      3,
      '2026-11-29',
      'Mon 30 Nov 2026, 00:00 GMT',
    ],
    ['ends on Christmas Day', '2026-12-11T10:00', LONDON, 14, '2026-12-25', 'Sat 26 Dec 2026, 00:00 GMT'],
    [
      'over the clock change of spring',
      '2026-03-27T16:30',
      LONDON,
      3,
      '2026-03-30',
      'Tue 31 Mar 2026, 00:00 BST',
    ],
    [
      'ends on the day of the change',
      '2026-03-26T16:30',
      LONDON,
      3,
      '2026-03-29',
      'Mon 30 Mar 2026, 00:00 BST',
    ],
    [
      'over the clock change of autumn',
      '2026-10-23T16:30',
      LONDON,
      3,
      '2026-10-26',
      'Tue 27 Oct 2026, 00:00 GMT',
    ],
    ['over the end of a month', '2026-01-31T10:00', LONDON, 30, '2026-03-02', 'Tue 3 Mar 2026, 00:00 GMT'],
    ['over a leap day', '2028-02-28T10:00', LONDON, 2, '2028-03-01', 'Thu 2 Mar 2028, 00:00 GMT'],
    [
      'sixty days in New York',
      '2026-01-15T10:00',
      'America/New_York',
      60,
      '2026-03-16',
      'Tue 17 Mar 2026, 00:00 EDT',
    ],
    [
      'into a midnight that does not exist',
      '2026-04-21T10:00',
      'Africa/Cairo',
      2,
      '2026-04-23',
      'Fri 24 Apr 2026, 01:00 EEST',
    ],
  ])('%s', (_name, from, timeZone, days, lastDate, wanted) => {
    const stage = lasting(days, 'calendarDays');
    expect(due(stage, from, { timeZone })).toBe(wanted);
    expect(dueInstant(stage, parseInstant(from, timeZone), { timeZone }).lastDate).toBe(lastDate);
  });

  test('the local day decides and not the UTC day', () => {
    const start = new Date('2026-06-08T23:30Z');
    const lastDate = (timeZone: string) =>
      dueInstant(lasting(3, 'calendarDays'), start, { timeZone }).lastDate;
    expect([lastDate(LONDON), lastDate('UTC')]).toEqual(['2026-06-12', '2026-06-11']);
  });
});

describe('business days', () => {
  const stage = (days: number) => lasting(days, 'businessDays');

  test.each([
    ['over Easter in England', '2026-04-02T10:00', 'england-and-wales', 1, 'Wed 8 Apr 2026, 00:00 BST'],
    [
      'over Easter in Scotland, where Monday is worked',
      '2026-04-02T10:00',
      'scotland',
      1,
      'Tue 7 Apr 2026, 00:00 BST',
    ],
    ['over Christmas', '2026-12-24T10:00', 'england-and-wales', 1, 'Wed 30 Dec 2026, 00:00 GMT'],
    ['over a one-off day in Scotland', '2026-06-12T10:00', 'scotland', 1, 'Wed 17 Jun 2026, 00:00 BST'],
    ['the same days in England', '2026-06-12T10:00', 'england-and-wales', 1, 'Tue 16 Jun 2026, 00:00 BST'],
    ['over the clock change', '2026-03-27T10:00', 'northern-ireland', 3, 'Thu 2 Apr 2026, 00:00 BST'],
  ] as const)('%s', (_name, from, holidays, days, wanted) => {
    expect(due(stage(days), from, { timeZone: LONDON, holidays })).toBe(wanted);
  });

  const us2026 = { dates: ['2026-11-26', '2026-12-25'], years: [2026] };
  test.each([
    ['determined on Monday before Thanksgiving', '2026-11-23T16:00', 'Tue 1 Dec 2026, 00:00 EST'],
    [
      'determined on a Saturday: the first business day is counted',
      '2026-11-21T16:00',
      'Sat 28 Nov 2026, 00:00 EST',
    ],
    ['determined on the holiday', '2026-11-26T16:00', 'Thu 3 Dec 2026, 00:00 EST'],
  ])('by a list: the SEC’s four, %s', (_name, from, wanted) => {
    const place = { timeZone: 'America/New_York', holidays: us2026 };
    expect(due(stageOf('us-sec-8k-105', 'form-8-k'), from, place)).toBe(wanted);
  });

  test('without holidays they are refused, and what is missing is said', () => {
    const refused = () =>
      due(stageOf('br-lgpd-48', 'anpd'), '2026-11-23T10:00', { timeZone: 'America/Sao_Paulo' });
    expect(refused).toThrow(
      expect.objectContaining({ name: 'WorkingDaysError', code: 'workingDaysListNeeded' }),
    );
    expect(refused).toThrow(
      /pass a list of dates with the years that it covers.*england-and-wales, scotland, northern-ireland\.$/,
    );
  });

  test.each([
    ['a list', us2026, /covers 2026 to 2026 and not 2027; pass a list/],
    ['an empty list', { dates: [], years: [] }, /covers no year to no year and not 2026/],
    ['the table', 'scotland', /covers 2025 to 2027 and not 2028; add that year/],
  ] as const)('a year beyond %s is refused, never guessed', (_name, holidays, message) => {
    const from = holidays === 'scotland' ? '2027-12-30T10:00' : '2026-12-30T10:00';
    const refused = () => due(stage(3), from, { timeZone: LONDON, holidays });
    expect(refused).toThrow(expect.objectContaining({ code: 'workingDaysYearUnknown' }));
    expect(refused).toThrow(message);
  });
});

describe('months end with the same date, or with the month', () => {
  test.each([
    ['an ordinary month', '2026-11-24T12:17', LONDON, 1, '2026-12-24', 'Fri 25 Dec 2026, 00:00 GMT'],
    ['from the 31st to February', '2026-01-31T12:00', LONDON, 1, '2026-02-28', 'Sun 1 Mar 2026, 00:00 GMT'],
    [
      'from the 31st to February of a leap year',
      '2028-01-31T12:00',
      LONDON,
      1,
      '2028-02-29',
      'Wed 1 Mar 2028, 00:00 GMT',
    ],
    [
      'from the 31st to a month of 30 days',
      '2026-08-31T12:00',
      LONDON,
      1,
      '2026-09-30',
      'Thu 1 Oct 2026, 00:00 BST',
    ],
    [
      'from the 30th to a month of 31 days',
      '2026-11-30T12:00',
      LONDON,
      1,
      '2026-12-30',
      'Thu 31 Dec 2026, 00:00 GMT',
    ],
    ['over the end of the year', '2026-12-15T12:00', LONDON, 2, '2027-02-15', 'Tue 16 Feb 2027, 00:00 GMT'],
    ['from a leap day', '2028-02-29T12:00', LONDON, 12, '2029-02-28', 'Thu 1 Mar 2029, 00:00 GMT'],
    ['over the clock change', '2026-03-15T12:00', LONDON, 1, '2026-04-15', 'Thu 16 Apr 2026, 00:00 BST'],
    [
      'with a time of day that does not exist on the last day',
      '2026-03-24T00:30',
      'Africa/Cairo',
      1,
      '2026-04-24',
      'Sat 25 Apr 2026, 00:00 EEST',
    ],
    [
      'in a zone that is ahead',
      '2026-01-31T01:00',
      'Asia/Kolkata',
      1,
      '2026-02-28',
      'Sun 1 Mar 2026, 00:00 UTC+05:30',
    ],
  ])('%s', (_name, from, timeZone, months, lastDate, wanted) => {
    const stage = lasting(months, 'months');
    expect(due(stage, from, { timeZone })).toBe(wanted);
    expect(dueInstant(stage, parseInstant(from, timeZone), { timeZone }).lastDate).toBe(lastDate);
  });
});

describe('stages with rules of their own', () => {
  const initial = stageOf('eu-dora-19', 'initial');
  test.each([
    ['at once', '2026-11-24T10:00Z', '2026-11-24T11:00Z', '2026-11-24T15:00:00.000Z'],
    ['just before the cap matters', '2026-11-24T10:00Z', '2026-11-25T06:00Z', '2026-11-25T10:00:00.000Z'],
    [
      'so late that 24 h from awareness come first',
      '2026-11-24T10:00Z',
      '2026-11-25T08:00Z',
      '2026-11-25T10:00:00.000Z',
    ],
    ['exactly after 24 h', '2026-11-24T10:00Z', '2026-11-25T10:00Z', '2026-11-25T10:00:00.000Z'],
    ['only after 24 h', '2026-11-24T10:00Z', '2026-11-25T10:00:01Z', '2026-11-25T14:00:01.000Z'],
  ])('DORA, classified %s', (_name, aware, classified, wanted) => {
    const place = { timeZone: 'Europe/Berlin', capStart: new Date(aware) };
    expect(dueInstant(initial, new Date(classified), place).dueAt?.toISOString()).toBe(wanted);
  });

  test('a start that is no instant is refused', () => {
    const refused = () => dueInstant(lasting(1, 'clockHours'), new Date(NaN), { timeZone: 'UTC' });
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow('The start of a stage is not an instant');
  });

  test('DORA without the instant of awareness is refused', () => {
    const refused = () => dueInstant(initial, new Date('2026-11-24T10:00Z'), { timeZone: 'UTC' });
    expect(refused).toThrow(DueError);
    expect(refused).toThrow(
      expect.objectContaining({ name: 'DueError', code: 'dueUnknown', missing: 'capStart' }),
    );
    expect(refused).toThrow(/"initial".*capStart/);
  });

  test.each([
    ['2026-01-01T00:00', '2027-03-01', 'Tue 2 Mar 2027, 00:00 EST'],
    ['2026-12-31T23:59', '2027-03-01', 'Tue 2 Mar 2027, 00:00 EST'],
    ['2027-06-01T12:00', '2028-02-29', 'Wed 1 Mar 2028, 00:00 EST'],
  ])(
    'HIPAA’s annual log for a discovery at %s: 60 days after the end of the year',
    (from, lastDate, wanted) => {
      const stage = stageOf('us-hipaa-hhs-small', 'annual-log');
      const timeZone = 'America/New_York';
      expect(due(stage, from, { timeZone })).toBe(wanted);
      expect(dueInstant(stage, parseInstant(from, timeZone), { timeZone }).lastDate).toBe(lastDate);
    },
  );

  test('nothing is due where a number says how long a record is kept', () => {
    const answer = dueInstant(stageOf('ca-pipeda-10-3', 'record'), new Date(0), { timeZone: 'UTC' });
    expect(answer).toEqual({ dueAt: null, lastDate: null, qualifier: 'keep for' });
  });

  test('where the text has no number none is invented: the qualifier is all', () => {
    for (const duty of DUTIES) {
      for (const stage of duty.stages.filter(({ duration }) => duration === null)) {
        expect(dueInstant(stage, new Date('2026-11-24T10:00Z'), { timeZone: LONDON })).toEqual({
          dueAt: null,
          lastDate: null,
          qualifier: stage.qualifier,
        });
      }
    }
  });

  test('every stage with a number can be reckoned', () => {
    const holidays = { dates: [], years: [2026, 2027] };
    const start = new Date('2026-11-24T10:00Z');
    const place = { timeZone: LONDON, holidays, capStart: start };
    for (const { stages } of DUTIES) {
      for (const stage of stages.filter(({ duration, retention }) => duration && !retention)) {
        expect(dueInstant(stage, start, place).dueAt?.getTime()).toBeGreaterThan(start.getTime());
      }
    }
  });
});

describe('the outer limit', () => {
  const ico = dutyById('uk-gdpr-33-1')!;
  const outer = (id: string, stage: string, from: string, timeZone = LONDON) => {
    const limit = stageOuterLimit(dutyById(id)!, stageOf(id, stage), parseInstant(from, timeZone), timeZone);
    return limit === null ? null : formatInstant(limit, timeZone);
  };

  test.each([
    ['2026-11-24T12:17', LONDON, 'Fri 27 Nov 2026, 13:00 GMT'],
    ['2026-11-24T12:00', LONDON, 'Fri 27 Nov 2026, 13:00 GMT'],
    ['2026-03-27T16:30', LONDON, 'Mon 30 Mar 2026, 18:00 BST'],
    ['2026-11-24T12:17', 'Asia/Kolkata', 'Fri 27 Nov 2026, 13:00 UTC+05:30'],
    ['2026-11-24T12:50', 'Asia/Kathmandu', 'Fri 27 Nov 2026, 13:00 UTC+05:45'],
  ])('from %s in %s is %s', (from, timeZone, wanted) => {
    expect(outer('uk-gdpr-33-1', 'notification', from, timeZone)).toBe(wanted);
  });

  test.each([
    ['uk-gdpr-33-1', 'further-information'],
    ['eu-cra-14-vuln', 'final'],
    ['us-nydfs-500-17a', 'notice'],
    ['uk-nis-oes', 'notification'],
  ])('of %s, %s is not known', (id, stage) => {
    expect(outer(id, stage, '2026-11-24T12:17')).toBeNull();
  });

  test('belongs to the law and not to the stage', () => {
    const start = new Date('2026-11-24T12:17Z');
    const [stage] = ico.stages;
    expect(stageOuterLimit({ ...ico, periods: null }, stage!, start, LONDON)).toBeNull();
  });
});

test('what is no instant and what is no zone are refused', () => {
  expect(() => dueInstant(lasting(72, 'clockHours'), new Date('never'), { timeZone: LONDON })).toThrow(
    RangeError,
  );
  expect(() => due(lasting(3, 'calendarDays'), '2026-11-24T12:00Z', { timeZone: 'Europe/Londn' })).toThrow(
    InvalidTimeError,
  );
});
