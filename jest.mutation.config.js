import config from './jest.config.js';

/** For Stryker (docs/mutation.md): the tests of domain/ alone, which need neither PostgreSQL nor Temporal. */
const { globalSetup, globalTeardown, ...rest } = config;
export default { ...rest, testMatch: ['<rootDir>/test/domain/**/*.test.ts'], testTimeout: 20_000 };
