/** How long something took, over those for which it is known. Seconds; null where there is none. */
export interface Durations {
  count: number;
  medianSeconds: number | null;
  /** Nearest rank: the shortest time within which nine of ten were done. */
  p90Seconds: number | null;
  maxSeconds: number | null;
  /** Ended before they began (contained before anybody discovered it): they say nothing about how long it took. */
  leftOut: number;
}

/** @example durations([1000, 3000]) is { count: 2, medianSeconds: 2, p90Seconds: 3, maxSeconds: 3, leftOut: 0 } */
export function durations(milliseconds: readonly number[]): Durations {
  const sorted = milliseconds
    .filter((ms) => ms >= 0)
    .map((ms) => ms / 1000)
    .sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2;
  const some = (seconds: number) => (sorted.length === 0 ? null : Math.round(seconds));
  return {
    count: sorted.length,
    medianSeconds: some(middle),
    p90Seconds: some(at(Math.ceil(sorted.length * 0.9) - 1)),
    maxSeconds: some(at(sorted.length - 1)),
    leftOut: milliseconds.length - sorted.length,
  };
}

/** A share with what it is a share of; of nothing there is no share. */
export interface Share {
  count: number;
  of: number;
  share: number | null;
}

/** @example shareOf(1, 4).share is 0.25; shareOf(0, 0).share is null */
export const shareOf = (count: number, of: number): Share => ({
  count,
  of,
  share: of === 0 ? null : Math.round((count / of) * 10_000) / 10_000,
});
