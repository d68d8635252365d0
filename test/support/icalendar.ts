import { expect } from '@jest/globals';

interface Property {
  name: string;
  parameters: Record<string, string>;
  value: string;
}
export interface Component {
  kind: string;
  properties: Property[];
  children: Component[];
}

/** Reads RFC 5545 strictly and throws at whatever the grammar does not allow. */
export function parse(text: string): Component {
  if (!text.endsWith('\r\n')) throw new Error('no line break at the end');
  for (const line of text.split('\r\n')) {
    if (Buffer.byteLength(line) > 75) throw new Error('a line is longer than 75 octets');
    if (/[^\P{Cc}\t]/u.test(line)) throw new Error('a control character');
    if (!line.isWellFormed()) throw new Error('a character was torn apart');
  }
  const lines = text.slice(0, -2).replace(/\r\n /g, '').split('\r\n');
  const root: Component = { kind: 'root', properties: [], children: [] };
  const open = [root];
  for (const line of lines) {
    const { name, parameters, value } = property(line);
    if (name === 'BEGIN') {
      const child: Component = { kind: value, properties: [], children: [] };
      open.at(-1)!.children.push(child);
      open.push(child);
    } else if (name === 'END') {
      if (open.pop()?.kind !== value) throw new Error(`END:${value} closes nothing`);
    } else {
      open.at(-1)!.properties.push({ name, parameters, value });
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not exactly one calendar');
  return root.children[0]!;
}

function property(line: string): Property {
  const match = /^([A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)$/su.exec(line);
  if (!match) throw new Error(`not a content line: ${line}`);
  const parameters = match[2]!
    .split(';')
    .slice(1)
    .map((one) => one.split('='));
  return {
    name: match[1]!,
    parameters: Object.fromEntries(parameters) as Record<string, string>,
    value: match[3]!,
  };
}

export const all = (component: Component, name: string) =>
  component.properties.filter((one) => one.name === name);
export function only(component: Component, name: string): string {
  const found = all(component, name);
  expect(found).toHaveLength(1);
  return found[0]!.value;
}
export function textOf(component: Component, name: string): string {
  const value = only(component, name);
  if (/(^|[^\\])(\\\\)*[;,]/.test(value)) throw new Error('a separator is not escaped');
  return value.replace(/\\([\\;,nN])/g, (_all, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}
