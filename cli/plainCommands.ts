/** The API names its own paths and fields; in a terminal the command that does it is of more use. */
const COMMANDS: [RegExp, string][] = [
  [/POST …\/obligations\/(\S+?)\/satisfaction/g, 'bin/tocsin satisfy INCIDENT $1'],
  [/POST …\/reopening/g, 'bin/tocsin reopen'],
  [/POST …\/containment(?: \(bin\/tocsin contain\))?/g, 'bin/tocsin contain'],
  [/POST …\/scope/g, 'bin/tocsin scope'],
  [/POST …\/submissions/g, 'bin/tocsin submitted'],
  [/PATCH …\/demands\/…/g, 'bin/tocsin demand-change'],
  [/send "voluntary": true/g, 'add --voluntary'],
  [/\(discoveredAt, with discoveredReason\)/g, '(update --discovered, with --discovered-reason)'],
  [/\(occurredFrom\)/g, '(update --occurred-from)'],
];

/** @example inCommands('reopen it first (POST …/reopening).') is "reopen it first (bin/tocsin reopen)." */
export const inCommands = (text: string): string =>
  COMMANDS.reduce((so, [pattern, command]) => so.replace(pattern, command), text);
