/**
 * How long to wait before attempt `n` (0-based) in ms: doubling from `firstMs` to `mostMs`, and of that a random half
 * to the whole, so that many who lost one server do not come back together.
 */
export function backOff(n: number, chance: () => number, firstMs = 1_000, mostMs = 60_000): number {
  const whole = Math.min(firstMs * 2 ** Math.min(n, 30), mostMs);
  return Math.round(whole * (0.5 + chance() / 2));
}
