import type { Person } from './organisation.ts';

type Known = Pick<Person, 'id' | 'name' | 'email'>;

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ');
const words = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** The person of the policy whom a text names: by id, by name or by mail address, in any case; undefined for nobody. */
export function personNamed(people: readonly Known[], text: string): Known | undefined {
  const named = plain(text);
  const byId = people.find(({ id }) => plain(id) === named);
  if (byId) return byId;
  const found = people.filter(({ name, email }) => [name, email ?? ''].some((one) => plain(one) === named));
  return found.length === 1 ? found[0] : undefined;
}

const isInitial = (short: string, long: string): boolean => short.length === 1 && long.startsWith(short);
const isSameWord = (a: string, b: string): boolean => a === b || isInitial(a, b) || isInitial(b, a);

/** Every word of the shorter name is in the longer one: "Ada", "A. Owner" and "Owner, Ada" may all be Ada Owner. */
function mayBeOne(a: string, b: string): boolean {
  const [short = [], long = []] = [words(a), words(b)].sort((one, other) => one.length - other.length);
  return short.every((word) => long.some((other) => isSameWord(word, other)));
}

/**
 * Whether two texts may name one person. Two people of the policy are two people; a name that is not in the policy is
 * another person only where it clearly is: neither name is made of words, or initials, of the other.
 * @example mayBeSamePerson(people, 'ada', 'Ada Owner') is true
 */
export function mayBeSamePerson(people: readonly Known[], a: string, b: string): boolean {
  const [one, other] = [personNamed(people, a), personNamed(people, b)];
  if (one && other) return one.id === other.id;
  const [first, second] = [one ? [one.id, one.name] : [a], other ? [other.id, other.name] : [b]];
  return first.some((name) => second.some((another) => mayBeOne(name, another)));
}
