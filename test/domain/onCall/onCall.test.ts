import { describe, expect, test } from '@jest/globals';
import { gaps, onCallAt, type Override, shifts } from '../../../domain/onCall/index.ts';
import { line, policy } from './support.ts';

const rota = (layers: Parameters<typeof policy>[0], from: string, until: string, zone?: string, more = {}) =>
  shifts(policy(layers, zone, more), 'rota', new Date(from), new Date(until), []).map(line);

const override = (id: string, personId: string, from: string, until: string): Override => ({
  id,
  scheduleId: 'rota',
  personId,
  from: new Date(from),
  until: new Date(until),
});

describe('a rotation', () => {
  test('hands over weekly on the weekday of its first date, and is silent before it', () => {
    expect(rota([{}], '2026-01-01T00:00Z', '2026-01-20T00:00Z')).toEqual([
      '- 2026-01-01T00:00Z → 2026-01-05T09:00Z',
      'ann 2026-01-05T09:00Z → 2026-01-12T09:00Z',
      'ben 2026-01-12T09:00Z → 2026-01-19T09:00Z',
      'ann 2026-01-19T09:00Z → 2026-01-20T00:00Z',
    ]);
  });

  test('hands over at the local time: 167 hours in the week in which the clocks go forward, 169 back', () => {
    const hours = (from: string, until: string) =>
      shifts(policy([{}]), 'rota', new Date(from), new Date(until), []).map(
        (shift) => (shift.until.getTime() - shift.from.getTime()) / 3_600_000,
      );
    expect(hours('2026-03-23T09:00Z', '2026-03-30T08:00Z')).toEqual([167]);
    expect(hours('2026-10-19T08:00Z', '2026-10-26T09:00Z')).toEqual([169]);
    expect(hours('2026-03-30T08:00Z', '2026-04-06T08:00Z')).toEqual([168]);
  });

  test('of a day is 23 hours in spring and 25 in autumn', () => {
    const days = { every: 'day' as const, startsOn: '2026-01-01', people: ['ann', 'ben', 'cat'] };
    expect(rota([days], '2026-03-28T09:00Z', '2026-03-30T08:00Z')).toEqual([
      'cat 2026-03-28T09:00Z → 2026-03-29T08:00Z',
      'ann 2026-03-29T08:00Z → 2026-03-30T08:00Z',
    ]);
    expect(rota([days], '2026-10-24T08:00Z', '2026-10-25T09:00Z')).toHaveLength(1);
  });

  test('at a time that the clocks skip hands over as they jump; at one that comes twice, at the first', () => {
    const at = { every: 'day' as const, handOverAt: '01:30', startsOn: '2026-01-01' };
    const spring = rota([at], '2026-03-28T12:00Z', '2026-03-29T12:00Z');
    expect(spring[0]).toMatch(/→ 2026-03-29T01:00Z$/);
    const autumn = rota([at], '2026-10-24T12:00Z', '2026-10-25T12:00Z');
    expect(autumn[0]).toMatch(/→ 2026-10-25T00:30Z$/);
  });

  test.each([
    ['every three days', { every: { days: 3 } }, 'ben 2026-01-08T09:00Z → 2026-01-09T00:00Z'],
    ['of one person', { people: ['ann'] }, 'ann 2026-01-05T09:00Z → 2026-01-09T00:00Z'],
    ['with an end', { endsOn: '2026-01-07' }, '- 2026-01-07T09:00Z → 2026-01-09T00:00Z'],
  ])('%s', (_, layer, last) => {
    expect(rota([layer], '2026-01-05T00:00Z', '2026-01-09T00:00Z').at(-1)).toBe(last);
  });

  test('whose turn ends after the layer does is cut there', () => {
    const layers = [{ endsOn: '2026-01-14' }];
    expect(rota(layers, '2026-01-12T09:00Z', '2026-01-20T00:00Z')).toEqual([
      'ben 2026-01-12T09:00Z → 2026-01-14T09:00Z',
      '- 2026-01-14T09:00Z → 2026-01-20T00:00Z',
    ]);
  });

  test('loses the turn of a day that its zone leaves out', () => {
    // Samoa went from 29 to 31 December 2011.
    const layers = [{ every: 'day' as const, handOverAt: '00:00', startsOn: '2011-12-28' }];
    expect(rota(layers, '2011-12-28T10:00Z', '2011-12-31T10:00Z', 'Pacific/Apia')).toEqual([
      'ann 2011-12-28T10:00Z → 2011-12-29T10:00Z',
      'ben 2011-12-29T10:00Z → 2011-12-31T10:00Z',
    ]);
  });
});

