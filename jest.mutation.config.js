import config from './jest.config.js';

/** For Stryker: the tests of domain/ alone, which need neither PostgreSQL nor Temporal. */
const domain = { ...config, testMatch: ['<rootDir>/test/domain/**/*.test.ts'], testTimeout: 20_000 };
delete domain.globalSetup;
delete domain.globalTeardown;
export default domain;
