import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/index.ts';
import { filesBelow, read } from './files.ts';

/** One variable as .env.example has it: the comment above it, and its example. */
type Entry = { name: string; example: string; comment: string };

const entries = parse(read('.env.example'));
const documented = entries.map((entry) => entry.name);
const sources = [
  'config',
  'embedded',
  'scripts',
  'cli',
  'api',
  'worker',
  'db',
  'activities',
  'channels',
  'bin',
]
  .flatMap((folder) => filesBelow(folder))
  .map(read)
  .join('\n');
const sdk = read('node_modules/@temporalio/envconfig/lib/envconfig-toml.js');

/** Names in the text; one that is built from parts (TOCSIN_DATABASE_URL_${role}) does not count. */
function names(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))].sort();
}

const ours = names(sources, /\bTOCSIN_[A-Z]+(?:_[A-Z]+)*\b/g);
const temporal = [
  ...names(sdk, /'(TEMPORAL_[A-Z]+(?:_[A-Z]+)*)'/g),
  ...names(sources, /'(TEMPORAL_(?:CLI|TEST_SERVER))'/g),
];
const standard = names(sources, /\bOTEL_[A-Z_]+\b/g);

describe('.env.example', () => {
  it('documents every variable that the code reads', () => {
    const missing = [...ours, ...temporal, ...standard].filter((name) => !documented.includes(name));
    expect(missing).toEqual([]);
  });

  it('documents no variable that nothing reads', () => {
    const known = new Set([...ours, ...temporal, ...standard]);
    expect(documented.filter((name) => !known.has(name))).toEqual([]);
  });

  it('documents each variable once, with a sentence and its default', () => {
    expect(new Set(documented).size).toBe(documented.length);
    expect(entries.filter(({ comment }) => !/\bDefault: \S/.test(comment)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('gives examples that the configuration accepts', () => {
    expect(() =>
      loadConfig(Object.fromEntries(entries.map(({ name, example }) => [name, example]))),
    ).not.toThrow();
  });

  it('names the defaults that the configuration has', () => {
    const defaults = Object.entries(loadConfig({})).filter(([, value]) => value !== undefined);
    const wrong = defaults.filter(([name, value]) => !commentOf(name).includes(`Default: ${String(value)}`));
    expect(wrong).toEqual([]);
  });

  it('sets nothing when it is copied as it is', () => {
    expect(
      read('.env.example')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#')),
    ).toEqual([]);
  });

  it('is where docs/configuration.md sends its reader', () => {
    expect(read('docs/configuration.md')).toContain('.env.example');
  });
});

function commentOf(name: string): string {
  return entries.find((entry) => entry.name === name)?.comment ?? '';
}

function parse(text: string): Entry[] {
  return text.split(/\n\s*\n/).flatMap((block) => {
    const variable = /^#([A-Z][A-Z_]+)=(.*)$/m.exec(block);
    if (!variable?.[1]) return [];
    const comment = block.slice(0, variable.index).replaceAll(/^# ?/gm, '').replaceAll('\n', ' ').trim();
    return [{ name: variable[1], example: (variable[2] ?? '').replaceAll(/^"|"$/g, ''), comment }];
  });
}