describe('hours', () => {
  const office = { days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: '09:00', until: '17:00' };

  test('are local, and outside them nobody is on call', () => {
    expect(
      rota([{ hours: [{ ...office, days: [...office.days] }] }], '2026-03-27T00:00Z', '2026-03-31T00:00Z'),
    ).toEqual([
      '- 2026-03-27T00:00Z → 2026-03-27T09:00Z',
      'ben 2026-03-27T09:00Z → 2026-03-27T17:00Z',
      '- 2026-03-27T17:00Z → 2026-03-30T08:00Z',
      'ann 2026-03-30T08:00Z → 2026-03-30T16:00Z',
      '- 2026-03-30T16:00Z → 2026-03-31T00:00Z',
    ]);
  });

  test('that end before they begin go on over midnight, from the day that is named', () => {
    const night = { days: ['fri' as const], from: '22:00', until: '06:00' };
    expect(rota([{ people: ['ann'], hours: [night] }], '2026-01-09T00:00Z', '2026-01-12T00:00Z')).toEqual([
      '- 2026-01-09T00:00Z → 2026-01-09T22:00Z',
      'ann 2026-01-09T22:00Z → 2026-01-10T06:00Z',
      '- 2026-01-10T06:00Z → 2026-01-12T00:00Z',
    ]);
  });

  test('that end as they begin are a whole day', () => {
    const day = { days: ['sat' as const], from: '09:00', until: '09:00' };
    expect(rota([{ people: ['ann'], hours: [day] }], '2026-01-10T00:00Z', '2026-01-12T00:00Z')[1]).toBe(
      'ann 2026-01-10T09:00Z → 2026-01-11T09:00Z',
    );
  });

  test('of several windows overlap without harm', () => {
    const hours = [
      { from: '09:00', until: '13:00' },
      { from: '12:00', until: '17:00' },
    ];
    expect(rota([{ people: ['ann'], hours }], '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual([
      '- 2026-01-06T00:00Z → 2026-01-06T09:00Z',
      'ann 2026-01-06T09:00Z → 2026-01-06T17:00Z',
      '- 2026-01-06T17:00Z → 2026-01-07T00:00Z',
    ]);
  });
});

describe('a holiday', () => {
  const ann = { people: ['ann'] };

  test('silences a layer that says never, and makes one speak that says only', () => {
    const christmas = ['2026-12-24T12:00Z', '2026-12-26T12:00Z'] as const;
    const expected = [
      'ann 2026-12-24T12:00Z → 2026-12-25T00:00Z',
      'ben 2026-12-25T00:00Z → 2026-12-26T00:00Z',
      'ann 2026-12-26T00:00Z → 2026-12-26T12:00Z',
    ];
    const only = { people: ['ben'], holidays: 'only' as const };
    expect(rota([ann, only], ...christmas)).toEqual(expected);
    expect(rota([only, { ...ann, holidays: 'never' }], ...christmas)).toEqual(expected);
    expect(rota([ann], ...christmas)).toHaveLength(1);
  });

  test('may be one of the schedule, and is a day of its zone', () => {
    const more = { timeZone: 'Asia/Kolkata', holidayDates: ['2026-08-15'] };
    const layers = [{ ...ann, holidays: 'only' as const }];
    expect(rota(layers, '2026-08-14T00:00Z', '2026-08-16T00:00Z', undefined, more)[1]).toBe(
      'ann 2026-08-14T18:30Z → 2026-08-15T18:30Z',
    );
  });

  test('is unknown in a year beyond the table, which silences nobody', () => {
    expect(rota([{ ...ann, holidays: 'never' }], '2040-12-20T00:00Z', '2041-01-03T00:00Z')).toHaveLength(1);
  });
});

