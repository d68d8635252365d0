import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quietUntil, reminderGoesOut } from '../../domain/quiet.ts';
import { wallAt } from '../../domain/time/zone.ts';

const NIGHT = { from: '22:00', until: '07:00', holdsBelow: 0.75 };
const LONDON = 'Europe/London';
const at = (text: string) => new Date(text);

describe('quiet hours', () => {
  it.each([
    ['before them', '2026-02-03T21:59:59Z', null],
    ['at their start', '2026-02-03T22:00:00Z', '2026-02-04T07:00:00Z'],
    ['after midnight', '2026-02-04T03:00:00Z', '2026-02-04T07:00:00Z'],
    ['at their end', '2026-02-04T07:00:00Z', null],
    ['the night in which the clocks go forward', '2026-03-28T23:00:00Z', '2026-03-29T06:00:00Z'],
    ['the night in which they go back', '2026-10-25T00:30:00Z', '2026-10-25T07:00:00Z'],
  ])('%s', (_, instant, until) => {
    expect(quietUntil(NIGHT, LONDON, at(instant))).toEqual(until === null ? null : at(until));
  });

  it('end at a time that the clocks skip when they jump, and at the first of two', () => {
    const hours = { ...NIGHT, until: '01:30' };
    expect(quietUntil(hours, LONDON, at('2026-03-28T23:00:00Z'))).toEqual(at('2026-03-29T01:00:00Z'));
    expect(quietUntil(hours, LONDON, at('2026-10-24T23:00:00Z'))).toEqual(at('2026-10-25T00:30:00Z'));
    expect(quietUntil(hours, LONDON, at('2026-10-25T00:45:00Z'))).toBeNull();
  });

  it('of a day are over within it, and a zone of their own wins', () => {
    const noon = { from: '12:00', until: '13:00', holdsBelow: 0.75 };
    expect(quietUntil(noon, LONDON, at('2026-02-03T12:30:00Z'))).toEqual(at('2026-02-03T13:00:00Z'));
    expect(quietUntil(noon, LONDON, at('2026-02-03T11:30:00Z'))).toBeNull();
    const paris = { ...noon, timeZone: 'Europe/Paris' };
    expect(quietUntil(paris, LONDON, at('2026-02-03T11:30:00Z'))).toEqual(at('2026-02-03T12:00:00Z'));
  });
});

describe('an early reminder', () => {
  const clock = { startsAt: at('2026-02-03T12:00:00Z'), dueAt: at('2026-02-06T12:00:00Z') };
  const night = at('2026-02-05T00:00:00Z');
  const morning = at('2026-02-05T07:00:00Z');

  it('waits for morning; a late one does not, and none without quiet hours', () => {
    expect(reminderGoesOut(clock, 0.5, night, { quiet: NIGHT, timeZone: LONDON })).toEqual(morning);
    expect(reminderGoesOut(clock, 0.75, night, { quiet: NIGHT, timeZone: LONDON })).toEqual(night);
    expect(reminderGoesOut(clock, 0.5, night, { timeZone: LONDON })).toEqual(night);
  });

  it('never waits past 90 % of the time', () => {
    const short = { startsAt: at('2026-02-03T20:00:00Z'), dueAt: at('2026-02-04T06:00:00Z') };
    const planned = at('2026-02-04T01:00:00Z');
    const out = reminderGoesOut(short, 0.5, planned, { quiet: NIGHT, timeZone: LONDON });
    expect(out).toEqual(at('2026-02-04T05:00:00Z'));
  });

  const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const local = time.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const zone = fc.constantFrom(LONDON, 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC');

  it('goes out at its time or later, never past 90 %, the deadline, or the quiet hours it lies in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') }),
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.record({ from: local, until: local, holdsBelow: fc.constantFrom(0.5, 0.75, 0.9) }),
        zone,
        (start, hours, share, quiet, timeZone) => {
          const due = start + hours * 3_600_000;
          const planned = new Date(start + Math.round((due - start) * share));
          const running = { startsAt: new Date(start), dueAt: new Date(due) };
          const out = reminderGoesOut(running, share, planned, { quiet, timeZone });
          const until = quietUntil(quiet, timeZone, planned);
          expect(out.getTime()).toBeGreaterThanOrEqual(planned.getTime());
          if (share >= quiet.holdsBelow || !until) expect(out).toEqual(planned);
          if (!until) return;
          expect(out.getTime()).toBeLessThanOrEqual(Math.max(until.getTime(), planned.getTime()));
          if (out > planned) {
            expect(out.getTime()).toBeLessThanOrEqual(start + (due - start) * 0.9);
            expect(out.getTime()).toBeLessThanOrEqual(due);
          }
          // A day of at most 25 hours, and the wall shows the end of the hours, or the jump over it.
          expect(until.getTime() - planned.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
          expect(until.getTime()).toBeGreaterThan(planned.getTime());
          const [h = 0, m = 0] = quiet.until.split(':').map(Number);
          const shown = Math.floor(wallAt(until, timeZone) / 60_000) % 1440;
          expect([h * 60 + m, ...[1, 2, 0, 3].map((hour) => hour * 60), 150, 90]).toContain(shown);
        },
      ),
    );
  });
});
