import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { Part } from '../../embedded/part.ts';

/** A part that is a Node process doing nothing; `says` resolves with the first line that `match` fits. */
function idlePart(): { part: Part; children: ChildProcess[]; said: (match: RegExp) => Promise<string> } {
  const children: ChildProcess[] = [];
  const waiting: { match: RegExp; resolve: (line: string) => void }[] = [];
  const plan = {
    name: 'worker',
    manner: { signal: 'SIGTERM', graceMs: 200 } as const,
    start: async (onSpawn: (child: ChildProcess) => void) => {
      const code = "process.on('SIGTERM', () => {}); process.stdout.write('up'); setInterval(() => {}, 1e6)";
      const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(child);
      onSpawn(child);
      await once(child.stdout, 'data');
    },
  };
  const say = (line: string) =>
    waiting.filter(({ match }) => match.test(line)).forEach(({ resolve }) => resolve(line));
  const said = (match: RegExp) => new Promise<string>((resolve) => waiting.push({ match, resolve }));
  return { part: new Part(plan, { say, spawned: () => undefined }), children, said };
}

test('a part that is killed is started again, and both are said in a line', async () => {
  const { part, children, said } = idlePart();
  await part.start();
  const [told, again] = [said(/ended unexpectedly/), said(/runs again/)];
  children[0]?.kill('SIGKILL');
  expect(await told).toBe('worker ended unexpectedly (SIGKILL); starting it again in 0.5 s.');
  await again;
  expect(part.pid).toBe(children[1]?.pid);
  await part.stop();
});

test('a part that does not heed its signal is killed after its grace, and stays down', async () => {
  const { part, children } = idlePart();
  await part.start();
  await part.stop();
  expect(children[0]?.signalCode).toBe('SIGKILL');
  expect(part.pid).toBeUndefined();
  expect(children).toHaveLength(1);
});
