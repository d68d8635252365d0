/** Somebody takes over a schedule for a while, whatever its layers say. `until` is excluded. */
export interface Override {
  /** A UUIDv7, so that the later of two sorts later. */
  id: string;
  scheduleId: string;
  personId: string;
  from: Date;
  until: Date;
}

/** No override lasts longer, in days: what goes on for longer is a change of the schedule. */
export const MOST_OVERRIDE_DAYS = 60;
