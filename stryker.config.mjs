/** Mutation testing of domain/ (docs/mutation.md). Not part of `npm test`; the files come from the command line. */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'jest.mutation.config.js', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  mutate: ['domain/**/*.ts'],
  tempDirName: '.tocsin/mutation',
  ignorePatterns: ['.tocsin', 'docs', 'bench', 'test/histories'],
  concurrency: 1,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
  jsonReporter: { fileName: '.tocsin/mutation.json' },
};