describe('layers and overrides', () => {
  const layers = [{ people: ['ann'] }, { people: ['ben'], hours: [{ from: '09:00', until: '17:00' }] }];
  const day = [new Date('2026-01-06T00:00Z'), new Date('2026-01-07T00:00Z')] as const;

  test('the later layer holds where both speak', () => {
    expect(rota(layers, '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual([
      'ann 2026-01-06T00:00Z → 2026-01-06T09:00Z',
      'ben 2026-01-06T09:00Z → 2026-01-06T17:00Z',
      'ann 2026-01-06T17:00Z → 2026-01-07T00:00Z',
    ]);
  });

  test('an override holds over both, the newest of several, whatever their order', () => {
    const older = override('01', 'cat', '2026-01-06T08:00Z', '2026-01-06T12:00Z');
    const newer = override('02', 'dan', '2026-01-06T11:00Z', '2026-01-06T13:00Z');
    const expected = [
      'ann 2026-01-06T00:00Z → 2026-01-06T08:00Z',
      'cat 2026-01-06T08:00Z → 2026-01-06T11:00Z',
      'dan 2026-01-06T11:00Z → 2026-01-06T13:00Z',
      'ben 2026-01-06T13:00Z → 2026-01-06T17:00Z',
      'ann 2026-01-06T17:00Z → 2026-01-07T00:00Z',
    ];
    for (const overrides of [
      [older, newer],
      [newer, older],
    ]) {
      expect(shifts(policy(layers), 'rota', ...day, overrides).map(line)).toEqual(expected);
    }
  });

  test('an override of another schedule, or to somebody who left, is void', () => {
    const other = { ...override('01', 'cat', '2026-01-06T00:00Z', '2026-01-07T00:00Z'), scheduleId: 'other' };
    const gone = override('02', 'gone', '2026-01-06T00:00Z', '2026-01-07T00:00Z');
    const people = ['ann', 'ben', 'cat'].map((id) => ({ id, name: id, contacts: [], agreesToDrills: false }));
    const at = new Date('2026-01-06T03:00Z');
    expect(onCallAt({ ...policy(layers), people }, 'rota', at, [other, gone])).toEqual(['ann']);
    expect(onCallAt(policy(layers), 'rota', at, [gone])).toEqual(['gone']);
  });

  test('the end of an override is not in it', () => {
    const overrides = [override('01', 'cat', '2026-01-06T01:00Z', '2026-01-06T02:00Z')];
    const at = (iso: string) => onCallAt(policy(layers), 'rota', new Date(iso), overrides);
    expect(at('2026-01-06T00:59:59.999Z')).toEqual(['ann']);
    expect(at('2026-01-06T01:00Z')).toEqual(['cat']);
    expect(at('2026-01-06T01:59:59.999Z')).toEqual(['cat']);
    expect(at('2026-01-06T02:00Z')).toEqual(['ann']);
  });
});

test('nobody is on call in a schedule that is unknown: one gap', () => {
  const [from, until] = [new Date('2026-01-06T00:00Z'), new Date('2026-01-07T00:00Z')];
  expect(onCallAt(policy([{}]), 'nothing', from, [])).toEqual([]);
  expect(gaps(policy([{}]), 'nothing', from, until, [])).toEqual([{ from, until }]);
  expect(gaps(policy([{}]), 'rota', from, until, [])).toEqual([]);
  expect(shifts(policy([{}]), 'rota', until, from, [])).toEqual([]);
});

test('a year of layers, hours and overrides is worked out in well under a second', () => {
  const layers = Array.from({ length: 3 }, () => ({
    every: 'day' as const,
    hours: [
      { from: '09:00', until: '17:00' },
      { from: '22:00', until: '06:00' },
    ],
    holidays: 'never' as const,
  }));
  const overrides = Array.from({ length: 200 }, (_, day) => {
    const from = Date.parse('2026-01-01T12:00Z') + day * 86_400_000;
    return {
      ...override(String(day).padStart(3, '0'), 'cat', '2026-01-01T00:00Z', '2026-01-02T00:00Z'),
      from: new Date(from),
      until: new Date(from + 3_600_000),
    };
  });
  const started = performance.now();
  shifts(policy(layers), 'rota', new Date('2026-01-01T00:00Z'), new Date('2027-01-01T00:00Z'), overrides);
  expect(performance.now() - started).toBeLessThan(800);
});
