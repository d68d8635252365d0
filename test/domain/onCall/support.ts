import type { RotaPolicy } from '../../../domain/onCall/index.ts';
import { type Layer, layerSchema, type Schedule, scheduleSchema } from '../../../domain/policy/schedules.ts';
import type { z } from 'zod';

type LayerInput = z.input<typeof layerSchema>;

export const layer = (input: Partial<LayerInput>): Layer =>
  layerSchema.parse({ people: ['ann', 'ben'], startsOn: '2026-01-05', ...input });

export const schedule = (
  layers: Partial<LayerInput>[],
  more: Partial<z.input<typeof scheduleSchema>> = {},
): Schedule => scheduleSchema.parse({ id: 'rota', layers: layers.map(layer), ...more });

export const policy = (
  layers: Partial<LayerInput>[],
  timeZone = 'Europe/London',
  more: Partial<z.input<typeof scheduleSchema>> = {},
): RotaPolicy => ({ timeZone, holidayDivision: 'england-and-wales', schedules: [schedule(layers, more)] });

/** "ann 2026-01-05T09:00Z → 2026-01-12T09:00Z": a shift as a line. */
export const line = ({
  personId,
  from,
  until,
}: {
  personId?: string | null;
  from: Date;
  until: Date;
}): string => `${personId ?? '-'} ${short(from)} → ${short(until)}`;

const short = (instant: Date): string => instant.toISOString().replace(':00.000Z', 'Z');
