import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type FieldError, Problem } from '../problems.ts';

const MESSAGE =
  'holds a character that is no text (NUL, or half of a surrogate pair); take it out and send the request again';
/** Enough to find the fault; a body of a mebibyte could hold a hundred thousand. */
const MOST_ERRORS = 20;
const MOST_NAMES = 50;

/** Text that PostgreSQL cannot keep, or that would change on its way there, is refused before anybody reads it. */
export function registerWellFormed(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const errors = request.is404 ? [] : faults(request);
    const [first] = errors;
    done(first && new Problem('invalidRequest', `${first.field}: ${MESSAGE}`, { errors }));
  });
}

const faults = ({ body, query, params }: FastifyRequest): FieldError[] =>
  [...badPaths(body, ''), ...badPaths(query, 'querystring'), ...badPaths(params, 'params')]
    .slice(0, MOST_ERRORS)
    .map((path) => ({ field: path === '' ? '/' : path, message: MESSAGE }));

/** Pointers to what cannot be kept. A loop and no recursion: JSON may be nested deeper than the stack. */
function badPaths(root: unknown, start: string): string[] {
  const found: string[] = [];
  const left: [value: unknown, parent: Path][] = [[root, { name: start }]];
  for (let next = left.pop(); next && found.length < MOST_ERRORS; next = left.pop()) {
    const [value, path] = next;
    if (typeof value === 'string' && !isText(value)) found.push(pointer(path));
    if (typeof value !== 'object' || value === null) continue;
    const members = Object.entries(value as Record<string, unknown>).map(([name, member]) => ({
      name,
      member,
    }));
    for (const { name } of members) if (!isText(name)) found.push(pointer({ parent: path, name }));
    for (const { name, member } of members.reverse()) left.push([member, { parent: path, name }]);
  }
  return found;
}

/** Where a value stands: put together only for those that are refused. */
interface Path {
  parent?: Path;
  name: string;
}

const isText = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000');

/** RFC 6901, with what cannot be shown replaced by U+FFFD; cut where nobody would read on. */
function pointer(path: Path): string {
  const names: string[] = [];
  let step = path;
  for (; step.parent; step = step.parent) names.push(`/${escaped(step.name)}`);
  return step.name + names.reverse().slice(0, MOST_NAMES).join('');
}

const escaped = (name: string): string =>
  name.toWellFormed().replaceAll('\u0000', '\uFFFD').replaceAll('~', '~0').replaceAll('/', '~1');
