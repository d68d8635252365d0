/** Mutation testing of domain/: `npm run mutation`, see docs/mutation.md. Not part of `npm test`, and needs no servers. */

// Properties with fewer examples each: tables do most of the work, and every mutant runs them again.
process.env.RUNS ??= '50';

export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'jest.mutation.config.js', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  // What runs while a module loads (tables, lists, schemas) would need every test for every mutant.
  ignoreStatic: true,
  mutate: [
    'domain/**/*.ts',
    // Types, and lists of words without any logic.
    '!domain/clock.ts',
    '!domain/narrative.ts',
    '!domain/**/{kinds,types,vocabulary,codes,lowering,everydayTerms,graveTerms}.ts',
  ],
  incremental: true,
  incrementalFile: 'node_modules/.cache/stryker/incremental.json',
  tempDirName: '.tocsin/mutation',
  ignorePatterns: ['.tocsin', 'bench', 'docs', 'test/histories'],
  concurrency: 2,
  timeoutMS: 10_000,
  timeoutFactor: 2,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.tocsin/mutation-report.json' },
  htmlReporter: { fileName: '.tocsin/mutation-report.html' },
};
