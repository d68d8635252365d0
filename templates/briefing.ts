import { deadlineCalendar } from '../domain/calendar.ts';
import { hasRole, type Incident } from '../domain/incident.ts';
import { isDuty, isRunning, type Obligation } from '../domain/obligations.ts';
import type { Person } from '../domain/organisation.ts';
import { type AssignedRole, defaultRoles, rolesOf } from '../domain/response/roles.ts';
import { restrictTo } from '../domain/response/restriction.ts';
import { toRealTime } from '../domain/drillClock.ts';
import { formatInstant } from '../domain/time/format.ts';
import { calendarEvent, quietCalendarEvent, sheetPdf } from './sheet.ts';
import type { SheetInput } from './types.ts';

/** What declarer and stand-in get at once, so that the clock survives a sleeping, stolen or encrypted machine. */
export interface Briefing {
  incident: Incident;
  obligations: readonly Obligation[];
  /** Who was assigned; left out: nobody yet. */
  roles?: readonly AssignedRole[];
  /** Real time at which it is made. */
  now: Date;
  baseUrl: string;
}

/** The instants only: an attacker may read the file on its way. A drill's deadlines fall on real instants as well. */
export function quietCalendar(briefing: Briefing): string {
  const { incident } = briefing;
  const { language } = incident.organisation.policy;
  const { reference } = incident;
  return calendarOf(briefing, () =>
    quietCalendarEvent({ reference, drill: incident.drill !== null }, language),
  );
}

/** An iCalendar file with alarms at the absolute deadlines; a drill's deadlines at the real instants they fall on. */
export function briefingCalendar(briefing: Briefing): string {
  const { incident } = briefing;
  const { language, timeZone } = incident.organisation.policy;
  return calendarOf(briefing, (obligation) =>
    calendarEvent(
      {
        organisation: incident.organisation.name,
        reference: incident.reference,
        drill: incident.drill !== null,
        obligation: obligation.id,
        fromAwareness: obligation.startsFrom === 'aware',
        dueLocal: formatInstant(obligation.dueAt, timeZone, language),
        basis: obligation.basis,
        ownTarget: obligation.ownTarget,
        qualifier: obligation.qualifier,
      },
      language,
    ),
  );
}

type EventText = (obligation: Obligation) => { summary: string; description: string };

function calendarOf({ incident, obligations, now, baseUrl }: Briefing, textOf: EventText): string {
  const events = obligations.map((obligation) => {
    const { summary, description } = textOf(obligation);
    return {
      incidentId: incident.id,
      obligationId: obligation.id,
      clockVersion: obligation.clockVersion,
      dueAt: toRealTime(incident.drill, obligation.dueAt),
      summary,
      description,
      url: `${baseUrl}/v1/incidents/${incident.id}`,
      cancelled: !isRunning(obligation),
    };
  });
  const { language } = incident.organisation.policy;
  return deadlineCalendar({ stampedAt: now, name: `Tocsin ${incident.reference}`, language, events });
}

/** The people of the escalation in the order in which they are paged, then the stand-in; a phone number is enough. */
function callList(incident: Incident): Person[] {
  const policy = restrictTo(incident.organisation.policy, incident.restrictedTo);
  const ids = [
    ...policy.escalation.flatMap((step) => step.people),
    ...(policy.standIn ? [policy.standIn] : []),
  ];
  return [...new Set(ids)].flatMap((id) => policy.people.filter((person) => person.id === id));
}

function sheetInput({ incident, obligations, roles = [] }: Briefing): SheetInput {
  const { language, timeZone } = incident.organisation.policy;
  const local = (instant: Date): string => formatInstant(instant, timeZone, language);
  return {
    organisation: incident.organisation.name,
    reference: incident.reference,
    title: incident.title,
    drill: incident.drill !== null,
    declaredLocal: local(incident.declaredAt),
    awareLocal: local(incident.awareAt),
    obligations: obligations
      .filter((one) => isDuty(one) && isRunning(one))
      .map((obligation) => ({
        id: obligation.id,
        fromAwareness: obligation.startsFrom === 'aware',
        dueLocal: local(obligation.dueAt),
        basis: obligation.basis,
        ownTarget: obligation.ownTarget,
        qualifier: obligation.qualifier,
      })),
    people: callList(incident).map(({ name, phone = null, email = null }) => ({ name, phone, email })),
    roles: rolesOf(roles, defaultRoles(incident.organisation, incident.restrictedTo)).flatMap(
      ({ role, holder }) => (holder ? [{ role, name: holder.name }] : []),
    ),
    insurer: insurerOf(incident),
    showIco: hasRole(incident, 'controller'),
    physicalDanger: incident.questions.physicalDanger === 'yes',
    channelsSafe: incident.questions.channelsCompromised === 'no',
  };
}

function insurerOf({ organisation }: Incident): SheetInput['insurer'] {
  const { insurer } = organisation.policy;
  if (!insurer) return null;
  return {
    name: insurer.name,
    hotline: insurer.hotline ?? null,
    policyNumber: insurer.policyNumber ?? null,
  };
}

/** One page of A4: what is due when, whom to call, what to write down. */
export const briefingSheet = (briefing: Briefing): Promise<Buffer> =>
  sheetPdf(sheetInput(briefing), briefing.incident.organisation.policy.language, briefing.now);
