import { type Proposal, proposalOf } from '../assessment/index.ts';
import { type Gravity, gravityOf } from '../assessment/gravity.ts';
import { RISK_RANK } from '../assessment/levels.ts';
import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import { bindingOf } from '../regimes/status.ts';
import type { Duty } from '../regimes/types.ts';
import type { Happened } from './happened.ts';
import { idsByTrack } from './tracks.ts';

interface Judged {
  facts: Track['facts'];
  assessment: Proposal;
}

/** For which facts one duty is planned: a track of its role, or the whole incident under all of its tracks. */
export interface Subject {
  track: Track | null;
  /** What the threshold is asked of; never empty. */
  judged: Judged[];
  /** Those of the gravest facts. */
  reasons: Proposal['reasons'];
  gravity: Gravity;
  /** All tracks that the duty binds: their ids are shared out among them. */
  among: readonly Track[];
}

const TRACK_ROLES: readonly string[] = ['controller', 'processor'];

/** Does the duty bind by the role of a track, and not by what the organisation is? */
const bindsTracks = (duty: Duty): boolean => duty.obligated.roles.some((role) => TRACK_ROLES.includes(role));

/**
 * Arts 33 and 34 and their kin bind a role, so each track of it; other regimes bind what the organisation is, which it
 * says by choosing them, and run once for the incident.
 */
export function subjectsOf(duty: Duty, incident: Incident): Subject[] {
  if (!bindsTracks(duty)) return [ofIncident(duty, incident)];
  const among = tracksBound(duty, incident, 'full');
  return among.map((track) => ({ ...subject([judge(duty, track)]), track, among }));
}

/** The id of one stage for this subject: a track keeps the one under which it was opened, in whatever order they stand. */
export function idOf(base: string, { track, among }: Subject, happened: Happened): string {
  const own = track && idsByTrack(base, among, happened).find((one) => one.track === track);
  return own?.id ?? base;
}

export const tracksBound = (duty: Duty, { tracks }: Incident, how: 'full' | 'upwards'): Track[] =>
  tracks.filter(({ facts }) => bindingOf(duty, [facts.role]) === how);

/** The laws whose Art. 34(3) it is. */
const GDPR: readonly string[] = ['uk-gdpr', 'uk-dpa2018', 'eu-gdpr', 'eu-eudpr'];

/** The exceptions of Art. 34(3) are those of the GDPR: under another law a high risk stays what it is. */
function judge({ regime }: Duty, { facts }: Track): Judged {
  const assessment = proposalOf(facts);
  const foreign = !GDPR.includes(regime) && assessment.risk === 'high';
  return {
    facts,
    assessment: foreign ? { ...assessment, communicateToDataSubjects: 'required' } : assessment,
  };
}

function subject(judged: Judged[]): Omit<Subject, 'track' | 'among'> {
  const gravest = judged.reduce((worst, next) =>
    RISK_RANK[next.assessment.risk] > RISK_RANK[worst.assessment.risk] ? next : worst,
  );
  return {
    judged,
    reasons: gravest.assessment.reasons,
    gravity: gravityOf(gravest.facts, gravest.assessment),
  };
}

function ofIncident(duty: Duty, { tracks }: Incident): Subject {
  const approx = people(tracks);
  const judged = tracks.map((track) => judge(duty, track));
  const together = judged.map(({ facts, assessment }) => ({
    assessment,
    facts: { ...facts, individuals: { ...facts.individuals, approx } },
  }));
  return { ...subject(together), track: null, among: [] };
}

/** Of all tracks together; unknown as long as one of them is. */
function people(tracks: readonly Track[]): number | null {
  const counts = tracks.map(({ facts }) => facts.individuals?.approx ?? null);
  return counts.some((count) => count === null)
    ? null
    : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
