import { organisationSchema } from '../../domain/organisation.ts';
import type { Incident } from '../../domain/incident.ts';
import type { IcoReportInput } from '../../domain/notices/icoReport.ts';
import type { PageVars, SheetInput } from '../../templates/types.ts';

export const at = (iso: string): Date => new Date(iso);

const organisation = organisationSchema.parse({
  slug: 'music-school',
  name: 'Harmony Music School',
  staff: 'under250',
  contactPoint: { name: 'Ana Ŵyn', email: 'privacy@harmony.example' },
  policy: {
    roles: ['controller'],
    people: [{ id: 'ana', name: 'Ana Ŵyn', email: 'ana@harmony.example' }],
    escalation: [{ people: ['ana'] }],
  },
});

/** A real incident of the music school in which little is known; change what a test is about. */
export const incident = (changes: Partial<Incident> = {}): Incident => ({
  organisationId: 'o1',
  id: 'i1',
  reference: 'INC-2026-0001',
  revision: 1,
  status: 'open',
  title: 'Laptop with lesson notes stolen',
  drill: null,
  occurredFrom: null,
  occurredTo: null,
  discoveredAt: at('2026-11-24T10:00:00Z'),
  awareAt: at('2026-11-24T10:00:00Z'),
  declaredAt: at('2026-11-24T10:05:00Z'),
  containedAt: null,
  scopeAssessedAt: null,
  closedAt: null,
  questions: { physicalDanger: null, insiderInvolved: null, channelsCompromised: null },
  restrictedTo: null,
  excludedChannels: [],
  tracks: [{ id: 'pupils', label: 'Pupils', facts: { role: 'controller' } }],
  narrative: {},
  organisation,
  ...changes,
});

export const reportInput = (
  changes: Partial<Incident> = {},
  rest: Partial<IcoReportInput> = {},
): IcoReportInput => ({
  incident: incident(changes),
  dueAt: at('2026-11-27T10:00:00Z'),
  late: false,
  reportedAt: null,
  individualsObligation: null,
  approved: false,
  ...rest,
});

export const drill = { scale: 1440, startedAt: at('2026-11-24T10:00:00Z'), localOnly: true };

export const pageVars = (changes: Partial<PageVars> = {}): PageVars => ({
  drill: false,
  organisation: 'Harmony Music School',
  reference: 'INC-2026-0001',
  title: 'Laptop stolen',
  recipient: 'Ana Ŵyn',
  reason: 'reminder',
  obligation: 'authority',
  fromAwareness: true,
  basis: 'UK GDPR Art. 33(1)',
  whom: null,
  dueLocal: 'Fri 27 Nov 2026, 10:00 GMT',
  timeLeft: '2 days 3 hours left',
  overdue: false,
  whatHappened: 'A laptop was stolen from a car.',
  physicalDanger: false,
  acknowledgeUrl: 'https://tocsin.example/acknowledge/a_b-c.d',
  acknowledgeUntilLocal: 'Fri 27 Nov 2026, 12:00 GMT',
  replyCounts: false,
  incidentUrl: 'https://tocsin.example/v1/incidents/i1',
  nextStep: 'Bob Jones',
  doubted: false,
  undelivered: false,
  also: [],
  othersDue: [
    { obligation: 'scope', whom: null, dueLocal: 'Wed 25 Nov 2026, 10:00 GMT', timeLeft: '3 hours left' },
  ],
  ...changes,
});

const duty = (id: string, qualifier: string | null) => ({
  id,
  fromAwareness: true,
  dueLocal: 'Fri 27 Nov 2026, 10:00 GMT',
  basis: 'UK GDPR Art. 34(1)',
  ownTarget: true,
  qualifier,
});

/** The fullest sheet there can be. */
export const sheetInput = (changes: Partial<SheetInput> = {}): SheetInput => ({
  organisation: 'Harmony Music School',
  reference: 'INC-2026-0001',
  title: 'Laptop stolen',
  drill: false,
  declaredLocal: 'Tue 24 Nov 2026, 10:05 GMT',
  awareLocal: 'Tue 24 Nov 2026, 10:00 GMT',
  obligations: [
    duty('containment', null),
    duty('scope', null),
    duty('authority', 'without undue delay and, where feasible, not later than 72 hours'),
    duty('individuals', 'without undue delay'),
    duty('controllers', 'without undue delay'),
    duty('publicSummary', null),
  ],
  people: Array.from({ length: 8 }, (_, n) => ({ name: `Person ${n}`, phone: '07700 900123', email: null })),
  roles: [
    { role: 'lead', name: 'Ana Ŵyn' },
    { role: 'scribe', name: 'Bo Example' },
  ],
  insurer: { name: 'Example Mutual', hotline: '+44 1632 960100', policyNumber: 'P-1' },
  showIco: true,
  physicalDanger: true,
  channelsSafe: false,
  ...changes,
});
