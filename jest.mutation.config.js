import config from './jest.config.js';

/** For Stryker (docs/mutation.md): the tests of domain/ alone, which need neither PostgreSQL nor Temporal. */
const forDomain = { ...config, testMatch: ['<rootDir>/test/domain/**/*.test.ts'], testTimeout: 20_000 };
delete forDomain.globalSetup;
delete forDomain.globalTeardown;
export default forDomain;
