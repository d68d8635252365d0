import type { CardEntry } from './contactCard.ts';
import { contactMethods, type Person, type Service } from './contacts.ts';
import type { EscalationPolicy, EscalationStep, QuietHours } from './escalation.ts';
import type { InboundSource } from './inbound.ts';
import type { Schedule } from './schedules.ts';

/** The parts of a policy that name each other. */
interface Policy {
  timeZone: string;
  people: Person[];
  schedules: Schedule[];
  services: Service[];
  escalation: EscalationStep[];
  escalationPolicies: EscalationPolicy[];
  escalationFor: Partial<Record<string, string>>;
  quiet?: QuietHours | undefined;
  standIn?: string | undefined;
  outOfHours?: string | undefined;
  inbound: InboundSource[];
  contactCard: CardEntry[];
}

export interface Finding {
  /** From the policy down. */
  path: (string | number)[];
  message: string;
}

/** What a policy says of people, schedules and services that are not in it, twice in it, or in no time zone. */
export const policyFindings = (policy: Policy): Finding[] => [
  ...repeatedIds(policy),
  ...unknownNames(policy),
  ...wrongZones(policy),
];

const LISTS = ['people', 'schedules', 'services', 'escalationPolicies', 'inbound', 'contactCard'] as const;

function repeatedIds(policy: Policy): Finding[] {
  const lists = LISTS.flatMap((list) =>
    repeats(policy[list].map(({ id }) => id)).map((id) => ({
      path: [list],
      message: list === 'people' ? 'two people have the same id' : `two of them have the id "${id}"`,
    })),
  );
  const methods = policy.people.flatMap((person, index) =>
    repeats(contactMethods(person).map(({ id }) => id)).map((id) => ({
      path: ['people', index, 'contacts'],
      message: `two ways to reach "${person.id}" are called "${id}"; give one of them an id of its own`,
    })),
  );
  return [...lists, ...methods];
}

const repeats = (ids: string[]): string[] => [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];

interface Named {
  id: string;
  list: 'people' | 'schedules' | 'services' | 'escalationPolicies';
  path: (string | number)[];
}

const WHAT = {
  people: 'add that person or correct the name',
  schedules: 'add that schedule or correct the name',
  services: 'add that service or correct the name',
  escalationPolicies: 'add that escalation policy or correct the name',
};

const unknownNames = (policy: Policy): Finding[] =>
  namedIn(policy)
    .filter(({ id, list }) => !policy[list].some((one) => one.id === id))
    .map(({ id, list, path }) => ({
      path,
      message: `"${id}" is not among policy.${list}; ${WHAT[list]}`,
    }));

function namedIn(policy: Policy): Named[] {
  const { standIn, outOfHours } = policy;
  return [
    ...policy.escalation.flatMap((step, index) => namedInStep(step, ['escalation', index])),
    ...policy.escalationPolicies.flatMap(({ steps }, at) =>
      steps.flatMap((step, index) => namedInStep(step, ['escalationPolicies', at, 'steps', index])),
    ),
    ...policy.schedules.flatMap(({ layers }, at) =>
      layers.flatMap(({ people }, index) =>
        people.map((id) => ({
          id,
          list: 'people' as const,
          path: ['schedules', at, 'layers', index, 'people'],
        })),
      ),
    ),
    ...Object.entries(policy.escalationFor).map(([kind, id = '']) => ({
      id,
      list: 'escalationPolicies' as const,
      path: ['escalationFor', kind],
    })),
    ...(standIn ? [{ id: standIn, list: 'people' as const, path: ['standIn'] }] : []),
    ...(outOfHours ? [{ id: outOfHours, list: 'people' as const, path: ['outOfHours'] }] : []),
  ];
}

const namedInStep = (
  step: Pick<Policy['escalation'][number], 'people' | 'schedules' | 'services'>,
  path: (string | number)[],
): Named[] =>
  (['people', 'schedules', 'services'] as const).flatMap((list) =>
    step[list].map((id) => ({ id, list, path: [...path, list] })),
  );

function wrongZones(policy: Policy): Finding[] {
  const zones: Finding['path'][] = [['timeZone'], ['quiet', 'timeZone']];
  policy.schedules.forEach((_, index) => zones.push(['schedules', index, 'timeZone']));
  return zones.flatMap((path) => {
    const zone = path.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      policy,
    );
    if (typeof zone !== 'string' || isTimeZone(zone)) return [];
    return [{ path, message: `"${zone}" is not an IANA time zone such as "Europe/London"` }];
  });
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
