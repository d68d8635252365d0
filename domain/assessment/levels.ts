/** Levels of risk to people's rights and freedoms: Arts 33(1) and 34(1). */
export const LEVELS = ['unlikely', 'likely', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** The facts do not decide it, or the guidance leaves it to a person. */
export type Risk = Level | 'undetermined';

/** From the lightest to the gravest: what is not decided may be high. */
export const RISK_RANK: Record<Risk, number> = { unlikely: 0, likely: 1, undetermined: 2, high: 3 };

/** From the lowest level that the guidance allows for these facts to the highest; one level where it is clear. */
export type Cell = readonly [low: Level, high: Level];

export const UNLIKELY: Cell = ['unlikely', 'unlikely'];
export const LIKELY: Cell = ['likely', 'likely'];
export const HIGH: Cell = ['high', 'high'];
export const UNLIKELY_OR_LIKELY: Cell = ['unlikely', 'likely'];
export const LIKELY_OR_HIGH: Cell = ['likely', 'high'];
export const ANY: Cell = ['unlikely', 'high'];

const rank = (level: Level): number => LEVELS.indexOf(level);
export const atLeast = (level: Level, than: Level): boolean => rank(level) >= rank(than);
const higher = (one: Level, other: Level): Level => (atLeast(one, other) ? one : other);

/** The gravest: risks of several kinds do not cancel out. */
export const gravest = (cells: readonly Cell[]): Cell =>
  cells.reduce<Cell>(([low, high], next) => [higher(low, next[0]), higher(high, next[1])], UNLIKELY);
