import { type Organisation, organisationSchema } from '../../domain/organisation.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Facts } from '../../domain/facts.ts';

/** An organisation with two people who take turns; tests override what they are about. */
export function sampleOrganisation(policy: Record<string, unknown> = {}): Organisation {
  return organisationSchema.parse({
    slug: 'music-school',
    name: 'Riverside Music School',
    contactPoint: { name: 'Ada Owner', email: 'ada@school.test' },
    policy: {
      roles: ['controller'],
      publicSummary: 'everyBreach',
      people: [
        { id: 'ada', name: 'Ada Owner', email: 'ada@school.test', agreesToDrills: true },
        { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test', agreesToDrills: true },
      ],
      escalation: [
        { people: ['ada'], delayMinutes: 5 },
        { people: ['ben'], delayMinutes: 10 },
      ],
      standIn: 'ben',
      ...policy,
    },
  });
}

/** Facts that make a risk high: contact data and children's records seen by a stranger. */
export const HIGH_RISK: Facts = {
  role: 'controller',
  personalData: true,
  livingIndividuals: true,
  securityFailure: true,
  cia: { confidentiality: 'confirmed', integrity: 'none', availability: 'none' },
  specialCategory: false,
  financial: false,
  governmentId: false,
  credentials: 'none',
  individuals: { approx: 120, kinds: ['students'], children: true, vulnerable: false },
};

/** An incident discovered on Tuesday 3 February 2026 at 12:17 in London, and known at once. */
export function sampleIncident(values: Partial<Incident> = {}): Incident {
  const discoveredAt = new Date('2026-02-03T12:17:00Z');
  return {
    organisationId: '018f0000-0000-7000-8000-000000000001',
    id: '018f0000-0000-7000-8000-000000000002',
    reference: '2026-001',
    revision: 1,
    status: 'open',
    title: 'Bookings table read by a stranger',
    drill: null,
    occurredFrom: null,
    occurredTo: null,
    discoveredAt,
    awareAt: discoveredAt,
    declaredAt: discoveredAt,
    containedAt: null,
    scopeAssessedAt: null,
    closedAt: null,
    questions: { physicalDanger: 'no', insiderInvolved: 'no', channelsCompromised: 'no' },
    excludedChannels: [],
    tracks: [{ id: 'bookings', facts: { role: 'controller' } }],
    narrative: {},
    organisation: sampleOrganisation(),
    ...values,
  };
}
