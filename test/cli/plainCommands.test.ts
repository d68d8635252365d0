import { expect, test } from '@jest/globals';
import { inCommands } from '../../cli/plainCommands.ts';

test.each([
  ['reopen it first (POST …/reopening).', 'reopen it first (bin/tocsin reopen).'],
  [
    'record it with POST …/obligations/individuals/satisfaction',
    'record it with bin/tocsin satisfy INCIDENT individuals',
  ],
  ['"scope" is recorded with POST …/scope.', '"scope" is recorded with bin/tocsin scope.'],
  [
    'is recorded by POST …/containment (bin/tocsin contain), which',
    'is recorded by bin/tocsin contain, which',
  ],
  ['send "voluntary": true', 'add --voluntary'],
])('%s', (text, command) => expect(inCommands(text)).toBe(command));
