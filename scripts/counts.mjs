/**
 * Reads jest's --json output and prints the closing line that CI reads. Fails when no test ran: a run that was broken off
 * before its first test is no success.
 */
import { readFileSync } from 'node:fs';

const { passed, failed, skipped } = counts(process.argv[2]);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function counts(file) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    // A suite that could not be loaded has no tests of its own to fail, and still counts.
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed: result.numPassedTests, failed, skipped: result.numPendingTests + result.numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
