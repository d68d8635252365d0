import { instantsShowing, readingsOfGap, wallAt, type WallMs } from './zone.ts';

/**
 * The first instant at which a wall clock shows this time: of two the earlier, and where the clocks skip it, the
 * instant at which they jump.
 * @example London, 2026-03-29 01:30, which does not exist: 2026-03-29T01:00Z, 02:00 BST
 */
export function firstInstant(wall: WallMs, timeZone: string): Date {
  const [shown] = instantsShowing(wall, timeZone);
  return shown ?? endOfGap(wall, timeZone);
}

/** The clocks jump after the earlier reading and at the later one at the latest; halving finds the millisecond. */
function endOfGap(wall: WallMs, timeZone: string): Date {
  let [before, after] = readingsOfGap(wall, timeZone).map((reading) => reading.getTime()) as [number, number];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(new Date(middle), timeZone) > wall) after = middle;
    else before = middle;
  }
  return new Date(after);
}
