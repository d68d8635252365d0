import type { CardEntry } from '../policy/contactCard.ts';
import { contactMethods, type Person } from '../policy/contacts.ts';
import type { Organisation, Policy } from '../organisation.ts';

/** What the card lacks; texts in templates/<language>/contact-card.yaml. */
export const CARD_GAPS = [
  'noInsurer',
  'noInsurerHotline',
  'noPolicyNumber',
  'noCounsel',
  'noPolice',
  'noSupplier',
  'noStandIn',
  'peopleWithoutPhone',
  'suppliersWithoutPhone',
  'controllersWithoutContact',
] as const;
export type CardGap = (typeof CARD_GAPS)[number];

export interface CardPerson {
  name: string;
  phones: string[];
  email: string | null;
  standIn: boolean;
  outOfHours: boolean;
}

/** Whom to ring, on one page that is read when everything else is down. */
export interface ContactCard {
  organisation: string;
  insurer: NonNullable<Policy['insurer']> | null;
  /** Of the card itself, by kind, as the organisation wrote them. */
  entries: CardEntry[];
  controllers: { name: string; contact: string | null; noticeHours: number | null }[];
  /** In the order in which they are paged, the stand-in and the out-of-hours contact after them, then all others. */
  people: CardPerson[];
  contactPoint: Organisation['contactPoint'];
  /** Only a controller reports to the ICO. */
  showIco: boolean;
  /** With the names that it is about, where it is about somebody. */
  missing: { code: CardGap; names: string[] }[];
}

/** The card of an organisation as it is now. Nothing is invented: what is not there is said to be missing. */
export function contactCard({ name, policy, contactPoint }: Organisation): ContactCard {
  const card: Omit<ContactCard, 'missing'> = {
    organisation: name,
    insurer: policy.insurer ?? null,
    entries: policy.contactCard,
    controllers: policy.controllers.map((one) => ({
      name: one.name,
      contact: one.contact ?? null,
      noticeHours: one.noticeHours ?? null,
    })),
    people: peopleOf(policy),
    contactPoint,
    showIco: policy.roles.includes('controller'),
  };
  return { ...card, missing: gaps(card, policy) };
}

function peopleOf(policy: Policy): CardPerson[] {
  const { standIn, outOfHours } = policy;
  const first = [...policy.escalation.flatMap(({ people }) => people), standIn, outOfHours];
  const order = [...new Set([...first, ...policy.people.map(({ id }) => id)])];
  return order.flatMap((id) =>
    policy.people
      .filter((person) => person.id === id)
      .map((person) => ({
        name: person.name,
        phones: phonesOf(person),
        email: person.email ?? null,
        standIn: id === standIn,
        outOfHours: id === outOfHours,
      })),
  );
}

function phonesOf(person: Person): string[] {
  const numbers = contactMethods(person).flatMap((method) => ('number' in method ? [method.number] : []));
  return [...new Set([...(person.phone ? [person.phone] : []), ...numbers])];
}

function gaps(card: Omit<ContactCard, 'missing'>, policy: Policy): ContactCard['missing'] {
  const { insurer, entries, people, controllers } = card;
  const of = (kind: CardEntry['kind']) => entries.filter((entry) => entry.kind === kind);
  const namesOf = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);
  const silent = ({ phone, outOfHoursPhone }: CardEntry): boolean => !phone && !outOfHoursPhone;
  const insured = insurer !== null || of('insurer').length > 0;
  const found: [CardGap, boolean, string[]?][] = [
    ['noInsurer', !insured],
    ['noInsurerHotline', insured && !insurer?.hotline && of('insurer').every(silent)],
    ['noPolicyNumber', insured && !insurer?.policyNumber && of('insurer').every((one) => !one.reference)],
    ['noCounsel', of('counsel').length === 0],
    ['noPolice', of('police').length === 0],
    ['noSupplier', of('supplier').length === 0],
    ['noStandIn', policy.standIn === undefined],
  ];
  const about: [CardGap, string[]][] = [
    ['peopleWithoutPhone', namesOf(people.filter(({ phones }) => phones.length === 0))],
    ['suppliersWithoutPhone', namesOf(of('supplier').filter(silent))],
    ['controllersWithoutContact', unreachable(controllers, of('controller'))],
  ];
  return [
    ...found.filter(([, missing]) => missing).map(([code]) => ({ code, names: [] })),
    ...about.filter(([, names]) => names.length > 0).map(([code, names]) => ({ code, names })),
  ];
}

/** Those of the policy for whom neither it nor the card says how to reach them at night. */
const unreachable = (controllers: ContactCard['controllers'], entries: readonly CardEntry[]): string[] =>
  controllers
    .filter(({ name, contact }) => !contact && !entries.some((entry) => entry.name === name))
    .map(({ name }) => name);
