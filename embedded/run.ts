import { spawn, type SpawnOptions } from 'node:child_process';

export type Outcome = { code: number; output: string };

/** Runs a program to its end, without input; the last 16 kB of what it printed. Rejects when it cannot be started. */
export async function runProgram(
  command: string,
  args: string[],
  options: SpawnOptions = {},
): Promise<Outcome> {
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-16_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
