/** Where the instant of doing comes from; injected everywhere, so that tests own time. */
export interface Clock {
  now(): Date;
}
