export interface BackOff {
  firstMs: number;
  mostMs: number;
}

/**
 * How long to wait after the failure number `failures` (1 is the first): twice as long each time, of which chance takes
 * away up to half, so that what failed together is not tried again together.
 * @param chance from 0 to 1
 * @example backOffMs(3, { firstMs: 2_000, mostMs: 60_000 }, 1) is 8_000
 */
export function backOffMs(failures: number, { firstMs, mostMs }: BackOff, chance: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 40));
  return Math.round(whole * (0.5 + 0.5 * chance));
}
