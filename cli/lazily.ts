import { type Command, Option } from 'commander';
import { Context, type GlobalOptions, type Run } from './context.ts';

/** A command's code is loaded when it is run: `bin/tocsin list` pays for nothing else. */
export type Load<O> = () => Promise<Run<O>>;

/** Joins a command's description to its code. */
export const runs =
  <O extends object>(load: Load<O>) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const run = await load();
    const args = command.processedArgs.flat().filter((arg) => arg !== undefined) as string[];
    await run(new Context(command.optsWithGlobals<GlobalOptions>()), args, command.opts<O>());
  };

/** Who acts, for the record. */
export const by = (): Option => new Option('--by <name>', 'who acts, for the record').env('TOCSIN_BY');
