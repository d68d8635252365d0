import config from './jest.config.js';

/**
 * For Stryker (docs/mutation.md): the tests of domain/ alone, which need neither PostgreSQL nor Temporal.
 * MUTATION_TESTS narrows them to a folder: faster, and stricter, because its own tests must kill.
 */
const folder = process.env.MUTATION_TESTS ?? 'test/domain';
const forDomain = { ...config, testMatch: [`<rootDir>/${folder}/**/*.test.ts`], testTimeout: 20_000 };
delete forDomain.globalSetup;
delete forDomain.globalTeardown;
export default forDomain;
