import type { Standing } from '../domain/onCall/asked.ts';
import type { Policy } from '../domain/organisation.ts';
import type { Schedule } from '../domain/policy/schedules.ts';
import { inputProblem } from './inputProblem.ts';
import { readWhen } from './instants.ts';
import { instantOption } from './instantOption.ts';
import { badInput } from './errors.ts';
import { readOrganisation } from './organisationFile.ts';

/** What a file says of a rota. It knows no overrides, and not which ways are verified. */
export interface RotaFile {
  policy: Policy;
  /** An instant of an option, in the zone of the policy where it has no offset. */
  instant: (option: string, text: string | undefined, otherwise: Date) => Date;
  schedules: Schedule[];
}

/**
 * Reads an organisation's file for questions about its rota.
 * @throws CliError (2) when the file is wrong, or has no such schedule
 */
export async function readRotaFile(path: string, schedule: string | undefined): Promise<RotaFile> {
  const { policy } = await readOrganisation(path);
  const schedules = policy.schedules.filter(({ id }) => schedule === undefined || id === schedule);
  if (schedule !== undefined && schedules.length === 0)
    throw badInput(`${path} has no schedule "${schedule}".`);
  const instant: RotaFile['instant'] = (option, text, otherwise) =>
    text === undefined ? otherwise : readOption(option, text, policy.timeZone);
  return { policy, instant, schedules };
}

function readOption(option: string, text: string, timeZone: string): Date {
  try {
    const instant = instantOption(option, readWhen(text, new Date()), timeZone);
    const year = instant.getUTCFullYear();
    if (year >= 1970 && year < 2200) return instant;
  } catch (error) {
    throw inputProblem(error);
  }
  throw badInput(`--${option} lies outside the years 1970 to 2199.`);
}

/** Verified or not, nobody knows; so nothing follows from it. */
export const standingOfFile = (at: Date): Standing => ({ at, overrides: [], isVerified: () => true });
